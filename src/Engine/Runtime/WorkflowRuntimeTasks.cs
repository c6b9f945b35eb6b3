using System.Text.Json.Nodes;
using AfterSales.Engine.Tasks;

namespace AfterSales.Engine.Runtime;

// Tasks that workflows have done elsewhere.
public sealed partial class WorkflowRuntime
{
    /// <summary>
    /// Completes a task that <c>Elsa.RunTask</c> asked for; its flow goes on with the result. <see cref="ResumeOutcome.AlreadyApplied"/>: it was completed before;
    /// <see cref="ResumeOutcome.NotFound"/>: there is no such task, or its workflow is over.
    /// </summary>
    public async Task<ResumeResult> CompleteTaskAsync(string taskId, JsonNode? result, string? actor, CancellationToken cancellationToken) =>
        Guid.TryParse(taskId, out var id)
            ? await ResumeAsync(TaskRequester.Completion(id.ToString("N"), result, actor), cancellationToken)
            : new ResumeResult(ResumeOutcome.NotFound, null);
}
