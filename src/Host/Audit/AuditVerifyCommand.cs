using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Host.Persistence;
using MediatR;

namespace AfterSales.Host.Audit;

/// <summary><c>audit verify [--chain X]</c>: exit code 0 when the record is intact, 1 when it is broken, 2 when there is nothing to verify.</summary>
internal static class AuditVerifyCommand
{
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<ProductDbContext>().Database.CanConnectAsync())
            return Say("There is no database to verify.", 2);

        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        var chain = app.Configuration["chain"];
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAudit(chain));
        if (chain is not null && result is { Chains: 0, Records: 0 })
            return Say($"There is no chain {chain}.", 2);

        foreach (var found in result.Breaks)
            Say(string.Create(CultureInfo.InvariantCulture, $"BROKEN {found.Chain} at {found.Sequence}: {found.Finding}"), 1);
        return Say(
            string.Create(CultureInfo.InvariantCulture, $"chains={result.Chains} records={result.Records} breaks={result.Breaks.Count} {(result.IsIntact ? "intact" : "broken")}"),
            result.IsIntact ? 0 : 1);
    }

    private static int Say(string text, int exitCode)
    {
        Console.Out.WriteLine(text);
        return exitCode;
    }
}
