using AfterSales.Domain.Calendars;

namespace AfterSales.Domain.Notifications;

/// <summary>When a message may go out: at once, when the receiver's calendar opens again, or with the day's digest.</summary>
internal sealed class DeliveryTimes(AfterSalesDbContext db, CompiledCalendars calendars)
{
    /// <summary>The moment for a message of its own.</summary>
    public async Task<DateTimeOffset> NextAsync(ContactAddress contact, KindChoice choice, DateTimeOffset now, CancellationToken cancellationToken) =>
        choice.KeepsQuietHours && contact.QuietCalendar is { } code ? await OpeningAsync(code, now, cancellationToken) : now;

    /// <summary>The moment of the next digest, always after now. One that falls into quiet hours comes when they are over.</summary>
    public async Task<DateTimeOffset> NextDigestAsync(ContactAddress contact, KindChoice choice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = CompanyTime.DayOf(now);
        var hour = At(today, contact.DigestHour);
        return await NextAsync(contact, choice, hour > now ? hour : At(today.AddDays(1), contact.DigestHour), cancellationToken);
    }

    private static DateTimeOffset At(DateOnly day, int hour)
    {
        var local = day.ToDateTime(new TimeOnly(hour, 0));
        return new DateTimeOffset(local, CompanyTime.Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private async Task<DateTimeOffset> OpeningAsync(string code, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            return (await calendars.FindAsync(db, code, cancellationToken)).NextWorking(at);
        }
        catch (NoWorkingTimeException)
        {
            // A calendar without any hours must not keep a message for ever.
            return at;
        }
    }
}
