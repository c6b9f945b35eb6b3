using System.Globalization;
using System.Text.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;

namespace AfterSales.Domain.Faults;

/// <summary>What rules for promised times may ask of a fault beside what its case file says: its level and how it was reported (SLA-16…SLA-22).</summary>
internal sealed class FaultFacts(AfterSalesDbContext db) : ICaseFactSource
{
    public async Task AddAsync(CaseNumber number, DateTimeOffset at, CaseFacts facts, CancellationToken cancellationToken)
    {
        if (await db.Faults.FindAsync([number], cancellationToken) is not { } fault)
            return;
        facts.Set(CaseFacts.FaultLevel, ((int)fault.Level).ToString(CultureInfo.InvariantCulture));
        facts.Set(CaseFacts.Severity, fault.Level == FaultLevel.Major ? "serious" : "ordinary");
        facts.Set(CaseFacts.Channel, JsonNamingPolicy.KebabCaseLower.ConvertName(fault.Channel.ToString()));
    }
}
