using System.Net;
using System.Text;
using System.Text.Json;
using AfterSales.Engine;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>The list of instances: nine of them, called a to i in the order they began.</summary>
public sealed class InstanceListTests(ListedInstances listed) : IClassFixture<ListedInstances>
{
    [Theory]
    [InlineData("{}", "ihgfedcba")]
    [InlineData("""{ "orderBy": null, "orderDirection": "Ascending" }""", "abcdefghi")]
    [InlineData("""{ "statuses": [], "subStatuses": [], "definitionIds": [], "timestampFilters": [], "searchTerm": "" }""", "ihgfedcba")]
    [InlineData("""{ "statuses": ["Running"] }""", "gfdcba")]
    [InlineData("""{ "status": "Finished" }""", "ihe")]
    [InlineData("""{ "statuses": ["Running", "Finished"], "subStatuses": ["Faulted", "Cancelled"] }""", "hgf")]
    [InlineData("""{ "subStatus": "Interrupted" }""", "")]
    [InlineData("""{ "hasIncidents": true }""", "gf")]
    [InlineData("""{ "hasIncidents": false, "statuses": ["Running"] }""", "dcba")]
    [InlineData("""{ "isSystem": true }""", "")]
    [InlineData("""{ "isSystem": false, "statuses": ["Finished"] }""", "ihe")]
    [InlineData("""{ "definitionId": "broken", "version": 1, "statuses": ["Finished"] }""", "ihe")]
    [InlineData("""{ "definitionIds": ["another"] }""", "")]
    [InlineData("""{ "version": 2 }""", "")]
    [InlineData("""{ "correlationId": "C-2026-00003" }""", "c")]
    [InlineData("""{ "searchTerm": "c-2026-0000" }""", "ihgfedcba")]
    [InlineData("""{ "searchTerm": "00004" }""", "da")]
    [InlineData("""{ "searchTerm": " C-2026-00004 " }""", "d")]
    [InlineData("""{ "searchTerm": "单 H" }""", "h")]
    [InlineData("""{ "searchTerm": "会出错" }""", "ihgfedcba")]
    [InlineData("""{ "searchTerm": "BROKEN" }""", "ihgfedcba")]
    [InlineData("""{ "searchTerm": "100%" }""", "")]
    [InlineData("""{ "searchTerm": "ITEM_I" }""", "")]
    [InlineData("""{ "timestampFilters": [ { "column": "CreatedAt", "operator": "GreaterThan", "timestamp": "2026-06-10T07:00:00Z" } ] }""", "ih")]
    [InlineData("""{ "timestampFilters": [ { "column": "CreatedAt", "operator": "GreaterThanOrEqual", "timestamp": "2026-06-10T15:00:00+08:00" } ] }""", "ihg")]
    [InlineData("""{ "timestampFilters": [ { "column": "CreatedAt", "operator": "LessThan", "timestamp": "2026-06-10T02:00:00Z" } ] }""", "a")]
    [InlineData("""{ "timestampFilters": [ { "column": "UpdatedAt", "operator": "LessThanOrEqual", "timestamp": "2026-06-10T02:30:00Z" } ] }""", "ba")]
    [InlineData("""{ "timestampFilters": [ { "column": "UpdatedAt", "operator": "Is", "timestamp": "2026-06-10T03:30:00Z" } ] }""", "c")]
    [InlineData("""{ "timestampFilters": [ { "column": "FinishedAt", "operator": "GreaterThan", "timestamp": "2026-06-10T08:00:00Z" } ] }""", "ih")]
    [InlineData("""{ "timestampFilters": [ { "column": "FinishedAt", "operator": "IsNot", "timestamp": "2026-06-10T09:30:00Z" } ], "hasIncidents": false }""", "hedcba")]
    [InlineData("""{ "orderBy": "Finished", "orderDirection": "Ascending", "statuses": ["Finished"] }""", "ehi")]
    [InlineData("""{ "orderBy": "LastExecuted", "orderDirection": "Descending", "statuses": ["Running"] }""", "gfdcba")]
    [InlineData("""{ "orderBy": "Name", "orderDirection": "Ascending" }""", "abcdefghi")]
    [InlineData("""{ "orderBy": "Created", "orderDirection": "Descending", "hasIncidents": true }""", "gf")]
    public async Task Instances_are_found_by(string filter, string expected)
    {
        var page = await ListAsync(filter);

        Assert.Equal(expected, Names(page));
        Assert.Equal(expected.Length, page.GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData(0, 4, "ihgf")]
    [InlineData(1, 4, "edcb")]
    [InlineData(2, 4, "a")]
    [InlineData(3, 4, "")]
    [InlineData(0, 9, "ihgfedcba")]
    public async Task Pages_count_from_zero_and_know_the_whole(int page, int size, string expected)
    {
        var found = await ListAsync($$"""{ "page": {{page}}, "pageSize": {{size}}, "orderDirection": "Descending" }""");

        Assert.Equal(expected, Names(found));
        Assert.Equal(9, found.GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData(0, "ihgf")]
    [InlineData(2, "a")]
    [InlineData(3, "")]
    public async Task Pages_of_a_search_know_the_whole_too(int page, string expected)
    {
        var found = await ListAsync($$"""{ "page": {{page}}, "pageSize": 4, "searchTerm": "broken" }""");

        Assert.Equal(expected, Names(found));
        Assert.Equal(9, found.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task What_studio_sends_is_understood_and_the_answer_has_the_shape_it_reads()
    {
        var page = await ListAsync(ElsaSample.Read("instance-list-request").GetRawText());

        Assert.Equal("dcba", Names(page));
        page.HasShapeOf(ElsaSample.Read("instance-list-response"));
    }

    [Fact]
    public async Task An_instance_is_found_by_its_id_and_by_the_beginning_of_it()
    {
        var id = listed.Ids["e"];

        Assert.Equal("e", Names(await ListAsync($$"""{ "searchTerm": "{{id}}" }""")));
        Assert.Equal("e", Names(await ListAsync($$"""{ "searchTerm": "{{id:N}}" }""")));
        Assert.Equal("e", Names(await ListAsync($$"""{ "searchTerm": "{{id.ToString("N")[..12]}}" }""")));
    }

    [Theory]
    [InlineData("""{ "statuses": ["Sleeping"] }""")]
    [InlineData("""{ "timestampFilters": [ { "column": "BornAt", "operator": "Is", "timestamp": "2026-06-10T07:00:00Z" } ] }""")]
    [InlineData("""{ "page": "first" }""")]
    [InlineData("not JSON")]
    public async Task A_filter_that_means_nothing_is_refused(string filter) => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(filter)).StatusCode);

    private static string Names(JsonElement page) => string.Concat(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()![^1..].ToLowerInvariant()));

    private async Task<JsonElement> ListAsync(string filter) => await (await PostAsync(filter)).IsAsync(HttpStatusCode.OK);

    private async Task<HttpResponseMessage> PostAsync(string filter)
    {
        var auditor = await listed.Product.ApiAsAsync("auditor");
        return await auditor.PostAsync("/elsa/api/workflow-instances", new StringContent(filter, Encoding.UTF8, "application/json"));
    }
}

/// <summary>One instance an hour from two o'clock on: four that wait, one that is over, two with an incident, one cancelled, one over.</summary>
public sealed class ListedInstances : IAsyncLifetime
{
    private readonly BrokenProcess _broken = new();

