using AfterSales.Domain;
using AfterSales.Host.Accounts;
using AfterSales.Host.Persistence;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPersistence(builder.Configuration);
builder.Services.AddDomain();
builder.Services.AddHandlersFrom(typeof(Program).Assembly);
builder.Services.AddAccounts();

var app = builder.Build();
app.UseAccounts();
app.Run();

/// <summary>The composition root.</summary>
public partial class Program;
