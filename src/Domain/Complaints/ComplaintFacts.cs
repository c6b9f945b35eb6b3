using System.Text.Json;
using AfterSales.Domain.Sla;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Complaints;

/// <summary>What rules for promised times may ask of a complaint.</summary>
internal sealed class ComplaintFacts(AfterSalesDbContext db) : ICaseFactSource
{
    public async Task AddAsync(CaseNumber number, DateTimeOffset at, CaseFacts facts, CancellationToken cancellationToken)
    {
        // It may be being registered in this very transaction.
        if ((db.Complaints.Local.FirstOrDefault(c => c.Number == number) ?? await db.Complaints.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancellationToken)) is not { } complaint)
            return;
        facts.Set(CaseFacts.Severity, complaint.Severity is ComplaintSeverity.Serious ? "serious" : "ordinary");
        facts.Set(CaseFacts.Channel, JsonNamingPolicy.KebabCaseLower.ConvertName(complaint.Channel.ToString()));
    }
}
