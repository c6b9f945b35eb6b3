using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Host.Persistence;
using AfterSales.Host.Startup;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Definitions;

/// <summary><c>definitions export|import|diff [DIR] [--latest]</c>: definitions as files, for teams that review their processes where they review their code.</summary>
internal static class DefinitionCommands
{
    private const string DefaultDirectory = "workflow-definitions", LatestOption = "--latest";
    private const int Done = 0, Failed = 1, CannotTell = 2;

    /// <summary>Writes a file for each published definition, with <c>--latest</c> for each latest version. 0: done; 2: there is no database.</summary>
    public static Task<int> ExportAsync(WebApplication app, string[] args) => RunAsync(app, args, async (mediator, directory, latest) =>
    {
        var folder = DefinitionFolder.Open(directory);
        var definitions = await mediator.Send(new ExportDefinitionFiles(latest));
        foreach (var definition in definitions)
        {
            var (file, isChanged) = await folder.WriteAsync(definition);
            Say($"{(isChanged ? "written  " : "unchanged")} {file} ({definition.DefinitionId} version {definition.Version})");
        }

        Say($"definitions={definitions.Count}");
        return Done;
    }, CannotTell);

    /// <summary>Loads the files of a directory, all or none. 0: done; 1: a file was refused; 2: there is no such directory.</summary>
    public static async Task<int> ImportAsync(WebApplication app, string[] args)
    {
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ProductDbContext>().MigrateAsync();
        return await RunAsync(app, args, async (mediator, directory, _) =>
        {
            if (!Directory.Exists(directory))
                return Refuse($"There is no directory {directory}.", CannotTell);
            var files = await mediator.Send(new ImportDefinitionFiles(directory, IsByHand: true));
            foreach (var file in files)
                Say($"{file.Result.ToString().ToLowerInvariant(),-9} {file.File} ({file.DefinitionId})");
            Say($"files={files.Count}");
            return Done;
        }, Failed);
    }

    /// <summary>Says what differs in the files from what is published, with <c>--latest</c> from the latest versions. 0: nothing; 1: something; 2: it cannot be told.</summary>
    public static Task<int> CompareAsync(WebApplication app, string[] args) => RunAsync(app, args, async (mediator, directory, latest) =>
    {
        if (!Directory.Exists(directory))
            return Refuse($"There is no directory {directory}.", CannotTell);
        var compared = await mediator.Send(new CompareDefinitionFiles(directory, latest));
        foreach (var definition in compared)
            Tell(definition);
        var different = compared.Count(definition => definition.Difference is not FileDifference.Same);
        Say($"definitions={compared.Count} different={different}");
        return different is 0 ? Done : Failed;
    }, CannotTell);

    private static void Tell(ComparedDefinitionFile definition)
    {
        Say(definition.Difference switch
        {
            FileDifference.Same => $"= {definition.File} ({definition.DefinitionId} version {definition.Version})",
            FileDifference.Different => $"~ {definition.File} ({definition.DefinitionId} version {definition.Version})",
            FileDifference.OnlyInFiles => $"+ {definition.File} ({definition.DefinitionId}): not in the database",
            _ => $"- {definition.DefinitionId} version {definition.Version}: in no file",
        });
        foreach (var line in definition.Lines)
            Say($"    {line}");
    }

    private static async Task<int> RunAsync(WebApplication app, string[] args, Func<IMediator, string, bool, Task<int>> command, int refused)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<ProductDbContext>().Database.CanConnectAsync())
            return Refuse("There is no database.", CannotTell);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        var (directory, latest) = Arguments(args);
        try
        {
            return await command(scope.ServiceProvider.GetRequiredService<IMediator>(), directory, latest);
        }
        catch (DefinitionFileException refusal)
        {
            return Refuse(refusal.Message, refused);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refuse(failure.Message, refused);
        }
    }

    /// <summary>The directory, and whether the latest versions are meant. Other options belong to the configuration and take a value.</summary>
    internal static (string Directory, bool Latest) Arguments(string[] args)
    {
        var words = args.Skip(2).Where(word => word != LatestOption).ToArray();
        var options = Commands.OptionsIn(words);
        return (words.FirstOrDefault(word => !options.Contains(word)) ?? DefaultDirectory, args.Contains(LatestOption));
    }

    private static void Say(FormattableString text) => Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void Say(string text) => Console.Out.WriteLine(text);

    private static int Refuse(string text, int exitCode)
    {
        Console.Error.WriteLine(text);
        return exitCode;
    }
}
