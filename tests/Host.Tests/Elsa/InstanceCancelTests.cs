using System.Net;
using System.Net.Http.Json;
using AfterSales.Domain.Audit;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>Each test has three instances of its own that broke and wait for a person.</summary>
public sealed class InstanceCancelTests : IAsyncLifetime
{
    private const string Bulk = "/elsa/api/bulk-actions/cancel/workflow-instances", Alterations = "/elsa/api/alterations/submit";
    private static readonly object[] Cancel = [new { type = "Cancel" }];
    private readonly BrokenProcess _broken = new();
    private readonly List<Guid> _ids = [];

    public async Task InitializeAsync()
    {
        await _broken.InitializeAsync();
        for (var i = 0; i < 3; i++)
            _ids.Add((await _broken.BreakAsync()).Instance);
    }

    public Task DisposeAsync() => _broken.DisposeAsync();

    [Fact]
    public async Task Those_named_are_cancelled_with_a_reason_on_the_record_of_their_cases()
    {
        var answer = await (await _broken.Administrator.PostAsJsonAsync(Bulk, new { ids = new[] { _ids[0], _ids[2], Guid.NewGuid() } })).IsAsync(HttpStatusCode.OK);

        Assert.Equal(2, answer.GetProperty("cancelledCount").GetInt32());
        Assert.Equal([_ids[1]], await RunningAsync());
        var number = (await _broken.InstanceAsync(_ids[0])).CorrelationId;
        var record = await _broken.Product.ReadAsync(db => db.Set<AuditRecord>().SingleAsync(r => r.Chain == number && r.Action == "CancelInstance"));
        Assert.Equal("在流程设计器中取消", record.Reason);
    }

    [Fact]
    public async Task Once_cancelled_they_are_not_cancelled_again()
    {
        await _broken.Administrator.PostAsJsonAsync(Bulk, new { ids = _ids });

        var again = await (await _broken.Administrator.PostAsJsonAsync(Bulk, new { ids = _ids })).IsAsync(HttpStatusCode.OK);

        Assert.Equal(0, again.GetProperty("cancelledCount").GetInt32());
        Assert.Equal(1, await _broken.Product.ReadAsync(db => db.Set<WorkflowJournalEntry>().CountAsync(entry => entry.InstanceId == _ids[0] && entry.StimulusKind == "Cancel")));
    }

    [Theory]
    [InlineData("""{ "ids": null, "definitionVersionId": "broken-v1", "definitionId": null, "versionOptions": null }""", 3)]
    [InlineData("""{ "definitionId": "broken", "versionOptions": "Published" }""", 3)]
    [InlineData("""{ "definitionId": "broken", "versionOptions": "AllVersions" }""", 3)]
    [InlineData("""{ "definitionId": "broken", "versionOptions": "1" }""", 3)]
    [InlineData("""{ "definitionId": "broken", "versionOptions": "2" }""", 0)]
    [InlineData("""{ "definitionId": "broken", "versionOptions": "Draft" }""", 0)]
    [InlineData("""{ "definitionVersionId": "another" }""", 0)]
    [InlineData("""{ "ids": [] }""", 0)]
    [InlineData("{}", 0)]
    public async Task Those_of_a_version_are_cancelled(string body, int cancelled)
    {
        var answer = await (await _broken.Administrator.PostTextAsync(Bulk, body)).IsAsync(HttpStatusCode.OK);

        Assert.Equal(cancelled, answer.GetProperty("cancelledCount").GetInt32());
        Assert.Equal(3 - cancelled, (await RunningAsync()).Count);
    }

    [Fact]
    public async Task All_that_match_a_filter_are_cancelled()
    {
        var number = (await _broken.InstanceAsync(_ids[1])).CorrelationId;

        var answer = await (await _broken.Administrator.PostAsJsonAsync(Alterations, new { alterations = Cancel, filter = new { emptyFilterSelectsAll = true, searchTerm = number, hasIncidents = true } })).IsAsync(HttpStatusCode.OK);

        Assert.NotEmpty(answer.GetProperty("planId").GetString()!);
        Assert.Equal([_ids[0], _ids[2]], await RunningAsync());
    }

    [Fact]
    public async Task An_empty_filter_matches_all_only_when_it_says_so()
    {
        await (await _broken.Administrator.PostAsJsonAsync(Alterations, new { alterations = Cancel, filter = new { emptyFilterSelectsAll = false } })).IsAsync(HttpStatusCode.OK);
        Assert.Equal(3, (await RunningAsync()).Count);

        await (await _broken.Administrator.PostAsJsonAsync(Alterations, new { alterations = Cancel, filter = new { emptyFilterSelectsAll = true } })).IsAsync(HttpStatusCode.OK);
        Assert.Empty(await RunningAsync());
    }

    [Fact]
    public async Task Another_alteration_is_refused() =>
        await (await _broken.Administrator.PostAsJsonAsync(Alterations, new { alterations = new[] { new { type = "Migrate" } } })).IsProblemAsync(HttpStatusCode.BadRequest, "field.unknown-value", "alterations");

    [Fact]
    public async Task More_than_can_be_meant_are_refused_before_any_is_touched()
    {
        await _broken.Product.ReadAsync(async db =>
        {
            var like = await db.Set<WorkflowInstance>().AsNoTracking().FirstAsync();
            for (var i = 0; i < 1000; i++)
                db.Add(new WorkflowInstance { Id = Guid.CreateVersion7(), DefinitionId = like.DefinitionId, DefinitionVersionId = like.DefinitionVersionId, Status = WorkflowStatus.Running, SubStatus = WorkflowSubStatus.Suspended });
            return await db.SaveChangesAsync();
        });

        await (await _broken.Administrator.PostAsJsonAsync(Alterations, new { alterations = Cancel, filter = new { emptyFilterSelectsAll = true } })).IsProblemAsync(HttpStatusCode.Conflict, "instances.too-many");

        Assert.Equal(1003, (await RunningAsync()).Count);
    }

    private Task<List<Guid>> RunningAsync() =>
        _broken.Product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.Status == WorkflowStatus.Running).OrderBy(i => i.Id).Select(i => i.Id).ToListAsync());
}
