using AfterSales.Host.Audit;
using AfterSales.Host.Definitions;
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
        new("definitions export", null, DefinitionCommands.ExportAsync),
        new("definitions import", null, DefinitionCommands.ImportAsync),
        new("definitions diff", null, DefinitionCommands.CompareAsync),
        new("replay", null, (app, args) => ReplayCommand.RunAsync(args[1..], app.Lifetime.ApplicationStopping)),
    ];

    public static Command? Find(string[] args) => All.FirstOrDefault(command => args.Take(command.Verb.Split(' ').Length).SequenceEqual(command.Verb.Split(' ')));

    /// <summary>
    /// What of a command's words is configuration: the options that have a value. The framework takes a path that begins with a slash for an option too, and for the value of any option the
    /// next word, whatever it is.
    /// </summary>
    public static string[] OptionsIn(string[] args)
    {
        var options = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                continue;
            if (args[i].Contains('=', StringComparison.Ordinal))
                options.Add(args[i]);
            else if (i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                options.AddRange([args[i], args[++i]]);
        }

        return [.. options];
    }
}
