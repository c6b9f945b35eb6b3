using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Host.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Startup;

/// <summary>Sees to it that somebody can sign in: the demo company in Development, the configured administrator anywhere else.</summary>
internal static partial class FirstPeople
{
    /// <summary>True where the demo company is wanted: <c>Demo:Seed</c>, by default in Development; never outside it, whatever the configuration says.</summary>
    public static bool IsDemo(this WebApplication app) => app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Seed", true);

    /// <exception cref="InvalidOperationException">The configured administrator's password is weak or the demo's.</exception>
    public static async Task EnsureFirstPeopleAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        if (app.IsDemo())
        {
            await mediator.Send(new SeedDemoCompany());
            return;
        }

        if (app.Configuration.GetValue("Demo:Seed", false))
            LogDemoIgnored(app.Logger);
        if (await scope.ServiceProvider.GetRequiredService<ProductDbContext>().People.AnyAsync(p => p.Posts.Any(post => post.Role == Roles.Administrator)))
            return;
        await CreateAdministratorAsync(app, mediator);
    }

    private static async Task CreateAdministratorAsync(WebApplication app, IMediator mediator)
    {
        var (userName, password) = (app.Configuration["Administrator:UserName"], app.Configuration["Administrator:Password"]);
        if (string.IsNullOrEmpty(userName) || string.IsNullOrEmpty(password))
        {
            LogNobody(app.Logger);
            return;
        }

        if (password == DemoCompany.Password || password.Contains(userName, StringComparison.OrdinalIgnoreCase) || userName.Length > Person.UserNameMaxLength)
            throw new InvalidOperationException("Administrator:Password is the demo's or contains the user name, or Administrator:UserName is too long; choose others.");
        await mediator.Send(new CreateFirstAdministrator(userName, password));
        LogCreated(app.Logger, userName);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Demo:Seed is set but the environment is not Development; the demo company is not created.")]
    private static partial void LogDemoIgnored(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody can sign in yet. Set Administrator:UserName and Administrator:Password and start again to create the first administrator.")]
    private static partial void LogNobody(ILogger log);

    [LoggerMessage(Level = LogLevel.Information, Message = "The first administrator, {UserName}, was created. Remove Administrator:Password from the configuration.")]
    private static partial void LogCreated(ILogger log, string userName);
}
