using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Inquiries;

/// <summary>Why the second tier looks into something (ORG-08).</summary>
public enum ImprovementReason
{
    /// <summary>共性: one topic came up several times in a quarter.</summary>
    Common,

    /// <summary>低分: customers were not satisfied.</summary>
    LowScore,
}

/// <summary>An improvement that a division office drafts for what is common or scores low in its local offices (ORG-08, INQ-05, INQ-11).</summary>
public sealed class InquiryImprovement : IAuditedEntity
{
    public const int DraftMaxLength = 4000;

    private InquiryImprovement()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The division office; null where none is above the local one.</summary>
    public Guid? DivisionUnitId { get; private init; }

    public ImprovementReason Reason { get; private init; }

    /// <summary>Null for low scores, which are about no one topic.</summary>
    public InquiryTopic? Topic { get; private init; }

    /// <summary>The first day of the quarter it is about; one improvement a quarter for each cause.</summary>
    public DateOnly Quarter { get; private init; }

    public Guid WorkItemId { get; private init; }

    public string? Draft { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("inquiries", nameof(InquiryImprovement), Id.ToString("N"));

    internal static InquiryImprovement Ask(Guid? divisionUnitId, ImprovementReason reason, InquiryTopic? topic, DateOnly quarter, Guid workItemId, DateTimeOffset now) =>
        new() { Id = NewId.At(now), DivisionUnitId = divisionUnitId, Reason = reason, Topic = topic, Quarter = quarter, WorkItemId = workItemId };

    public void Keep(string? draft)
    {
        Draft = draft;
        Revision++;
    }
}

internal sealed class InquiryImprovementConfiguration : IEntityTypeConfiguration<InquiryImprovement>
{
    public void Configure(EntityTypeBuilder<InquiryImprovement> builder)
    {
        builder.ToTable("InquiryImprovements", "inquiries");
        builder.Property(i => i.Draft).HasMaxLength(InquiryImprovement.DraftMaxLength);
        builder.Property(i => i.Revision).IsConcurrencyToken();
        builder.HasIndex(i => new { i.DivisionUnitId, i.Reason, i.Topic, i.Quarter });
        builder.HasIndex(i => i.WorkItemId).IsUnique();
        builder.HasOne<OrganisationUnit>().WithMany().HasForeignKey(i => i.DivisionUnitId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>What the second tier watches for (INQ-05): of the third of one topic in a quarter, and of a low score, the division office drafts an improvement. Scoped.</summary>
internal sealed class InquirySupervision(AfterSalesDbContext db, CandidateRules rules, StoredForms forms, TimeProvider clock)
{
    /// <summary>Scores up to this one are low.</summary>
    public const int LowScore = 2;

    /// <summary>How many issues of one topic in a quarter are common.</summary>
    public const int CommonFrom = 3;

    private const string Form = """{"fields":[{"name":"draft","type":"multiline","label":{"zh":"改进方案","en":"Improvement"},"required":true,"maxLength":4000}]}""";

    private static readonly IReadOnlyList<WorkItemOutcome> Outcomes = [new("Drafted", new LocalizedText("提交改进方案", "Submit the draft"))];

    public async Task RecordedAsync(InquiryIssue issue, CancellationToken cancellationToken)
    {
        var quarter = QuarterOf(issue.RecordedAt);
        var (from, division) = (CompanyTime.StartOf(quarter), await DivisionOfAsync(issue.OfficeUnitId, cancellationToken));
        var offices = await db.InquiryIssues.Where(i => i.Topic == issue.Topic && i.RecordedAt >= from).Select(i => i.OfficeUnitId).ToListAsync(cancellationToken);
        // Those of this very transaction are not stored yet.
        offices.AddRange(db.InquiryIssues.Local.Where(i => i.Topic == issue.Topic && db.Entry(i).State is EntityState.Added).Select(i => i.OfficeUnitId));
        var count = 0;
        foreach (var same in offices.GroupBy(office => office))
            if (await DivisionOfAsync(same.Key, cancellationToken) == division)
                count += same.Count();
        if (count >= CommonFrom)
            await AskAsync(division, ImprovementReason.Common, issue.Topic, quarter, issue.CaseNumber, cancellationToken);
    }

    public async Task ScoredLowAsync(PlannedInquiry inquiry, CancellationToken cancellationToken)
    {
        var plan = await db.InquiryPlans.Where(p => p.Id == inquiry.PlanId).Select(p => p.Number).SingleAsync(cancellationToken);
        await AskAsync(await DivisionOfAsync(inquiry.OfficeUnitId, cancellationToken), ImprovementReason.LowScore, null, QuarterOf(clock.GetUtcNow()), plan, cancellationToken);
    }

    /// <summary>Keeps the draft when its task is done; other tasks are left alone.</summary>
    public async Task KeepDraftAsync(WorkItem item, string data, CancellationToken cancellationToken)
    {
        if (await db.InquiryImprovements.SingleOrDefaultAsync(i => i.WorkItemId == item.Id, cancellationToken) is { } improvement)
            improvement.Keep(JsonNode.Parse(data)?["draft"]?.GetValue<string>());
    }

    private async Task AskAsync(Guid? division, ImprovementReason reason, InquiryTopic? topic, DateOnly quarter, CaseNumber number, CancellationToken cancellationToken)
    {
        await db.InquiryImprovements.Where(i => i.DivisionUnitId == division && i.Reason == reason && i.Topic == topic && i.Quarter == quarter).LoadAsync(cancellationToken);
        if (db.InquiryImprovements.Local.Any(i => i.DivisionUnitId == division && i.Reason == reason && i.Topic == topic && i.Quarter == quarter))
            return;

        var now = clock.GetUtcNow();
        var candidates = division is { } unit ? await rules.OfOfficeAsync(unit, Roles.InquiryOfficer, cancellationToken) : Candidates.Nobody("no-office:");
        var form = await db.KeepFormAsync(forms, Form, cancellationToken);
        var item = WorkItem.Open(
            number,
            new WorkItemSpecification(
                Title(reason, topic, quarter), Instructions, candidates.Role, candidates.UnitId, null, WorkItemKind.Staff, Outcomes, null, form, null, 0, candidates.Note, Origin: null),
            now);
        db.Add(item);
        db.Add(InquiryImprovement.Ask(division, reason, topic, quarter, item.Id, now));
    }

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

    private async Task<Guid?> DivisionOfAsync(Guid? officeId, CancellationToken cancellationToken)
    {
        var seen = new HashSet<Guid>();
        for (var unitId = officeId; unitId is { } id && seen.Add(id);)
        {
            var unit = await db.Units.AsNoTracking().SingleAsync(u => u.Id == id, cancellationToken);
            if (unit.Kind is UnitKind.DivisionOffice)
                return unit.Id;
            unitId = unit.ParentId;
        }

        return null;
    }

    private static DateOnly QuarterOf(DateTimeOffset at) => PeriodDays.Of(InquiryPeriod.Quarter, CompanyTime.DayOf(at)).First;
}
