using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Faults;

/// <summary>Notes how far a fault has come: arrival, not to be fixed on the spot, loaner, resolved.</summary>
[Allow(Roles.System)]
public sealed record RecordFaultStep(CaseNumber Case, FaultStep Step) : ICommand;

internal sealed class RecordFaultStepValidator : AbstractValidator<RecordFaultStep>
{
    public RecordFaultStepValidator() => RuleFor(r => r.Step).IsInEnum();
}

internal sealed class RecordFaultStepHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<RecordFaultStep, Unit>
{
    public async Task<Unit> Handle(RecordFaultStep request, CancellationToken cancellationToken)
    {
        (await db.FindFaultAsync(request.Case, cancellationToken)).Reach(request.Step, clock.GetUtcNow());
        return Unit.Value;
    }
}

internal static class FaultQueries
{
    /// <summary>The tracked fault, also one reported in this very unit of work.</summary>
    public static async Task<Fault> FindFaultAsync(this AfterSalesDbContext db, CaseNumber number, CancellationToken cancellationToken) =>
        await db.Faults.FindAsync([number], cancellationToken) ?? throw new NotFoundException(nameof(Fault), number.Value);
}

/// <summary>
/// What closing a fault takes: the repair report FRM-14, the test FRM-09 and the clerk's response report FRM-10 (PRC-09); the back-up measures where it could not be fixed on the spot
/// (FLT-02), and for a major one the experts' plan FRM-38 (PRC-42).
/// </summary>
internal sealed class FaultClosing(AfterSalesDbContext db) : IClosingRules
{
    public const string BackupMeasures = "FLT-02", EmergencyPlan = "FRM-38", ResponseReport = "FRM-10";

    public CaseKind Kind => CaseKind.Fault;

    public async Task<ClosingRequirements> OfAsync(CaseFile file, CancellationToken cancellationToken)
    {
        var fault = await db.FindFaultAsync(file.Number, cancellationToken);
        var records = new List<RequiredRecord> { new(CaseRecordSet.RepairReport), new(CaseRecordSet.TestAndConfirmation), new(ResponseReport, IsOfCase: true) };
        if (fault.UnfixedAt is not null)
            records.Add(new RequiredRecord(BackupMeasures, IsOfCase: true) { Fields = ["measures"] });
        if (fault.Level == FaultLevel.Major)
            records.Add(new RequiredRecord(EmergencyPlan, IsOfCase: true) { Fields = ["plan"] });
        return new ClosingRequirements(records);
    }
}
