using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>Open cases that a call may be about: of the caller or of the device, those with a similar symptom first. Empty when neither is known.</summary>
/// <param name="Symptom">What the caller says, as far as it is typed.</param>
[Allow(Roles.SignedIn)]
public sealed record FindSimilarCases(string? CustomerName, string? Phone, string? EquipmentSerial, string? Symptom) : IQuery<IReadOnlyList<SimilarCase>>;

/// <param name="IsAlike">The symptom is similar, or it is about the same device.</param>
public sealed record SimilarCase(CaseNumber Number, CaseKind Kind, CaseStatus Status, string Subject, string? CustomerName, string? Equipment, DateTimeOffset OpenedAt, bool IsAlike);

internal sealed class FindSimilarCasesHandler(AfterSalesDbContext db, RegisterSearch register, KnownCases known) : IRequestHandler<FindSimilarCases, IReadOnlyList<SimilarCase>>
{
    private const int Most = 5, Considered = 50;

    public async Task<IReadOnlyList<SimilarCase>> Handle(FindSimilarCases request, CancellationToken cancellationToken)
    {
        var (name, phone, serial) = (request.CustomerName?.Trim(), PhoneNumbers.Digits(request.Phone), request.EquipmentSerial?.Trim());
        if (string.IsNullOrEmpty(serial) && string.IsNullOrEmpty(phone) && string.IsNullOrEmpty(name))
            return [];

        var device = string.IsNullOrEmpty(serial) ? null : await db.Equipment.Where(e => e.SerialNumber == serial).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(cancellationToken);
        var callers = await CustomersAsync(name, phone, cancellationToken);
        var open = await (await known.AllAsync(cancellationToken))
            .Where(c => (c.Status == CaseStatus.Open || c.Status == CaseStatus.AwaitingVerification) && c.Kind != CaseKind.CorrectiveAction)
            .Where(c => (device != null && c.EquipmentId == device) || callers.Contains(c.CustomerId))
            .OrderByDescending(c => c.OpenedAt).Take(Considered)
            .Select(c => new
            {
                c.Number, c.Kind, c.Status, c.Subject, c.OpenedAt, c.EquipmentId,
                CustomerName = db.Customers.Where(k => k.Id == c.CustomerId).Select(k => k.Name).FirstOrDefault(),
                Equipment = db.Equipment.Where(e => e.Id == c.EquipmentId).Select(e => e.SerialNumber == null ? e.Name : e.Name + " · " + e.SerialNumber).FirstOrDefault(),
                Description = db.Complaints.Where(k => k.Number == c.Number).Select(k => k.Description).FirstOrDefault() ?? db.Faults.Where(f => f.Number == c.Number).Select(f => f.Description).FirstOrDefault(),
            }).ToListAsync(cancellationToken);

        var said = request.Symptom ?? "";
        return
        [
            .. open.Select(c => (Case: c, Likeness: SimilarTexts.Of(said, c.Subject + "\n" + c.Description) + (device is not null && c.EquipmentId == device ? 1 : 0)))
                .OrderByDescending(c => c.Likeness).ThenByDescending(c => c.Case.OpenedAt).Take(Most)
                .Select(c => new SimilarCase(c.Case.Number, c.Case.Kind, c.Case.Status, c.Case.Subject, c.Case.CustomerName, c.Case.Equipment, c.Case.OpenedAt, c.Likeness >= SimilarTexts.Alike)),
        ];
    }

    // A number is surer than a name: where one is given, a namesake's cases are not shown.
    private async Task<List<Guid?>> CustomersAsync(string? name, string phone, CancellationToken cancellationToken)
    {
        if (phone.Length >= PhoneNumbers.FewestDigits)
            return (await register.CustomersWithNumberAsync(phone, Considered, cancellationToken)).ConvertAll(id => (Guid?)id);
        return string.IsNullOrEmpty(name) ? [] : await db.Customers.Where(c => c.Name == name).OrderBy(c => c.Unit).ThenBy(c => c.Id).Select(c => (Guid?)c.Id).Take(Considered).ToListAsync(cancellationToken);
    }
}
