using System.Globalization;
using System.Text;

namespace AfterSales.Benchmarks.StudioApi;

/// <summary>One call of Studio's that is measured; the number makes each a little different from the one before.</summary>
internal sealed record StudioCall(string Name, Func<int, HttpRequestMessage> Request);

/// <summary>Every list and every single answer that Studio asks for.</summary>
internal sealed class StudioCalls(IReadOnlyList<Guid> instances, IReadOnlyList<string> versions)
{
    private const string Api = "/elsa/api";

    public IReadOnlyList<StudioCall> All =>
    [
        Get("definitions", i => $"/workflow-definitions?versionOptions=Latest&Page={i % 50}&PageSize=10&SearchTerm=&IsSystem=False&OrderDirection=Ascending"),
        Get("definitions_search", i => $"/workflow-definitions?versionOptions=Latest&Page=0&PageSize=10&SearchTerm=process {i % 10}&IsSystem=False"),
        Get("definitions_by_ids", i => $"/workflow-definitions?versionOptions=&{string.Join('&', Enumerable.Range(i, 10).Select(n => $"Ids={versions[n % versions.Count]}"))}"),
        Get("definitions_all", _ => "/workflow-definitions?versionOptions=LatestOrPublished"),
        Get("definition", i => $"/workflow-definitions/by-definition-id/process-{1 + (i % 400):D3}?versionOptions=Latest"),
        Get("definition_by_id", i => $"/workflow-definitions/by-id/{versions[i % versions.Count]}"),
        Get("name_unique", i => $"/workflow-definitions/validation/is-name-unique?name=Workflow {i}"),
        Get("descriptors", _ => "/descriptors/activities?Refresh=True"),
        Get("descriptors_variables", _ => "/descriptors/variables"),
        Get("descriptors_expressions", _ => "/descriptors/expression-descriptors"),
        List("instances", i => $$"""{ "page": {{i % 100}}, "pageSize": 10, "orderDirection": "Descending" }"""),
        List("instances_last_page", _ => """{ "page": 9990, "pageSize": 10 }"""),
        List("instances_running", i => $$"""{ "page": {{i % 10}}, "pageSize": 10, "statuses": ["Running"], "hasIncidents": false }"""),
        List("instances_faulted", i => $$"""{ "page": {{i % 10}}, "pageSize": 10, "statuses": ["Running"], "subStatuses": ["Faulted"] }"""),
        List("instances_incidents", _ => """{ "page": 0, "pageSize": 25, "hasIncidents": true }"""),
        List("instances_of_definition", i => $$"""{ "page": 0, "pageSize": 10, "definitionIds": ["process-{{1 + (i % 400):D3}}"] }"""),
        List("instances_since", i => $$"""{ "page": 0, "pageSize": 10, "timestampFilters": [ { "column": "CreatedAt", "operator": "GreaterThanOrEqual", "timestamp": "2026-07-{{1 + (i % 28):D2}}T00:00:00Z" } ] }"""),
        List("instances_updated_since", i => $$"""{ "page": 0, "pageSize": 10, "timestampFilters": [ { "column": "UpdatedAt", "operator": "GreaterThanOrEqual", "timestamp": "2026-07-{{1 + (i % 28):D2}}T00:00:00Z" } ] }"""),
        List("instances_search_case", i => $$"""{ "page": 0, "pageSize": 10, "searchTerm": "B-2026-2{{i % 10_000:D4}}" }"""),
        List("instances_search_name", i => $$"""{ "page": 0, "pageSize": 10, "searchTerm": "维修 {{i}}" }"""),
        List("instances_search_nothing", _ => """{ "page": 0, "pageSize": 10, "searchTerm": "nothing like it" }"""),
        List("instances_by_name", i => $$"""{ "page": {{i % 10}}, "pageSize": 10, "orderBy": "Name", "orderDirection": "Descending" }"""),
        Get("instance", i => $"/workflow-instances/{Instance(i)}"),
        Get("instance_again", _ => $"/workflow-instances/{Instance(0)}"),
        Get("execution_state", i => $"/workflow-instances/{Instance(i)}/execution-state"),
        Get("variables", i => $"/workflow-instances/{Instance(i)}/variables"),
        Post("journal", i => $"/workflow-instances/{Instance(i)}/journal?skip=0&take=111", _ => """{ "filter": { "excludedActivityTypes": ["Elsa.Workflow", "Elsa.Flowchart"] } }"""),
        Post("report", _ => "/activity-executions/report", i => $$"""{ "workflowInstanceId": "{{Instance(i)}}" }"""),
        Get("executions", i => $"/activity-executions/list?WorkflowInstanceId={Instance(i)}"),
        Get("execution_summaries", i => $"/activity-execution-summaries/list?WorkflowInstanceId={Instance(i)}"),
        Get("execution_summaries_again", _ => $"/activity-execution-summaries/list?WorkflowInstanceId={Instance(0)}"),
        Get("execution", i => $"/activity-executions/by-id?id={Instance(i):N}-1"),
    ];

    private Guid Instance(int i) => instances[i % instances.Count];

    private static StudioCall Get(string name, Func<int, string> path) => new(name, i => new HttpRequestMessage(HttpMethod.Get, Api + path(i)));

    private static StudioCall List(string name, Func<int, string> body) => Post(name, _ => "/workflow-instances", body);

    private static StudioCall Post(string name, Func<int, string> path, Func<int, string> body) => new(
        name, i => new HttpRequestMessage(HttpMethod.Post, Api + string.Create(CultureInfo.InvariantCulture, $"{path(i)}")) { Content = new StringContent(body(i), Encoding.UTF8, "application/json") });
}
