using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;

namespace AfterSales.Domain.Sla;

/// <summary>What is known of a case when a rule for its promised time is chosen: fact → value, such as <c>faultLevel</c> → <c>1</c>. Names and values are a contract with stored policies.</summary>
public sealed class CaseFacts
{
    /// <summary>The kind of case, in kebab case: <c>complaint</c>, <c>fault</c>, …</summary>
    public const string Kind = "kind";

    /// <summary><c>1</c>, <c>2</c> or <c>3</c> (seed-requirements §9).</summary>
    public const string FaultLevel = "faultLevel";

    /// <summary><c>ordinary</c> or <c>serious</c> (PRC-06).</summary>
    public const string Severity = "severity";

    /// <summary><c>in</c> or <c>out</c>.</summary>
    public const string Warranty = "warranty";

    /// <summary>Whether it is a public holiday: <c>yes</c> or <c>no</c> (SLA-02).</summary>
    public const string Holiday = "holiday";

    public const string Channel = "channel";

    /// <summary>Code of the contract.</summary>
    public const string Contract = "contract";

    /// <summary>Code of the policy that the contract names.</summary>
    public const string Policy = "policy";

    /// <summary>Code of the calendar that the contract names, or else the customer or the unit.</summary>
    public const string Calendar = "calendar";

    /// <summary>Whose it is, see <see cref="CaseCalendar"/>.</summary>
    internal const string CalendarOf = "calendarOf";

    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

    public string? this[string fact] => _values.GetValueOrDefault(fact);

    /// <summary>The calendar it is counted in; null: the company's, whatever was known before.</summary>
    internal void CountIn(CaseCalendar? calendar)
    {
        _values.Remove(Calendar);
        _values.Remove(CalendarOf);
        Set(Calendar, calendar?.Code);
        Set(CalendarOf, calendar?.ToFact());
    }

    /// <summary>Nothing known is no fact.</summary>
    public void Set(string fact, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            _values[fact] = value;
    }
}

/// <summary>Tells what one area knows of a case. Each area has its own; one that does not know the case adds nothing.</summary>
public interface ICaseFactSource
{
    /// <param name="at">When the clock starts, by which facts such as the warranty are told.</param>
    Task AddAsync(CaseNumber number, DateTimeOffset at, CaseFacts facts, CancellationToken cancellationToken);
}

/// <summary>Gathers what all areas know of a case. Scoped.</summary>
internal sealed class CaseFactsReader(AfterSalesDbContext db, CompiledCalendars calendars, IEnumerable<ICaseFactSource> sources)
{
    public async Task<CaseFacts> ReadAsync(CaseNumber number, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var facts = new CaseFacts();
        foreach (var source in sources)
            await source.AddAsync(number, at, facts, cancellationToken);
        if (await IsHolidayAsync(facts[CaseFacts.Calendar], at, cancellationToken) is { } isHoliday)
            facts.Set(CaseFacts.Holiday, isHoliday ? "yes" : "no");
        return facts;
    }

    // A round-the-clock calendar has no holidays of its own, but the country has.
    private async Task<bool?> IsHolidayAsync(string? calendar, DateTimeOffset at, CancellationToken cancellationToken)
    {
        bool? found = null;
        foreach (var code in (string[])[calendar ?? CompiledCalendars.Default, CompiledCalendars.Default])
        {
            if (await calendars.FindOrNullAsync(db, code, cancellationToken) is not { Plan: var plan })
                continue;
            var date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, plan.Zone).DateTime);
            found = found is true || (plan.Days.TryGetValue(date, out var day) && day.Kind is SpecialDayKind.Holiday);
        }

        return found;
    }
}
