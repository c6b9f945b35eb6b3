using System.Linq.Expressions;
using System.Reflection;
using AfterSales.Domain;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Trials;
using AfterSales.Host.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AfterSales.Host.Trials;

/// <summary>
/// Copies rows of the product into a private database. Tables of the domain that belong to no case are copied whole, of the others only the rows of the one case;
/// what runs - instances, bookmarks, timers, messages - stays behind, and so do accounts.
/// </summary>
internal sealed class TrialCopy(IServiceProvider product, IServiceProvider to)
{
    private static readonly MethodInfo ReadMethod = typeof(TrialCopy).GetMethod(nameof(ReadTableAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly ProductDbContext _from = product.GetRequiredService<ProductDbContext>();

    // They grow with the cases, so only those of the one case are copied.
    private static readonly Type[] Registers = [typeof(Customer), typeof(Contract), typeof(Equipment), typeof(TaskForm)];

    /// <summary>The tables that are copied whole, by their entities.</summary>
    public static IEnumerable<IEntityType> WholeTables(IModel model) => Copied(model).Where(entity => CaseOf(entity) is null && !Registers.Contains(entity.ClrType));

    public async Task ReferenceDataAsync(string draft, CancellationToken cancellationToken)
    {
        var rows = new List<object>();
        foreach (var entity in WholeTables(_from.Model))
            rows.AddRange(await ReadAsync(entity, null, cancellationToken));
        rows.AddRange(await product.GetRequiredService<TrialDefinitions>().NeededAsync(draft, cancellationToken));
        rows.AddRange(await _from.Set<WorkflowTrigger>().AsNoTracking().ToListAsync(cancellationToken));
        await WriteAsync(rows, cancellationToken);
    }

    public async Task CaseAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var rows = new List<object>();
        foreach (var entity in Copied(_from.Model).Where(entity => CaseOf(entity) is not null))
            rows.AddRange(await ReadAsync(entity, number, cancellationToken));
        var customers = rows.OfType<CaseFile>().Select(file => file.CustomerId).OfType<Guid>().ToArray();
        var forms = rows.OfType<WorkItem>().Select(item => item.FormHash).Distinct().ToArray();
        rows.AddRange(await _from.Customers.AsNoTracking().Where(customer => customers.Contains(customer.Id)).ToListAsync(cancellationToken));
        rows.AddRange(await _from.Contracts.AsNoTracking().Where(contract => customers.Contains(contract.CustomerId)).ToListAsync(cancellationToken));
        rows.AddRange(await _from.Set<Equipment>().AsNoTracking().Where(equipment => customers.Contains(equipment.CustomerId)).ToListAsync(cancellationToken));
        rows.AddRange(await _from.Set<TaskForm>().AsNoTracking().Where(form => forms.Contains(form.Hash)).ToListAsync(cancellationToken));
        await WriteAsync(rows, cancellationToken);
    }

    private static IEnumerable<IEntityType> Copied(IModel model) =>
        model.GetEntityTypes().Where(entity => !entity.IsOwned() && !entity.IsNotInTrials() && entity.ClrType.Assembly == typeof(AfterSalesDbContext).Assembly);

    private static IProperty? CaseOf(IEntityType entity) => entity.GetProperties().FirstOrDefault(property => property.ClrType == typeof(CaseNumber));

    private Task<List<object>> ReadAsync(IEntityType entity, CaseNumber? number, CancellationToken cancellationToken) =>
        (Task<List<object>>)ReadMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [entity, number, cancellationToken])!;

    private async Task<List<object>> ReadTableAsync<T>(IEntityType entity, CaseNumber? number, CancellationToken cancellationToken)
        where T : class
    {
        var table = _from.Set<T>().AsNoTracking();
        if (number is { } wanted)
        {
            var row = Expression.Parameter(typeof(T));
            table = table.Where(Expression.Lambda<Func<T, bool>>(Expression.Equal(Expression.Property(row, CaseOf(entity)!.PropertyInfo!), Expression.Constant(wanted)), row));
        }

        return [.. await table.ToListAsync(cancellationToken)];
    }

    private Task<int> WriteAsync(List<object> rows, CancellationToken cancellationToken) => to.GetRequiredService<UnitOfWork>().RunAsync(
        _ =>
        {
            to.GetRequiredService<ProductDbContext>().AddRange(rows);
            return Task.FromResult(rows.Count);
        },
        cancellationToken);
}
