using AfterSales.Domain;
using AfterSales.Host.Persistence;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPersistence(builder.Configuration);
builder.Services.AddDomain();

var app = builder.Build();
app.Run();

/// <summary>The composition root.</summary>
public partial class Program;
