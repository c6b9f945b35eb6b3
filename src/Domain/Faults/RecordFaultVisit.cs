using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.FieldJobs;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Faults;

/// <summary>Whether a repair becomes a job on site that its customer is asked about (INQ-03).</summary>
public enum FaultVisit
{
    Recorded,

    /// <summary>It was solved by phone or from afar.</summary>
    NotOnSite,

    /// <summary>Neither the device nor the person who was there belongs to an office; the audit record says so.</summary>
    OfficeUnknown,
}

/// <summary>Enters the work on site of a round as a job, on the day on which its people leave; the customer is asked about it with all others of the month (PRC-21, INQ-03).</summary>
[Allow(Roles.System)]
public sealed record RecordFaultVisit(CaseNumber Case) : ICommand<FaultVisit>;

internal sealed class RecordFaultVisitHandler(AfterSalesDbContext db, IMediator mediator, AuditTrail audit, TimeProvider clock) : IRequestHandler<RecordFaultVisit, FaultVisit>
{
    public async Task<FaultVisit> Handle(RecordFaultVisit request, CancellationToken cancellationToken)
    {
        var (fault, file) = (await db.FindFaultAsync(request.Case, cancellationToken), await db.FindCaseAsync(request.Case, cancellationToken));
        if (fault.ArrivedAt is null || file.CustomerId is not { } customer)
            return FaultVisit.NotOnSite;
        var office = await db.OfficeOfAsync(file, cancellationToken) ?? await OfVisitorAsync(request.Case, cancellationToken);
        if (office is null)
        {
            audit.Note(request.Case.Value, "field-job", "no-office");
            return FaultVisit.OfficeUnknown;
        }

        var code = await db.Units.Where(u => u.Id == office).Select(u => u.Code).SingleAsync(cancellationToken);
        await mediator.Send(new RecordFieldJob(null, request.Case, customer, file.EquipmentId, code, null), cancellationToken);
        return FaultVisit.Recorded;
    }

    // Of a device that is not in the register nobody knows the office; but whoever was there belongs to one.
    private async Task<Guid?> OfVisitorAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var visitor = db.WorkItems.Local.Where(w => w.CaseNumber == number && w.CandidateRole == Roles.Maintenance && w.CompletedById is not null).MaxBy(w => w.CompletedAt)?.CompletedById
            ?? await db.WorkItems.Where(w => w.CaseNumber == number && w.CandidateRole == Roles.Maintenance && w.CompletedById != null).OrderByDescending(w => w.CompletedAt)
                .Select(w => w.CompletedById).FirstOrDefaultAsync(cancellationToken);
        var today = CompanyTime.DayOf(clock.GetUtcNow());
        return (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == visitor, cancellationToken))?.Posts.FirstOrDefault(post => post.Role == Roles.Maintenance && post.IsHeldOn(today))?.UnitId;
    }
}
