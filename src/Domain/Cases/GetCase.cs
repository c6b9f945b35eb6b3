using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Escalations;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Cases;

/// <summary>One case of any kind with all that its page shows. Null when there is no such case, or the reader may not know of it (PRC-39).</summary>
[Allow(Roles.SignedIn)]
public sealed record GetCase(CaseNumber Number) : IQuery<CaseDetails?>;

/// <param name="Customer">Who called, or the customer of the register; null where no customer stands behind the case.</param>
/// <param name="Equipment">The device, by name and serial number.</param>
public sealed record CaseDetails(
    CaseNumber Number, CaseKind Kind, CaseStatus Status, string Subject, bool IsSerious, bool IsConfidential, bool IsForced, int Issue, DateTimeOffset OpenedAt, string OpenedBy,
    DateTimeOffset? ConfirmedAt, ConfirmationVia? ConfirmedVia, DateTimeOffset? ClosedAt, Complainant? Customer, Channel? Channel, string? Description, string? ProjectCode, string? ContractCode,
    string? Equipment)
{
    public IReadOnlyList<ClockView> Clocks { get; init; } = [];

    public IReadOnlyList<WorkItemSummary> OpenTasks { get; init; } = [];

    public IReadOnlyList<TrackingSheetView> TrackingSheets { get; init; } = [];

    public IReadOnlyList<CaseRecordView> Records { get; init; } = [];

    /// <summary>The levels the case was taken up to, in order of time.</summary>
    public IReadOnlyList<EscalationView> Escalations { get; init; } = [];

    /// <summary>The case it came from; null when it stands for itself.</summary>
    public CaseLink? Parent { get; init; }

    /// <summary>The cases that came from it.</summary>
    public IReadOnlyList<CaseLink> Children { get; init; } = [];

    /// <summary>Null for other kinds than faults.</summary>
    public FaultView? Fault { get; init; }

    /// <summary>Null for other kinds than corrective actions.</summary>
    public CorrectiveActionView? CorrectiveAction { get; init; }

    /// <summary>The last request for forced closure; null when nobody asked.</summary>
    public ForcedClosureView? ForcedClosure { get; init; }

    /// <summary>What the customer is written to in; null where nobody knows.</summary>
    public TemplateLanguage? Language { get; init; }

    public bool IsEnded => Status is CaseStatus.Closed or CaseStatus.Cancelled;
}

public sealed record CaseLink(CaseNumber Number, CaseKind Kind, CaseStatus Status, string Subject);

public sealed record EscalationView(
    EscalationLevel Level, string Reason, DateTimeOffset RaisedAt, string RaisedBy, string? ProjectCode, ProjectTeamStatus? TeamStatus, DateTimeOffset? TeamStatusSince, DateTimeOffset? SettledAt,
    string? SettledBy, string? Solution);

public sealed record FaultView(FaultLevel Level, DateTimeOffset OccurredAt, string? SolvedBy, DateTimeOffset? ArrivedAt, DateTimeOffset? UnfixedAt, DateTimeOffset? LoanerAt, DateTimeOffset? ResolvedAt);

public sealed record CorrectiveActionView(DateTimeOffset? WatchedFrom, DateTimeOffset? WatchedUntil, int Recurrences, string? LastRecurrence);

/// <param name="MayDecide">The reader is another person than asked, and may decide.</param>
public sealed record ForcedClosureView(
    ForcedClosureStatus Status, string Reason, string RequestedBy, DateTimeOffset RequestedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Decision, bool MayDecide);

internal sealed class CaseReadModels : Profile
{
    public CaseReadModels()
    {
        CreateMap<Escalation, EscalationView>();
        CreateMap<Fault, FaultView>();
        CreateMap<CorrectiveAction, CorrectiveActionView>();
        CreateMap<CaseFile, CaseLink>();
    }
}

