using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Trials;

/// <summary>Puts the case that a trial is about into its private space.</summary>
internal static class TrialCases
{
    /// <summary>A complaint that nobody made. Its process is not started; that is what the trial does.</summary>
    /// <exception cref="FluentValidation.ValidationException">There is no such project.</exception>
    public static Task<int> MakeUpAsync(ITrialSpace space, MadeUpComplaint madeUp, string by, CancellationToken cancellationToken) => InAsync(space, async services =>
    {
        var (db, now) = (services.GetRequiredService<AfterSalesDbContext>(), space.Clock.GetUtcNow());
        var projectId = madeUp.ProjectCode is { } code ? await db.Projects.Where(p => p.Code == code).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken) : null;
        if (madeUp.ProjectCode is { Length: > 0 } && projectId is null)
            throw InvalidFields.Refuse(InvalidFields.Failure("Case.MadeUp.ProjectCode", "project.unknown", $"There is no project {madeUp.ProjectCode}.", madeUp.ProjectCode));

        var customer = Customer.Register(madeUp.CustomerName, madeUp.CustomerUnit, madeUp.Phone, madeUp.Email, madeUp.Address, now);
        var complainant = new Complainant(madeUp.CustomerName, madeUp.CustomerUnit, madeUp.Phone, madeUp.Email, madeUp.Address);
        db.Add(customer);
        var opening = new CaseOpening(CaseKind.Complaint, madeUp.Subject, customer.Id, projectId, IsSerious: madeUp.Severity == ComplaintSeverity.Serious);
        db.Add(CaseFile.Open(new CaseNumber(MadeUpComplaint.Number), opening, by, now));
        db.Add(Complaint.Register(new CaseNumber(MadeUpComplaint.Number), customer.Id, complainant, madeUp.Channel, madeUp.Severity, projectId, madeUp.Subject, madeUp.Description, by, now));
        return 1;
    }, cancellationToken);

    /// <summary>Brings the copy of a case back to a moment before some of its audit records. False when that did not succeed in every detail.</summary>
    public static Task<bool> RewindAsync(ITrialSpace space, IReadOnlyList<AuditRecord> since, CancellationToken cancellationToken) =>
        InAsync(space, services => new CaseRewind(services.GetRequiredService<AfterSalesDbContext>()).ApplyAsync(since, cancellationToken), cancellationToken);

    /// <summary>The audit records of a case from the start of an instance on, those of its own start included.</summary>
    public static async Task<IReadOnlyList<AuditRecord>> RecordsSinceAsync(AfterSalesDbContext db, CaseNumber number, WorkflowInstance instance, CancellationToken cancellationToken)
    {
        var (chain, id) = (number.Value, instance.Id.ToString("N"));
        var records = await db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == chain).OrderBy(r => r.Sequence).ToListAsync(cancellationToken);
        // What was recorded in the commit it started in, such as the registration of the case, came before it, unless it was its own doing.
        var startedAt = records.Find(r => r.At >= instance.CreatedAt)?.At;
        int[] firsts = [records.FindIndex(r => r.InstanceId == id), records.FindIndex(r => r.At > startedAt)];
        return firsts.Any(first => first >= 0) ? records[firsts.Where(first => first >= 0).Min()..] : [];
    }

    private static async Task<T> InAsync<T>(ITrialSpace space, Func<IServiceProvider, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var scope = space.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(_ => work(scope.ServiceProvider), cancellationToken);
    }
}