    public ProductFactory Product => _broken.Product;

    public Dictionary<string, Guid> Ids { get; } = [];

    public async Task InitializeAsync()
    {
        await _broken.InitializeAsync();
        await Product.ReadAsync(async db =>
        {
            foreach (var (name, i) in "abcdefghi".Select((name, i) => (name.ToString(), i)))
            {
                var created = new DateTimeOffset(2026, 6, 10, 1 + i, 0, 0, TimeSpan.Zero);
                var (status, subStatus) = name switch
                {
                    "e" or "i" => (WorkflowStatus.Finished, WorkflowSubStatus.Finished),
                    "h" => (WorkflowStatus.Finished, WorkflowSubStatus.Cancelled),
                    "f" or "g" => (WorkflowStatus.Running, WorkflowSubStatus.Faulted),
                    _ => (WorkflowStatus.Running, WorkflowSubStatus.Suspended),
                };
                var instance = new WorkflowInstance
                {
                    Id = Ids[name] = EngineIds.New(new FixedClock(created)), DefinitionId = "broken", DefinitionVersionId = "broken-v1", DefinitionVersion = 1, CorrelationId = $"C-2026-{i + 1:D5}",
                    Name = name is "a" ? "C-2026-00004 单 A" : $"单 {name.ToUpperInvariant()}", Status = status, SubStatus = subStatus, IncidentCount = name is "f" or "g" ? 1 : 0, CreatedAt = created, UpdatedAt = created.AddMinutes(30),
                    FinishedAt = status is WorkflowStatus.Finished ? created.AddMinutes(30) : null,
                };
                db.Add(instance);
            }

            return await db.SaveChangesAsync();
        });
    }

    public Task DisposeAsync() => _broken.DisposeAsync();

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
