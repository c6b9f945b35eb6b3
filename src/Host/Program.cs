using AfterSales.Engine;
using AfterSales.Host.Api;
using AfterSales.Host.Elsa;
using AfterSales.Host.Elsa.Instances.Live;
using AfterSales.Host.Intake;
using AfterSales.Host.Localization;
using AfterSales.Host.Operations;
using AfterSales.Host.Portal;
using AfterSales.Host.Problems;
using AfterSales.Host.Security;
using AfterSales.Host.Shell;
using AfterSales.Host.Startup;
using AfterSales.Workflows;
using AfterSales.Workflows.Definitions;

var command = Commands.Find(args);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = command is null ? args : Commands.OptionsIn(args), ContentRootPath = ContentRoot.Find(args) });
builder.Services.AddProduct(builder.Configuration);
builder.Services.AddWorkflowEngineWorkers();
builder.Services.AddWorkflowsWorkers();
builder.Services.AddLanguages();
builder.Services.AddProblems();
builder.Services.AddSecurity(builder.Configuration);
builder.Services.AddPortal();
builder.Services.AddIntake(builder.Configuration);
builder.Services.AddPages();
builder.Services.AddApi();
builder.Services.AddElsaApi();
builder.Services.AddLiveInstances();
builder.Services.AddHealth();
builder.Services.AddTelemetry(builder.Configuration);
builder.Services.AddOperations(builder.Configuration);
command?.Configure?.Invoke(builder);

var app = builder.Build();
if (command is not null)
    return await command.RunAsync(app, args);

try
{
    await app.Services.PrepareDatabaseAsync();
    await app.EnsureFirstPeopleAsync();
}
catch (DefinitionFileException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

app.UseWebPipeline();
app.MapPages();
app.MapApi();
app.MapElsaApi();
app.MapHealth();
app.MapProblems();
app.AnnounceWhenStarted(Console.Out);
await app.RunAsync();
return 0;

/// <summary>The composition root.</summary>
public partial class Program;
