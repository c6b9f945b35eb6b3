using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Tasks;

namespace AfterSales.Workflows.Trials;

/// <summary>A human task that waits for an answer.</summary>
/// <param name="DefinitionId">The definition that opened it.</param>
internal sealed record TaskQuestion(WorkItem Item, string DefinitionId, TaskFormDefinition Form)
{
    /// <summary>User name of somebody who works here, for fields that ask for a person.</summary>
    public string? Somebody { get; init; }

    public bool IsForCustomer => Item.Kind == WorkItemKind.CustomerConfirmation;

    /// <summary>What is given, and what the form requires beyond it.</summary>
    public JsonElement Fill(string outcome, JsonObject? given, bool byCustomer)
    {
        // A customer is not asked for what is for staff.
        var form = byCustomer ? Form with { Fields = [.. Form.Fields.Where(field => field.IsAskedOf(customer: true))] } : Form;
        return FormFiller.Fill(form, outcome, "试运行", Item.OpenedAt, given, Somebody);
    }
}

/// <param name="After">How long after the task opened.</param>
internal sealed record TaskAnswer(string Outcome, JsonElement Data, TimeSpan After, AnswerSource Source)
{
    /// <summary>User name of who must answer; null: whoever may.</summary>
    public string? By { get; init; }

    /// <summary>Who answers if they still may.</summary>
    public Guid? Preferred { get; init; }

    /// <summary>Through the customer's link.</summary>
    public bool ByCustomer { get; init; }
}

/// <summary>Knows what people would answer.</summary>
internal interface ITaskAnswers
{
    /// <summary>Asked once for each task; null: nobody answers it.</summary>
    TaskAnswer? Choose(TaskQuestion question);

    /// <summary>Asked once when the answer was refused; null: it stays unanswered.</summary>
    TaskAnswer? Instead(TaskQuestion question, TaskAnswer refused, IReadOnlyList<TrialRefusal> reasons);
}

/// <summary>Answers by a script, and beyond it by a rule.</summary>
internal sealed class ScriptedAnswers(IReadOnlyList<ScriptedAnswer> script, UnscriptedTasks rule, TimeSpan after, bool fillForms) : ITaskAnswers
{
    private readonly List<ScriptedAnswer> _left = [.. script];

    public IReadOnlyList<ScriptedAnswer> Unused => _left;

    public TaskAnswer? Choose(TaskQuestion question)
    {
        if (_left.Find(answer => IsFor(answer, question.Item)) is not { } scripted)
            return ByRule(question);
        _left.Remove(scripted);
        var (outcome, byCustomer) = (scripted.Outcome ?? question.Item.Outcomes[0].Name, scripted.By is null && question.IsForCustomer);
        var given = scripted.Data is { ValueKind: JsonValueKind.Object } data ? JsonObject.Create(data) : null;
        return new TaskAnswer(outcome, fillForms ? question.Fill(outcome, given, byCustomer) : JsonSerializer.SerializeToElement(given ?? []), scripted.After ?? after, AnswerSource.Script)
        {
            By = scripted.By,
            ByCustomer = byCustomer,
        };
    }

    // Whoever wrote the script wants to know that the form refuses it.
    public TaskAnswer? Instead(TaskQuestion question, TaskAnswer refused, IReadOnlyList<TrialRefusal> reasons) => null;

    private TaskAnswer? ByRule(TaskQuestion question)
    {
        if (rule is UnscriptedTasks.Unanswered)
            return null;
        var outcome = question.Item.Outcomes[rule is UnscriptedTasks.LastOutcome ? ^1 : 0].Name;
        return new TaskAnswer(outcome, question.Fill(outcome, null, question.IsForCustomer), after, AnswerSource.Rule) { ByCustomer = question.IsForCustomer };
    }

    private static bool IsFor(ScriptedAnswer answer, WorkItem item) =>
        answer.Task == item.ActivityId || answer.Task.Equals(item.Title.Zh, StringComparison.OrdinalIgnoreCase) || answer.Task.Equals(item.Title.En, StringComparison.OrdinalIgnoreCase);
}
