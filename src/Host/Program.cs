using AfterSales.Domain;
using AfterSales.Host.Accounts;
using AfterSales.Host.Persistence;
using AfterSales.Host.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPersistence(builder.Configuration);
builder.Services.AddDomain();
builder.Services.AddHandlersFrom(typeof(Program).Assembly);
builder.Services.AddAccounts();
builder.Services.AddPages();

var app = builder.Build();
app.UsePages();
app.UseRouting();
app.UseAccounts();
app.UseAntiforgery();
app.MapPages();
app.Run();

/// <summary>The composition root.</summary>
public partial class Program;
