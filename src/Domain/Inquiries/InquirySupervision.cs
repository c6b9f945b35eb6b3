using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>What the second tier watches for (INQ-05): of the third of one topic in a quarter, and of a low score, the division office drafts an improvement. Scoped.</summary>
internal sealed class InquirySupervision(AfterSalesDbContext db, CandidateRules rules, StoredForms forms, TimeProvider clock)
{
    /// <summary>Scores up to this one are low.</summary>
    public const int LowScore = 2;

    /// <summary>How many issues of one topic in a quarter are common.</summary>
    public const int CommonFrom = 3;

    /// <summary>The outcome of the task.</summary>
    public const string Drafted = "Drafted";

    private const string Form = """{"fields":[{"name":"draft","type":"multiline","label":{"zh":"改进方案","en":"Improvement"},"required":true,"maxLength":4000}]}""";

    private static readonly IReadOnlyList<WorkItemOutcome> Outcomes = [new(Drafted, new LocalizedText("提交改进方案", "Submit the draft"))];

    public async Task RecordedAsync(InquiryIssue issue, CancellationToken cancellationToken)
    {
        var quarter = QuarterOf(issue.RecordedAt);
        var units = await UnitTree.LoadAsync(db, cancellationToken);
        var (from, division) = (CompanyTime.StartOf(quarter), units.DivisionOf(issue.OfficeUnitId));
        var offices = await db.InquiryIssues.Where(i => i.Topic == issue.Topic && i.RecordedAt >= from).Select(i => i.OfficeUnitId).ToListAsync(cancellationToken);
        // Those of this very transaction are not stored yet.
        offices.AddRange(db.InquiryIssues.Local.Where(i => i.Topic == issue.Topic && db.Entry(i).State is EntityState.Added).Select(i => i.OfficeUnitId));
        if (offices.Count(office => units.DivisionOf(office) == division) >= CommonFrom)
            await AskAsync(new ImprovementCause(division, ImprovementReason.Common, issue.Topic, quarter), issue.CaseNumber, cancellationToken);
    }

    public async Task ScoredLowAsync(PlannedInquiry inquiry, CancellationToken cancellationToken)
    {
        var plan = await db.InquiryPlans.Where(p => p.Id == inquiry.PlanId).Select(p => p.Number).SingleAsync(cancellationToken);
        var units = await UnitTree.LoadAsync(db, cancellationToken);
        await AskAsync(new ImprovementCause(units.DivisionOf(inquiry.OfficeUnitId), ImprovementReason.LowScore, null, QuarterOf(clock.GetUtcNow())), plan, cancellationToken);
    }

    /// <summary>Keeps the draft when its task is done; other tasks are left alone.</summary>
    public async Task KeepDraftAsync(WorkItem item, string data, CancellationToken cancellationToken)
    {
        if (await db.InquiryImprovements.SingleOrDefaultAsync(i => i.WorkItemId == item.Id, cancellationToken) is { } improvement)
            improvement.Keep(JsonNode.Parse(data)?["draft"]?.GetValue<string>());
    }

    /// <summary>Asks a division office for an improvement, once for each cause and quarter. Says whether it was asked now.</summary>
    public async Task<bool> AskAsync(ImprovementCause cause, ImprovementTask task, CancellationToken cancellationToken)
    {
        var (division, reason, topic, quarter) = cause;
        await db.InquiryImprovements.Where(i => i.DivisionUnitId == division && i.Reason == reason && i.Topic == topic && i.Quarter == quarter).LoadAsync(cancellationToken);
        if (db.InquiryImprovements.Local.Any(i => i.DivisionUnitId == division && i.Reason == reason && i.Topic == topic && i.Quarter == quarter))
            return false;

        var now = clock.GetUtcNow();
        var candidates = division is { } unit ? await rules.OfOfficeAsync(unit, Roles.InquiryOfficer, cancellationToken) : Candidates.Nobody("no-office:");
        var form = await db.KeepFormAsync(forms, task.Form ?? Form, cancellationToken);
        var item = WorkItem.Open(
            task.Number,
            new WorkItemSpecification(
                task.Title, task.Instructions, candidates.Role, candidates.UnitId, null, WorkItemKind.Staff, Outcomes, null, form, null, 0, candidates.Note, Origin: null),
            now);
        db.Add(item);
        db.Add(InquiryImprovement.Ask(cause, item.Id, now));
        return true;
    }

    private Task<bool> AskAsync(ImprovementCause cause, CaseNumber number, CancellationToken cancellationToken) =>
        AskAsync(cause, new ImprovementTask(number, Title(cause.Reason, cause.Topic, cause.Quarter), Instructions, Form: null), cancellationToken);

    private static LocalizedText Instructions { get; } = new(
        "对本事业部各办事处的共性问题或低分项拟定改进方案（ORG-08、INQ-05）。", "Draft an improvement for what is common or scores low in the division's local offices (ORG-08, INQ-05).");

    private static LocalizedText Title(ImprovementReason reason, InquiryTopic? topic, DateOnly quarter)
    {
        var when = string.Create(CultureInfo.InvariantCulture, $"{quarter.Year} Q{((quarter.Month - 1) / 3) + 1}");
        return reason is ImprovementReason.LowScore
            ? new LocalizedText($"拟定改进方案：询检低分（{when}）", $"Draft an improvement: low inquiry scores ({when})")
            : new LocalizedText($"拟定改进方案：{InChinese(topic)}问题集中（{when}）", $"Draft an improvement: {InEnglish(topic)} comes up again and again ({when})");
    }

    // A task keeps its title in both languages for good, so it cannot wait for the reader's.
    private static string InChinese(InquiryTopic? topic) => topic switch
    {
        InquiryTopic.Supply => "供货",
        InquiryTopic.Running => "设备运行",
        InquiryTopic.Installation => "工程安装",
        InquiryTopic.Service => "技术服务",
        _ => "客户培训",
    };

    private static string InEnglish(InquiryTopic? topic) => topic?.ToString().ToLowerInvariant() ?? "";

    private static DateOnly QuarterOf(DateTimeOffset at) => PeriodDays.Of(InquiryPeriod.Quarter, CompanyTime.DayOf(at)).First;
}

/// <param name="Number">What the task stands under.</param>
/// <param name="Form">As JSON, with a field <c>draft</c>; null: that field alone.</param>
internal sealed record ImprovementTask(CaseNumber Number, LocalizedText Title, LocalizedText Instructions, string? Form);
