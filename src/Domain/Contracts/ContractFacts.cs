using AfterSales.Domain.Cases;
using AfterSales.Domain.Sla;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Contracts;

/// <summary>What a contract says to the rules for promised times: its policy, and whether the day is under warranty .</summary>
internal static class ContractFacts
{
    /// <summary>The contract that a case of the customer falls under: the project's own first, then one of no project, then any.</summary>
    public static async Task<Contract?> FindContractAsync(this AfterSalesDbContext db, Guid customerId, Guid? projectId, CancellationToken cancellationToken)
    {
        var contracts = await db.Contracts.AsNoTracking().Where(c => c.CustomerId == customerId).OrderBy(c => c.Code).ToListAsync(cancellationToken);
        return contracts.Find(c => projectId is not null && c.ProjectId == projectId) ?? contracts.Find(c => c.ProjectId is null) ?? contracts.FirstOrDefault();
    }

    /// <summary>The contract that a case falls under: the one it was opened with, else its customer's.</summary>
    public static async Task<Contract?> ContractOfAsync(this AfterSalesDbContext db, CaseFile file, CancellationToken cancellationToken) =>
        file.ContractId is { } id ? await db.Contracts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
        : file.CustomerId is { } customerId ? await db.FindContractAsync(customerId, file.ProjectId, cancellationToken) : null;

    public static void Add(this CaseFacts facts, Contract? contract, DateTimeOffset at)
    {
        facts.Set(CaseFacts.Contract, contract?.Code);
        facts.Set(CaseFacts.Policy, contract?.PolicyCode);
        if (contract is not null)
            facts.Set(CaseFacts.Warranty, contract.IsInWarrantyOn(DateOnly.FromDateTime(CompanyTime.Local(at).DateTime)) ? "in" : "out");
    }
}
