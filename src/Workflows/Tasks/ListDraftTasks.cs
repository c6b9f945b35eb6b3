using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Workflows.Tasks;

/// <summary>The human tasks that a version can open, in its order, as far as its text tells; the latest version unless a number is given.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record ListDraftTasks(string DefinitionId, int? Version = null) : IQuery<IReadOnlyList<DraftTask>>;

/// <param name="Role">Null where it is computed.</param>
/// <param name="Outcomes">Empty where they are computed.</param>
/// <param name="Form">Empty where there is none, it is computed, or it cannot be read.</param>
public sealed record DraftTask(string ActivityId, string Title, string? Role, IReadOnlyList<WorkItemOutcome> Outcomes, TaskFormDefinition Form);

internal sealed class ListDraftTasksHandler(DefinitionDesk desk, DefinitionParser parser) : IRequestHandler<ListDraftTasks, IReadOnlyList<DraftTask>>
{
    public async Task<IReadOnlyList<DraftTask>> Handle(ListDraftTasks request, CancellationToken cancellationToken)
    {
        var graph = parser.Parse((await desk.FindAsync(request.DefinitionId, request.Version, cancellationToken)).Json).Graph!;
        var tasks = new List<DraftTask>();
        var open = new Stack<ActivityNode>([graph.Root]);
        while (open.TryPop(out var node))
        {
            if (node.Activity is HumanTaskActivity)
                tasks.Add(Read(node));
            foreach (var nested in node.Nested.Reverse())
                open.Push(nested);
        }

        return tasks;
    }

    private static DraftTask Read(ActivityNode node)
    {
        var labels = Json<Dictionary<string, LocalizedText>>(node, "OutcomeLabels") ?? [];
        var outcomes = (node.OutcomesToChoose() ?? []).Select(name => new WorkItemOutcome(name, labels.GetValueOrDefault(name) ?? new LocalizedText(name)));
        return new DraftTask(node.Id, node.DisplayText, Literal(node, "CandidateRole"), [.. outcomes], Json<TaskFormDefinition>(node, "Form") ?? new TaskFormDefinition());
    }

    private static string? Literal(ActivityNode node, string input) => node.Input(input).LiteralValue switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.String => value.GetValue<string>(),
        var json => json.ToJsonString(),
    };

    // A draft is looked at while it is being written: what cannot be read yet is left out, and saving it says why.
    private static T? Json<T>(ActivityNode node, string input)
        where T : class
    {
        try
        {
            return Literal(node, input) is { } text && !string.IsNullOrWhiteSpace(text) ? JsonSerializer.Deserialize<T>(text, JsonText.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
