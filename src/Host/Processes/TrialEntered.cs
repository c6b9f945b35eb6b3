using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Tasks;
using AfterSales.Workflows.Tasks;
using AfterSales.Workflows.Trials;
using Microsoft.Extensions.Primitives;

namespace AfterSales.Host.Processes;

/// <summary>What stands in the form of a test run: kept word for word when it is shown again with the result.</summary>
public sealed record TrialEntered
{
    public const string MadeUp = "made-up", Existing = "existing";
    public const int MaxSeconds = 20;

    public int? Version { get; init; }
    public string Case { get; init; } = MadeUp;
    public string? Number { get; init; }
    public CaseMoment Moment { get; init; }
    public ComplaintSeverity Severity { get; init; }
    public Channel Channel { get; init; }
    public string? ProjectCode { get; init; }
    public UnscriptedTasks Unscripted { get; init; }

    /// <summary>Hours that people take, where no task says otherwise.</summary>
    public string AnswerAfter { get; init; } = "1";
    public IReadOnlyDictionary<string, TaskEntered> Tasks { get; init; } = new Dictionary<string, TaskEntered>();

    public TaskEntered Of(DraftTask task) => Tasks.GetValueOrDefault(task.ActivityId) ?? new TaskEntered(null, null, TaskFormValues.Initial(Optional(task.Form)));

    /// <summary>The form with nothing required: what is left out, the trial fills in.</summary>
    public static TaskFormDefinition Optional(TaskFormDefinition form) => form with { Fields = [.. form.Fields.Select(field => field with { Required = false, RequiredFor = [] })] };

    public static string PrefixOf(DraftTask task) => $"task.{task.ActivityId}.";

    public static TrialEntered Posted(IFormCollection form, IReadOnlyList<DraftTask> tasks) => new()
    {
        Version = int.TryParse(form["version"], out var version) ? version : null,
        Case = form["case"] == Existing ? Existing : MadeUp,
        Number = ProcessForms.Given(form["number"]),
        Moment = Chosen<CaseMoment>(form["moment"]),
        Severity = Chosen<ComplaintSeverity>(form["severity"]),
        Channel = Chosen<Channel>(form["channel"]),
        ProjectCode = ProcessForms.Given(form["projectCode"]),
        Unscripted = Chosen<UnscriptedTasks>(form["unscripted"]),
        AnswerAfter = form["answerAfter"].ToString(),
        Tasks = tasks.ToDictionary(task => task.ActivityId, task => TaskEntered.Posted(form, task)),
    };

    public RunDraftTrial ToRequest(string versionId, IReadOnlyList<DraftTask> tasks) => new()
    {
        VersionId = versionId,
        Case = Case is Existing ? new TrialCase { Number = new CaseNumber(Number ?? ""), At = Moment } : new TrialCase { MadeUp = new MadeUpComplaint { Severity = Severity, Channel = Channel, ProjectCode = ProjectCode } },
        Unscripted = Unscripted,
        AnswerAfter = Hours(AnswerAfter) ?? TimeSpan.Zero,
        Answers = [.. tasks.Select(task => Of(task).ToAnswer(task)).OfType<ScriptedAnswer>()],
        Bounds = new TrialBounds { WallSeconds = MaxSeconds },
    };

    public static TimeSpan? Hours(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours is >= 0 and <= 87_600 ? TimeSpan.FromHours(hours) : null;

    private static T Chosen<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : default;
}

/// <summary>How one task is answered.</summary>
/// <param name="Outcome">Null: by the rule for all.</param>
/// <param name="After">Hours; null: as for all.</param>
public sealed record TaskEntered(string? Outcome, string? After, TaskFormValues Values)
{
    public static TaskEntered Posted(IFormCollection form, DraftTask task)
    {
        var prefix = TrialEntered.PrefixOf(task);
        var own = new FormCollection(form.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], pair => new StringValues(pair.Value.ToArray())));
        return new TaskEntered(ProcessForms.Given(own["outcome"]), ProcessForms.Given(own["after"]), TaskFormValues.Posted(TrialEntered.Optional(task.Form), own));
    }

    /// <summary>Null where the rule for all tasks answers it.</summary>
    public ScriptedAnswer? ToAnswer(DraftTask task)
    {
        if (Outcome is null && After is null)
            return null;
        var data = JsonObject.Create(Values.ToJson(task.Form))!;
        foreach (var field in task.Form.Fields.Where(field => data[field.Name] is null || (field.Type is FormFieldType.Confirm && data[field.Name]!.GetValueKind() is JsonValueKind.False)))
            data.Remove(field.Name);
        return new ScriptedAnswer(task.ActivityId) { Outcome = Outcome, After = TrialEntered.Hours(After), Data = JsonSerializer.SerializeToElement(data) };
    }
}
