using System.Text.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;

namespace AfterSales.Domain.Sla;

/// <summary>What every case file says to the rules for promised times: its kind, the contract it falls under, and whose calendar it is counted in.</summary>
internal sealed class CaseFileFacts(AfterSalesDbContext db, CaseCalendars calendars) : ICaseFactSource
{
    public async Task AddAsync(CaseNumber number, DateTimeOffset at, CaseFacts facts, CancellationToken cancellationToken)
    {
        if (await calendars.OfCaseAsync(number, cancellationToken) is not { } file)
            return;
        facts.Set(CaseFacts.Kind, JsonNamingPolicy.KebabCaseLower.ConvertName(file.Kind.ToString()));
        var contract = await db.ContractOfAsync(file, cancellationToken);
        facts.Add(contract, at);
        facts.CountIn(await calendars.FindAsync(file, contract, null, cancellationToken));
    }
}
