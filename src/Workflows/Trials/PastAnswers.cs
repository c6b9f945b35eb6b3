using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Tasks;

namespace AfterSales.Workflows.Trials;

/// <summary>Answers human tasks as they were answered in a past case: the n-th time a task opens as the n-th time then, after as long a while.</summary>
/// <param name="items">The case's work items since, each with the definition that opened it; oldest first.</param>
internal sealed class PastAnswers(IReadOnlyList<(string DefinitionId, WorkItem Item)> items) : ITaskAnswers
{
    private readonly Dictionary<(string, string?), Queue<WorkItem>> _left =
        items.GroupBy(past => (past.DefinitionId, past.Item.ActivityId)).ToDictionary(group => group.Key, group => new Queue<WorkItem>(group.Select(past => past.Item)));

    private readonly List<AnswerGap> _gaps = [];

    public IReadOnlyList<AnswerGap> Gaps => _gaps;

    public TaskAnswer? Choose(TaskQuestion question)
    {
        if (!_left.TryGetValue((question.DefinitionId, question.Item.ActivityId), out var queue) || !queue.TryDequeue(out var past))
            return ByRule(question, AnswerGapReason.NoPastAnswer, null);
        if (past.Status != WorkItemStatus.Done)
            return null; // it was taken away unanswered
        var data = JsonNode.Parse(past.Data ?? "{}")!.AsObject();
        if (!question.Item.Outcomes.Any(outcome => outcome.Name == past.Outcome))
            return ByRule(question, AnswerGapReason.OutcomeGone, data) with { After = Duration(past) };
        return new TaskAnswer(past.Outcome!, JsonSerializer.SerializeToElement(data), Duration(past), AnswerSource.Past)
        {
            Preferred = past.CompletedById,
            ByCustomer = question.IsForCustomer && past.CompletedById is null,
        };
    }

    public TaskAnswer? Instead(TaskQuestion question, TaskAnswer refused, IReadOnlyList<TrialRefusal> reasons)
    {
        const string Field = "data.";
        Note(question, AnswerGapReason.Refused, reasons);
        var kept = JsonObject.Create(refused.Data)!;
        foreach (var reason in reasons.Where(reason => reason.Field?.StartsWith(Field, StringComparison.Ordinal) is true))
            kept.Remove(reason.Field![Field.Length..].Split('.')[0]); // of a cell: its table
        return refused with { Data = question.Fill(refused.Outcome, kept, refused.ByCustomer), Source = AnswerSource.Rule };
    }

    private TaskAnswer ByRule(TaskQuestion question, AnswerGapReason reason, JsonObject? data)
    {
        Note(question, reason, []);
        var outcome = question.Item.Outcomes[0].Name;
        var known = new JsonObject((data ?? []).Where(field => question.Form.Fields.Any(f => f.Name == field.Key)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        return new TaskAnswer(outcome, question.Fill(outcome, known, question.IsForCustomer), TimeSpan.Zero, AnswerSource.Rule) { ByCustomer = question.IsForCustomer };
    }

    private void Note(TaskQuestion question, AnswerGapReason reason, IReadOnlyList<TrialRefusal> refusals) =>
        _gaps.Add(new AnswerGap(question.Item.ActivityId!, question.Item.Title.Zh, reason, refusals));

    private static TimeSpan Duration(WorkItem past) => past.CompletedAt is { } at && at > past.OpenedAt ? at - past.OpenedAt : TimeSpan.Zero;
}
