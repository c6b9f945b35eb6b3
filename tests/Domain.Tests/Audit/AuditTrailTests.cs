using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Audit;

/// <summary>Who, what, when, where and the fields before and after, for each command on its own.</summary>
public sealed class AuditTrailTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    [Fact]
    public async Task Command_leaves_who_what_when_and_the_fields_before_and_after()
    {
        var (number, holder) = ((await _product.RegisterAsync()).Number, _product.Holding(Roles.Maintenance));
        var id = await _product.OpenAsync(number: number);
        var before = (await HistoryAsync(number)).Count;
        _product.Clock.Advance(TimeSpan.FromMinutes(7));

        await _product.SendAsync(holder, new ClaimWorkItem(id));

        var record = Assert.Single((await HistoryAsync(number)).Skip(before));
        Assert.Equal((before + 1, _product.Clock.GetUtcNow(), holder.Name, nameof(ClaimWorkItem)), (record.Sequence, record.At, record.Actor, record.Action));
        Assert.Null(record.InstanceId);
        var fields = Assert.Single(record.Changes.EnumerateObject()).Value.EnumerateObject().Select(field => (field.Name, field.Value.GetRawText())).ToArray();
        Assert.Equal(["AssigneeId", "StartedAt"], fields.Select(field => field.Name));
        Assert.Equal($"""[null,"{holder.PersonId}"]""", fields[0].Item2);
    }

    [Fact]
    public async Task What_the_process_does_stands_under_its_own_commands_with_where_it_came_from()
    {
        var number = (await _product.RegisterAsync()).Number;

        var history = await HistoryAsync(number);

        Assert.Equal([nameof(RegisterComplaint), "StartClock", "StartClock", nameof(OpenWorkItem)], history.Select(r => r.Action));
        Assert.All(history, record => Assert.Equal(Roles.Agent, record.Actor));
        Assert.Null(history[0].ActivityId);
        Assert.Equal(("HalfMonthClock", "complaint-acceptance", 1), (history[1].ActivityId, history[1].DefinitionId, history[1].DefinitionVersion));
        Assert.Equal("Triage", history[3].ActivityId);
        Assert.NotNull(history[3].InstanceId);
    }

    [Fact]
    public async Task Completion_and_what_it_sets_off_are_told_apart()
    {
        var number = (await _product.RegisterAsync()).Number;
        while ((await _product.OpenTaskAsync(number))!.ActivityId != "Dispatch")
            await _product.CompleteNextAsync(number);
        var before = (await HistoryAsync(number)).Count;

        await _product.CompleteNextAsync(number);

        var records = (await HistoryAsync(number)).Skip(before).ToArray();
        Assert.Equal([nameof(CompleteWorkItem), nameof(IssueTrackingSheet), nameof(OpenWorkItem), "StartClock"], records.Select(r => r.Action));
        Assert.Contains(records[0].Changes.EnumerateObject(), change => change.Name.StartsWith("WorkItem/", StringComparison.Ordinal));
        Assert.Equal("[0,1]", records[1].Changes.GetProperty($"CaseFile/{number}").GetProperty("Issue").GetRawText());
    }

    [Fact]
    public async Task Registration_keeps_what_the_customer_gave_of_themselves()
    {
        var number = (await _product.RegisterAsync()).Number;

        var change = (await HistoryAsync(number))[0].Changes.GetProperty($"Complaint/{number}");

        Assert.Equal("""[null,"王女士"]""", change.GetProperty("Complainant.Name").GetRawText());
        Assert.Equal("""[null,"0991-1234567"]""", change.GetProperty("Complainant.Phone").GetRawText());
        Assert.Equal("""[null,"三号路口相机夜间黑屏"]""", change.GetProperty("Description").GetRawText());
    }

    [Fact]
    public async Task Query_and_refused_command_leave_no_record()
    {
        var number = (await _product.RegisterAsync()).Number;
        var before = await HistoryAsync(number);

        await _product.SendAsync(_product.Holding(Roles.Agent), new GetComplaint(number));
        await Assert.ThrowsAnyAsync<Exception>(() => _product.CompleteNextAsync(number, "NoSuchOutcome"));

        Assert.Equal(before.Select(r => r.Hash), (await HistoryAsync(number)).Select(r => r.Hash));
    }

    [Fact]
    public async Task Case_that_does_not_exist_has_no_history() =>
        Assert.Null(await _product.SendAsync(_product.Holding(Roles.Auditor), new GetCaseHistory(new CaseNumber("C-1999-00001"))));

    private async Task<IReadOnlyList<CaseHistoryEntry>> HistoryAsync(CaseNumber number) => (await _product.SendAsync(_product.Holding(Roles.Auditor), new GetCaseHistory(number)))!;
}
