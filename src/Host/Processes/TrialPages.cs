using System.Text.RegularExpressions;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using AfterSales.Host.Operations;
using AfterSales.Host.Processes.Diagrams;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Tasks;
using AfterSales.Workflows.Trials;

namespace AfterSales.Host.Processes;

/// <summary>试运行 and 历史案例试算: what a version would do, on a case made up or real, and on those that are over.</summary>
internal static partial class TrialPages
{
    public static void MapTrialPages(this IEndpointRouteBuilder process)
    {
        process.MapGet("/trial", Show);
        process.MapPost("/trial", Run);
        process.MapGet("/past-trials", ShowPast);
        process.MapPost("/past-trials", RunPast);
    }

    private static async Task<IResult> Show(string definitionId, int? version, ProcessLoader loader, CancellationToken cancellationToken)
    {
        var head = await loader.HeadAsync(definitionId, ProcessTab.Trial, cancellationToken);
        return await PageAsync(head, new TrialEntered { Version = head.Find(version)?.Version ?? head.Latest.Version }, null, null, null, StatusCodes.Status200OK, loader, cancellationToken);
    }

    private static async Task<IResult> Run(string definitionId, IFormCollection form, ProcessLoader loader, ActivityNames names, CancellationToken cancellationToken)
    {
        var head = await loader.HeadAsync(definitionId, ProcessTab.Trial, cancellationToken);
        var version = head.Find(ProcessForms.Number(form["version"], head.Latest.Version, 0, int.MaxValue)) ?? throw new NotFoundException("definition", $"{definitionId} version {form["version"]}");
        var tasks = await loader.Mediator.Send(new ListDraftTasks(definitionId, version.Version), cancellationToken);
        var entered = TrialEntered.Posted(form, tasks) with { Version = version.Version };
        try
        {
            if (entered.Case is TrialEntered.Existing && !CaseNumberText().IsMatch(entered.Number ?? ""))
                throw InvalidFields.Refuse(InvalidFields.Failure("number", "trial.unknown-case", $"There is no case {entered.Number}.", entered.Number ?? ""));
            var report = await loader.Mediator.Send(entered.ToRequest(version.Id, tasks), cancellationToken);
            var diagram = report.Run is { } run
                ? DiagramDrawing.Draw("trial", loader.Texts["trial.diagram"], await loader.Mediator.Send(new DrawDefinition(definitionId, version.Version), cancellationToken), names, MarksOf(run, loader))
                : null;
            return await PageAsync(head, entered, report, diagram, null, StatusCodes.Status200OK, loader, cancellationToken);
        }
        catch (Exception exception) when (ProcessLoader.IsRefusal(exception))
        {
            var (refused, status) = loader.Refused(exception, "trial", null);
            return await PageAsync(head, entered, null, null, refused, status, loader, cancellationToken);
        }
    }

    private static async Task<IResult> PageAsync(
        ProcessHead head, TrialEntered entered, DraftTrialReport? report, DiagramView? diagram, RefusedForm? refused, int status, ProcessLoader loader, CancellationToken cancellationToken)
    {
        var tasks = await loader.Mediator.Send(new ListDraftTasks(head.DefinitionId, entered.Version), cancellationToken);
        return Pages.Page<TrialPage>(new { View = new TrialView(head, entered, tasks, report, diagram, refused) }, status);
    }

    private static DiagramMarks MarksOf(TrialReport run, ProcessLoader loader)
    {
        var draft = run.Instances.FirstOrDefault(instance => instance.IsDraft)?.Id;
        var left = run.Steps.Where(step => step.InstanceId == draft && step.Kind is JournalEventKind.Completed).ToArray();
        var steps = left.Select(step => step.ActivityId).Distinct().ToDictionary(id => id, _ => DiagramMark.Passed);
        foreach (var wait in run.Waiting.Where(wait => wait.InstanceId == draft))
            steps[wait.ActivityId] = DiagramMark.Waiting;
        foreach (var incident in run.Incidents.Where(incident => incident.InstanceId == draft && incident.Resolution is null))
            steps[incident.ActivityId] = DiagramMark.Faulted;
        var outcomes = left.SelectMany(step => step.Outcomes.Select(outcome => (step.ActivityId, outcome))).ToHashSet();
        var started = run.Steps.Where(step => step.InstanceId == draft && step.Kind is JournalEventKind.Started).Select(step => step.ActivityId).ToHashSet();
        return new DiagramMarks
        {
            Steps = steps,
            Arrow = arrow => outcomes.Contains((arrow.Source, arrow.Port)) && started.Contains(arrow.Target) ? DiagramMark.Passed : DiagramMark.None,
            Counts = left.GroupBy(step => step.ActivityId).Where(group => group.Count() > 1).ToDictionary(group => group.Key, group => group.Count()),
            CountText = count => loader.Texts["trial.times", count],
        };
    }

    private static async Task<IResult> ShowPast(string definitionId, int? version, ProcessLoader loader, CancellationToken cancellationToken)
    {
        var head = await loader.HeadAsync(definitionId, ProcessTab.PastTrials, cancellationToken);
        return Pages.Page<PastTrialsPage>(new { View = new PastTrialsView(head, head.Find(version)?.Version ?? head.Latest.Version, PastTrialsView.UsualCount, null, null) });
    }

    private static async Task<IResult> RunPast(string definitionId, IFormCollection form, ProcessLoader loader, CancellationToken cancellationToken)
    {
        var head = await loader.HeadAsync(definitionId, ProcessTab.PastTrials, cancellationToken);
        var version = head.Find(ProcessForms.Number(form["version"], head.Latest.Version, 0, int.MaxValue)) ?? throw new NotFoundException("definition", $"{definitionId} version {form["version"]}");
        var count = ProcessForms.Number(form["count"], PastTrialsView.UsualCount, 1, PastTrialsView.MaxCount);
        try
        {
            var report = await loader.Mediator.Send(new TryOnPastCases(definitionId) { VersionId = version.Id, Count = count, Seconds = PastTrialsView.MaxSeconds }, cancellationToken);
            return Pages.Page<PastTrialsPage>(new { View = new PastTrialsView(head, version.Version, count, report, null) });
        }
        catch (Exception exception) when (ProcessLoader.IsRefusal(exception))
        {
            var (refused, status) = loader.Refused(exception, "past", null);
            return Pages.Page<PastTrialsPage>(new { View = new PastTrialsView(head, version.Version, count, null, refused) }, status);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,20}$")]
    private static partial Regex CaseNumberText();
}

/// <param name="Report">Null before anything was run.</param>
public sealed record TrialView(ProcessHead Head, TrialEntered Entered, IReadOnlyList<DraftTask> Tasks, DraftTrialReport? Report, DiagramView? Diagram, RefusedForm? Refused);

/// <param name="Report">Null before anything was run.</param>
public sealed record PastTrialsView(ProcessHead Head, int Version, int Count, PastTrialReport? Report, RefusedForm? Refused)
{
    public const int UsualCount = 10, MaxCount = 50, MaxSeconds = 60;
}