internal sealed class GetCaseHandler(AfterSalesDbContext db, CurrentActor current, KnownCases known, IMapper mapper, TimeProvider clock) : IRequestHandler<GetCase, CaseDetails?>
{
    public async Task<CaseDetails?> Handle(GetCase request, CancellationToken cancellationToken)
    {
        var seen = await known.AllAsync(cancellationToken);
        if (await seen.SingleOrDefaultAsync(c => c.Number == request.Number, cancellationToken) is not { } file)
            return null;

        var (number, now) = (request.Number, clock.GetUtcNow());
        var complaint = await db.Complaints.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancellationToken);
        var fault = await db.Faults.AsNoTracking().SingleOrDefaultAsync(f => f.Number == number, cancellationToken);
        var action = await db.CorrectiveActions.AsNoTracking().SingleOrDefaultAsync(a => a.Number == number, cancellationToken);
        var clocks = await db.SlaClocks.AsNoTracking().Where(c => c.CaseNumber == number).OrderBy(c => c.StartedAt).ToListAsync(cancellationToken);
        return new CaseDetails(
            file.Number, file.Kind, file.Status, file.Subject, file.IsSerious, file.IsConfidential, file.IsForced, file.Issue, file.OpenedAt, file.OpenedBy, file.ConfirmedAt, file.ConfirmedVia,
            file.ClosedAt, complaint?.Complainant ?? fault?.Caller ?? await CustomerAsync(file, cancellationToken), complaint?.Channel ?? fault?.Channel,
            complaint?.Description ?? fault?.Description ?? action?.Problem,
            await db.Projects.Where(p => p.Id == file.ProjectId).Select(p => p.Code).SingleOrDefaultAsync(cancellationToken),
            await db.Contracts.Where(c => c.Id == file.ContractId).Select(c => c.Code).SingleOrDefaultAsync(cancellationToken),
            await db.Set<EquipmentRegister.Equipment>().Where(e => e.Id == file.EquipmentId).Select(e => e.SerialNumber == null ? e.Name : e.Name + " · " + e.SerialNumber).SingleOrDefaultAsync(cancellationToken))
        {
            Language = file.Language,
            Clocks = clocks.ConvertAll(c => ClockView.Of(c, now)),
            OpenTasks = await db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open).OrderBy(w => w.Id)
                .ProjectTo<WorkItemSummary>(mapper.ConfigurationProvider).ToListAsync(cancellationToken),
            TrackingSheets = mapper.Map<List<TrackingSheetView>>(await db.TrackingSheets.AsNoTracking().Where(s => s.CaseNumber == number).OrderBy(s => s.Issue).ToListAsync(cancellationToken)),
            Records = await db.CaseRecords.AsNoTracking().Where(r => r.CaseNumber == number).OrderBy(r => r.SubmittedAt).ProjectTo<CaseRecordView>(mapper.ConfigurationProvider).ToListAsync(cancellationToken),
            Escalations = mapper.Map<List<EscalationView>>(await db.Escalations.AsNoTracking().Where(e => e.CaseNumber == number).OrderBy(e => e.Id).ToListAsync(cancellationToken)),
            Parent = mapper.Map<CaseLink?>(await seen.SingleOrDefaultAsync(c => c.Number == file.ParentCase, cancellationToken)),
            Children = mapper.Map<List<CaseLink>>(await seen.Where(c => c.ParentCase == number).OrderBy(c => c.OpenedAt).ToListAsync(cancellationToken)),
            Fault = mapper.Map<FaultView?>(fault),
            CorrectiveAction = mapper.Map<CorrectiveActionView?>(action),
            ForcedClosure = await ForcedClosureAsync(number, cancellationToken),
        };
    }

    private async Task<Complainant?> CustomerAsync(CaseFile file, CancellationToken cancellationToken) =>
        await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == file.CustomerId, cancellationToken) is { } customer
            ? new Complainant(customer.Name, customer.Unit, customer.Phone, customer.Email, customer.Address) : null;

    private async Task<ForcedClosureView?> ForcedClosureAsync(CaseNumber number, CancellationToken cancellationToken) =>
        await db.ForcedClosures.AsNoTracking().Where(c => c.CaseNumber == number).OrderByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken) is { } closure
            ? new ForcedClosureView(
                closure.Status, closure.Reason, closure.RequestedBy, closure.RequestedAt, closure.DecidedBy, closure.DecidedAt, closure.Decision,
                closure.Status == ForcedClosureStatus.Requested && closure.RequestedById != current.Actor.PersonId && current.Actor.IsAnyOf(Roles.Administrator, Roles.EngineeringDirector))
            : null;
}
