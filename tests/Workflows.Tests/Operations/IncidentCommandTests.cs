using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Operations;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using RetryIncident = AfterSales.Workflows.Operations.RetryIncident;
using SkipIncident = AfterSales.Workflows.Operations.SkipIncident;

namespace AfterSales.Workflows.Tests.Operations;

public sealed class IncidentCommandTests : IAsyncLifetime
{
    private OperatedProduct _operated = null!;

    public async Task InitializeAsync() => _operated = await OperatedProduct.StartAsync();

    public async Task DisposeAsync() => await _operated.DisposeAsync();

    [Fact]
    public async Task Retry_that_faults_again_says_so_and_is_on_the_record()
    {
        var number = await _operated.FaultAsync();
        var incident = await _operated.IncidentAsync();

        var state = await _operated.OperateAsync(new RetryIncident(incident.Id, "the network is back"));

        Assert.Equal((null, incident.Message), (state.Resolution, state.Message));
        Assert.NotNull(state.NextRetryAt);
        var record = await _operated.LastRecordAsync(number.Value);
        Assert.Equal((nameof(RetryIncident), Roles.Administrator, "the network is back"), (record.Action, record.ActorName, record.Reason));
        Assert.Contains($"incident/{incident.Id:N}", record.Changes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_with_changed_variables_goes_on_and_closes_the_incident()
    {
        var number = await _operated.FaultAsync();
        var incident = await _operated.IncidentAsync();

        var state = await _operated.OperateAsync(new RetryIncidentWithVariables(incident.Id, JsonElement.Parse("""{ "Note": "n/a" }"""), "the customer left it empty"));

        Assert.Equal("Retried", state.Resolution);
        Assert.Equal("After", (await _operated.Product.OpenTaskAsync(number))!.ActivityId);
        incident = await _operated.IncidentAsync();
        Assert.Equal((Roles.Administrator, "the customer left it empty"), (incident.ResolvedBy, incident.Reason));
        Assert.Contains("n/a", (await _operated.LastRecordAsync(number.Value)).Changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Nothing": 1 }""", "incident.unknown-variable")]
    [InlineData("""{ "Count": "many" }""", "incident.variable-type")]
    [InlineData("{}", "incident.no-variables")]
    [InlineData("[]", "incident.no-variables")]
    public async Task Variables_that_the_process_does_not_have_are_refused(string variables, string code)
    {
        await _operated.FaultAsync();
        var incident = await _operated.IncidentAsync();

        var refusal = await Assert.ThrowsAsync<ValidationException>(() => _operated.OperateAsync(new RetryIncidentWithVariables(incident.Id, JsonElement.Parse(variables), "because")));

        Assert.Equal(code, Assert.Single(refusal.Errors).ErrorCode);
        Assert.Equal(incident.Attempt, (await _operated.IncidentAsync()).Attempt);
    }

    [Fact]
    public async Task Skip_leaves_by_an_outcome_the_step_has_and_no_other()
    {
        var number = await _operated.FaultAsync();
        var incident = await _operated.IncidentAsync();

        var refusal = await Assert.ThrowsAsync<ValidationException>(() => _operated.OperateAsync(new SkipIncident(incident.Id, "Sideways", "because")));
        Assert.Equal("incident.unknown-outcome", Assert.Single(refusal.Errors).ErrorCode);
        Assert.Contains("Done", refusal.Errors.Single().ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["Done"], (await _operated.OperateAsync(new GetIncident(incident.Id)))!.Outcomes);

        var state = await _operated.OperateAsync(new SkipIncident(incident.Id, null, "done by hand"));
        Assert.Equal("Skipped", state.Resolution);
        Assert.Equal("After", (await _operated.Product.OpenTaskAsync(number))!.ActivityId);
        var again = await Assert.ThrowsAsync<RuleViolationException>(() => _operated.OperateAsync(new SkipIncident(incident.Id, null, "done by hand")));
        Assert.Equal("incident.resolved", again.Code);
    }

    [Fact]
    public async Task Repeated_click_is_done_once()
    {
        await _operated.FaultAsync();
        var incident = await _operated.IncidentAsync();

        var first = await _operated.OperateAsync(new RetryIncident(incident.Id, "because", "click-1"));
        var journal = await JournalAsync();
        var second = await _operated.OperateAsync(new RetryIncident(incident.Id, "because", "click-1"));
        Assert.Equal((first, journal), (second, await JournalAsync()));

        // The answers by key are cleaned up one day; the engine remembers the stimulus all the same.
        await _operated.Product.ReadAsync(db => db.Set<IdempotencyRecord>().ExecuteDeleteAsync());
        await _operated.OperateAsync(new RetryIncident(incident.Id, "because", "click-1"));
        Assert.Equal(journal, await JournalAsync());
    }

    [Fact]
    public async Task Bulk_retry_tries_each_of_a_kind_by_itself()
    {
        await _operated.FaultAsync();
        await _operated.FaultAgainAsync();
        var paused = await _operated.FaultAgainAsync();
        await _operated.OperateAsync(new PauseInstance((await _operated.InstanceAsync(paused)).Id, "looking into it"));
        var group = Assert.Single(await _operated.OperateAsync(new CountIncidents()));
        Assert.Equal(("faulty", 3, 0), (group.DefinitionId, group.Count, group.Waiting));
        var one = (await _operated.OperateAsync(new ListIncidents(Limit: 1))).Items.Single();
        await _operated.OperateAsync(new RetryIncidentWithVariables(one.Id, JsonElement.Parse("""{ "Note": "n/a" }"""), "because"));

        var result = await _operated.OperateAsync(new BulkRetryIncidents("faulty", group.ExceptionType, "released a fix"));

        Assert.Equal((2, 2), (result.Rows.Count, result.Left));
        Assert.Single(result.Rows, row => row.Problem == "instance.paused");
        Assert.Single(result.Rows, row => row.Problem == one.Message);
        Assert.All(result.Rows, row => Assert.False(row.IsResolved));
        var record = await _operated.LastRecordAsync(OperatorDeskChain);
        Assert.Equal((nameof(BulkRetryIncidents), "released a fix"), (record.Action, record.Reason));
        var rows = await _operated.Product.ReadAsync(db => db.Set<AuditRecord>().CountAsync(r => r.Action == nameof(RetryIncident) && r.Reason == "released a fix"));
        Assert.Equal(1, rows); // the paused one left no trace
    }

    [Fact]
    public async Task Incidents_are_found_by_what_they_are_and_page_without_gaps()
    {
        await _operated.FaultAsync();
        for (var i = 0; i < 4; i++)
        {
            _operated.Product.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await _operated.FaultAgainAsync();
        }

        var all = (await _operated.OperateAsync(new ListIncidents())).Items;
        var paged = new List<IncidentSummary>();
        for (Guid? after = null; paged.Count is 0 || after is not null;)
        {
            var page = await _operated.OperateAsync(new ListIncidents(After: after, Limit: 2));
            paged.AddRange(page.Items);
            after = page.Next;
        }

        Assert.Equal(all.Select(i => i.Id), paged.Select(i => i.Id));
        Assert.Equal(5, paged.Count);
        var kind = all[0].ExceptionType;
        foreach (var (filter, count) in ((ListIncidents, int)[])
            [
                (new("faulty"), 5), (new("other"), 0), (new(ExceptionType: kind), 5), (new(ExceptionType: "System.X"), 0), (new(ActivityId: "Broken"), 5), (new(ActivityId: "Ask"), 0),
                (new(OlderThan: TimeSpan.FromHours(1)), 0), (new(OlderThan: TimeSpan.Zero), 5), (new(Resolved: true), 0),
            ])
            Assert.Equal(count, (await _operated.Product.SendAsync(_operated.Product.Holding(Roles.Auditor), filter)).Items.Count);
    }

    [Fact]
    public async Task Readers_are_auditors_and_administrators()
    {
        foreach (var role in Roles.OfPeople)
        {
            var failure = await Record.ExceptionAsync(() => _operated.Product.SendAsync(_operated.Product.Holding(role), new ListIncidents()));
            Assert.Equal(role is not (Roles.Auditor or Roles.Administrator), failure is ForbiddenException);
        }
    }

    private const string OperatorDeskChain = "operations";

    private Task<int> JournalAsync() => _operated.Product.ReadAsync(db => db.Set<WorkflowJournalEntry>().CountAsync());
}
