using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Intake;

public sealed class MergeCaseTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Agent => _product.Holding(Roles.Agent);

    [Fact]
    public async Task Merged_case_ends_without_counting_as_closed_and_either_leads_to_the_other()
    {
        var (one, other) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync()).Number);

        await _product.SendAsync(Agent, new MergeCase(one, other, "同一台相机"));

        var file = await _product.ReadAsync(db => db.CaseFiles.SingleAsync(c => c.Number == one));
        Assert.Equal((CaseStatus.Cancelled, other, null, false), (file.Status, file.MergedInto, file.ClosedAt, file.IsForced));
        Assert.Equal(CaseStatus.Open, await StatusAsync(other));
        Assert.Null(await _product.OpenTaskAsync(one));
        Assert.NotNull(await _product.OpenTaskAsync(other));
        Assert.False(await _product.ReadAsync(db => db.SlaClocks.AnyAsync(c => c.CaseNumber == one && c.StoppedAt == null)));
        Assert.False(await _product.ReadAsync(db => db.Set<WorkflowInstance>().AnyAsync(i => i.CorrelationId == one.Value && i.Status == WorkflowStatus.Running)));
        Assert.Equal([one], (await _product.SendAsync(Agent, new GetCaseConversation(other)))!.MergedFrom);
        Assert.Equal(other, (await _product.SendAsync(Agent, new GetCaseConversation(one)))!.MergedInto);
        foreach (var number in (CaseNumber[])[one, other])
            Assert.Contains(await HistoryAsync(number), e => e.Action == nameof(MergeCase) && e.Reason == "同一台相机");
    }

    [Fact]
    public async Task Notes_and_files_go_over_with_their_authors_and_times_and_both_records_say_so()
    {
        var (one, other) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync()).Number);
        var token = await _product.SendAsync(Agent, new IssueFollowLink(one));
        var customer = Actor.Customer("王女士");
        await _product.SendAsync(customer, new TellMore(token, "今晚又黑屏"));
        await _product.SendAsync(customer, new SendFiles(token, [new("night.txt", "夜间"u8.ToArray())]));
        await _product.SendAsync(_product.Holding(Roles.Manager), new AddCaseNote(other, Channel.Phone, "已有的说明"));
        var before = (await _product.SendAsync(Agent, new GetCaseConversation(one)))!;

        await _product.SendAsync(Agent, new MergeCase(one, other, "同一台相机"));

        var after = (await _product.SendAsync(Agent, new GetCaseConversation(other)))!;
        Assert.Equal(before.Notes.Single(), after.Notes.Single(n => n.Text == "今晚又黑屏"));
        Assert.Equal(before.Files, after.Files);
        // What the merged case was opened with is read on, too.
        Assert.Equal(["三号路口相机夜间黑屏", "今晚又黑屏", "已有的说明"], after.Notes.Select(n => n.Text).Order());
        var emptied = (await _product.SendAsync(Agent, new GetCaseConversation(one)))!;
        Assert.Equal((0, 0), (emptied.Notes.Count, emptied.Files.Count));
        foreach (var number in (CaseNumber[])[one, other])
        {
            var merged = Assert.Single(await HistoryAsync(number), e => e.Action == nameof(MergeCase) && e.Changes.TryGetProperty("movedNotes", out _));
            Assert.Equal(("1", "1"), (merged.Changes.GetProperty("movedNotes").GetString(), merged.Changes.GetProperty("movedFiles").GetString()));
        }
    }

    [Fact]
    public async Task Merged_case_cannot_be_worked_on_any_more()
    {
        var (one, other) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync()).Number);
        var task = (await _product.OpenTaskAsync(one))!;
        await _product.SendAsync(Agent, new MergeCase(one, other, "重复"));

        await Refusal.RuleAsync(_product, "task.cancelled", () => _product.CompleteAsync(task));
        await Refusal.RuleAsync(_product, "case.cancelled", () => _product.SendAsync(Agent, new AddCaseNote(one, Channel.Phone, "又来电")));
        await Refusal.RuleAsync(_product, "case.cancelled", () => _product.SendAsync(Agent, new MergeCase(other, one, "反过来")));
        await Refusal.RuleAsync(_product, "case.cancelled", () => _product.SendAsync(_product.Holding(Roles.Administrator), new RequestForcedClosure(one, "关闭")));
    }

    [Fact]
    public async Task Only_cases_of_one_customer_and_kind_are_merged()
    {
        var (one, other) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync()).Number);
        var strangers = (await _product.SendAsync(Agent, Complaint() with { CustomerName = "别人" })).Number;
        var fault = (await _product.SendAsync(Agent, new Faults.ReportFault("王女士", "乌鲁木齐交警支队", "0991-1234567", null, null, Channel.Phone, Faults.FaultLevel.Minor, null, null, "黑屏", "黑屏"))).Number;

        await Refusal.RuleAsync(_product, "merge.itself", () => _product.SendAsync(Agent, new MergeCase(one, one, "x")));
        await Refusal.RuleAsync(_product, "merge.other-customer", () => _product.SendAsync(Agent, new MergeCase(one, strangers, "x")));
        await Refusal.RuleAsync(_product, "merge.other-kind", () => _product.SendAsync(Agent, new MergeCase(fault, other, "x")));
        await Refusal.FieldsAsync(_product, ["Into merge.unknown"], () => _product.SendAsync(Agent, new MergeCase(one, new CaseNumber("C-1999-00001"), "x")));
        await Refusal.FieldsAsync(_product, ["Reason NotEmptyValidator"], () => _product.SendAsync(Agent, new MergeCase(one, other, " ")));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Auditor), new MergeCase(one, other, "x")));
    }

    [Fact]
    public async Task What_closing_demands_is_not_lowered_by_merging()
    {
        var (ordinary, serious) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync(ComplaintSeverity.Serious)).Number);
        var confidential = (await _product.SendAsync(Agent, Complaint() with { IsSupervision = true })).Number;

        await Refusal.RuleAsync(_product, "merge.serious", () => _product.SendAsync(Agent, new MergeCase(serious, ordinary, "x")));
        await Refusal.RuleAsync(_product, "merge.confidential", () => _product.SendAsync(Agent, new MergeCase(confidential, ordinary, "x")));

        await _product.SendAsync(Agent, new MergeCase(ordinary, serious, "同一件事"));
        Assert.Equal(CaseStatus.Cancelled, await StatusAsync(ordinary));
    }

    [Fact]
    public async Task Two_cases_merged_into_each_other_at_once_leave_one_of_them_open()
    {
        var (one, other) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync()).Number);

        var merged = await Together.RunAsync([(one, other), (other, one)], pair => _product.SendAsync(Agent, new MergeCase(pair.Item1, pair.Item2, "同时")));

        Assert.Equal("case.cancelled", Assert.Single(merged.Refusals).Code);
        Assert.Single((CaseStatus[])[await StatusAsync(one), await StatusAsync(other)], CaseStatus.Open);
    }

    private static RegisterComplaint Complaint() => new("王女士", "乌鲁木齐交警支队", "0991-1234567", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "相机黑屏", "夜间黑屏");

    private Task<CaseStatus> StatusAsync(CaseNumber number) => _product.ReadAsync(db => db.CaseFiles.Where(c => c.Number == number).Select(c => c.Status).SingleAsync());

    private async Task<IReadOnlyList<CaseHistoryEntry>> HistoryAsync(CaseNumber number) => (await _product.SendAsync(Agent, new GetCaseHistory(number)))!;
}
