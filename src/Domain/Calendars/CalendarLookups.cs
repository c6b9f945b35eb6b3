using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Calendars;

internal static class CalendarLookups
{
    /// <summary>The code that was given, without blanks around it; null for none.</summary>
    /// <param name="field">The field that a refusal names.</param>
    /// <exception cref="FluentValidation.ValidationException">There is no calendar of that code.</exception>
    public static async Task<string?> FindCalendarCodeAsync(this AfterSalesDbContext db, string field, string? code, CancellationToken cancellationToken)
    {
        var wanted = string.IsNullOrWhiteSpace(code) ? null : code.Trim();
        return wanted is null || await db.BusinessCalendars.AnyAsync(c => c.Code == wanted, cancellationToken)
            ? wanted
            : throw InvalidFields.Refuse(InvalidFields.Failure(field, "calendar.unknown", $"There is no calendar {wanted}.", wanted));
    }
}
