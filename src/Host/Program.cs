using AfterSales.Domain;
using AfterSales.Host.Accounts;
using AfterSales.Host.Api;
using AfterSales.Host.Localization;
using AfterSales.Host.Persistence;
using AfterSales.Host.Portal;
using AfterSales.Host.Problems;
using AfterSales.Host.Security;
using AfterSales.Host.Shell;
using AfterSales.Host.Startup;

var command = Commands.Find(args);
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPersistence(builder.Configuration);
builder.Services.AddDomain();
// workflows
builder.Services.AddHandlersFrom(typeof(Program).Assembly);
builder.Services.AddLanguages();
builder.Services.AddProblems();
builder.Services.AddSecurity(builder.Configuration);
builder.Services.AddAccounts();
builder.Services.AddPortal();
builder.Services.AddPages();
builder.Services.AddApi();
builder.Services.AddHealth();
command?.Configure?.Invoke(builder);

var app = builder.Build();
if (command is not null)
    return await command.RunAsync(app, args);

await app.PrepareDatabaseAsync();
await app.EnsureFirstPeopleAsync();
app.UseWebPipeline();
app.MapPages();
app.MapApi();
app.MapHealth();
app.MapProblems();
app.AnnounceWhenStarted(Console.Out);
await app.RunAsync();
return 0;

/// <summary>The composition root.</summary>
public partial class Program;
