using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Complaints;

/// <summary>One case with its clocks, open tasks, tracking sheets and records. Null when there is no such case.</summary>
[Allow(Roles.SignedIn)]
public sealed record GetComplaint(CaseNumber Number) : IQuery<ComplaintDetails?>;

public sealed record ComplaintDetails(
    Guid Id, CaseNumber Number, CaseStatus Status, ComplaintSeverity Severity, Channel Channel, string Subject, string Description, Complainant Customer, string? ProjectCode,
    int Issue, DateTimeOffset RegisteredAt, string RegisteredBy, DateTimeOffset? ConfirmedAt, ConfirmationVia? ConfirmedVia, DateTimeOffset? ClosedAt)
{
    /// <summary>What the customer is written to in; null where nobody knows.</summary>
    public TemplateLanguage? Language { get; init; }

    public IReadOnlyList<ClockView> Clocks { get; init; } = [];

    public IReadOnlyList<WorkItemSummary> OpenTasks { get; init; } = [];

    public IReadOnlyList<TrackingSheetView> TrackingSheets { get; init; } = [];

    public IReadOnlyList<CaseRecordView> Records { get; init; } = [];
}

public sealed record TrackingSheetView(string Number, string FormCode, int Issue, DateTimeOffset IssuedAt);

/// <param name="Data">JSON object: field → value.</param>
public sealed record CaseRecordView(string FormCode, int Issue, string Data, string SubmittedBy, DateTimeOffset SubmittedAt);

internal sealed class ComplaintReadModels : Profile
{
    public ComplaintReadModels()
    {
        CreateMap<TrackingSheet, TrackingSheetView>();
        CreateMap<CaseRecord, CaseRecordView>();
    }
}

internal sealed class GetComplaintHandler(AfterSalesDbContext db, KnownCases known, IMapper mapper, TimeProvider clock) : IRequestHandler<GetComplaint, ComplaintDetails?>
{
    public async Task<ComplaintDetails?> Handle(GetComplaint request, CancellationToken cancellationToken)
    {
        var complaint = await db.Complaints.AsNoTracking().SingleOrDefaultAsync(c => c.Number == request.Number, cancellationToken);
        if (complaint is null)
            return null;

        if (await (await known.AllAsync(cancellationToken)).SingleOrDefaultAsync(c => c.Number == request.Number, cancellationToken) is not { } file)
            return null;
        var projectCode = await db.Projects.Where(p => p.Id == complaint.ProjectId).Select(p => p.Code).SingleOrDefaultAsync(cancellationToken);
        var clocks = await db.SlaClocks.AsNoTracking().Where(c => c.CaseNumber == request.Number).OrderBy(c => c.StartedAt).ToListAsync(cancellationToken);
        var sheets = await db.TrackingSheets.AsNoTracking().Where(s => s.CaseNumber == request.Number).OrderBy(s => s.Issue).ToListAsync(cancellationToken);
        return new ComplaintDetails(
            complaint.Id, complaint.Number, file.Status, complaint.Severity, complaint.Channel, complaint.Subject, complaint.Description, complaint.Complainant, projectCode,
            file.Issue, complaint.RegisteredAt, complaint.RegisteredBy, file.ConfirmedAt, file.ConfirmedVia, file.ClosedAt)
        {
            Language = file.Language,
            Clocks = clocks.ConvertAll(c => ClockView.Of(c, clock.GetUtcNow())),
            OpenTasks = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == request.Number && w.Status == WorkItemStatus.Open).OrderBy(w => w.Id)
                .ProjectTo<WorkItemSummary>(mapper.ConfigurationProvider).ToListAsync(cancellationToken),
            TrackingSheets = mapper.Map<List<TrackingSheetView>>(sheets),
            Records = await db.CaseRecords.AsNoTracking().Where(r => r.CaseNumber == request.Number).OrderBy(r => r.SubmittedAt)
                .ProjectTo<CaseRecordView>(mapper.ConfigurationProvider).ToListAsync(cancellationToken),
        };
    }
}
