using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.FieldJobs;

/// <summary>Records a job that was done on site (INQ-03). Returns its number.</summary>
/// <param name="Number">The number on its sheet; null: made from the case's number.</param>
/// <param name="OfficeCode">The local office that did it; null: the office that serves the equipment.</param>
/// <param name="DoneOn">The day, in company time; null: today. Not in the future.</param>
[Allow(Roles.Maintenance, Roles.Agent, Roles.Manager, Roles.Clerk, Roles.Administrator, Roles.System)]
public sealed record RecordFieldJob(string? Number, CaseNumber? Case, Guid CustomerId, Guid? EquipmentId, string? OfficeCode, DateOnly? DoneOn) : ICommand<string>;

internal sealed class RecordFieldJobValidator : AbstractValidator<RecordFieldJob>
{
    public RecordFieldJobValidator()
    {
        RuleFor(r => r.Number).MaximumLength(FieldJob.NumberMaxLength).NotEmpty().When(r => r.Case is null);
        RuleFor(r => r.OfficeCode).NotEmpty().When(r => r.EquipmentId is null);
    }
}

internal sealed class RecordFieldJobHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<RecordFieldJob, string>
{
    public async Task<string> Handle(RecordFieldJob request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = CompanyTime.DayOf(now);
        if (request.DoneOn > today)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.DoneOn), "field-job.future", $"{request.DoneOn} is not over yet.", request.DoneOn));
        if (!await db.Customers.AnyAsync(c => c.Id == request.CustomerId, cancellationToken))
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.CustomerId), "customer.unknown", "There is no such customer."));

        var number = await ChooseNumberAsync(request, cancellationToken);
        db.Add(FieldJob.Done(number, request.Case, request.CustomerId, request.EquipmentId, await FindOfficeAsync(request, cancellationToken), request.DoneOn ?? today, now));
        return number;
    }

    private async Task<string> ChooseNumberAsync(RecordFieldJob request, CancellationToken cancellationToken)
    {
        if (request.Number is { Length: > 0 } number)
        {
            return await db.FieldJobs.AnyAsync(j => j.Number == number, cancellationToken)
                ? throw new RuleViolationException("field-job.known", $"Job {number} is recorded already.", number)
                : number;
        }

        var before = await db.FieldJobs.CountAsync(j => j.CaseNumber == request.Case, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{request.Case!.Value.Value}-J{before + 1}");
    }

    private async Task<Guid> FindOfficeAsync(RecordFieldJob request, CancellationToken cancellationToken)
    {
        var equipment = await db.Equipment.Where(e => e.Id == request.EquipmentId).Select(e => new { e.CustomerId, e.OfficeUnitId }).SingleOrDefaultAsync(cancellationToken);
        if (request.EquipmentId is not null && equipment?.CustomerId != request.CustomerId)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.EquipmentId), "equipment.unknown", "The customer has no such equipment."));
        return await db.FindUnitIdAsync(nameof(request.OfficeCode), request.OfficeCode, cancellationToken) ?? equipment?.OfficeUnitId
            ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.OfficeCode), "field.required", "No office is known for the job."));
    }
}
