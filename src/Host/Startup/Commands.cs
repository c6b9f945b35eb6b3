using AfterSales.Host.Audit;
using AfterSales.Host.Replay;

namespace AfterSales.Host.Startup;

/// <summary>A verb on the command line that does its work and ends instead of serving.</summary>
/// <param name="Verb">The first words, for instance <c>audit verify</c>.</param>
/// <param name="Configure">Changes what is registered before the host is built; null for nothing.</param>
/// <param name="RunAsync">Returns the exit code. Options such as <c>--chain X</c> are in the configuration under their names.</param>
internal sealed record Command(string Verb, Action<WebApplicationBuilder>? Configure, Func<WebApplication, string[], Task<int>> RunAsync);

/// <summary>Every verb. Without one the product serves.</summary>
internal static class Commands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("audit verify", null, AuditVerifyCommand.RunAsync),
        new("replay", null, (app, args) => ReplayCommand.RunAsync(args[1..], app.Lifetime.ApplicationStopping)),
    ];

    public static Command? Find(string[] args) => All.FirstOrDefault(command => args.Take(command.Verb.Split(' ').Length).SequenceEqual(command.Verb.Split(' ')));
}
