using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Host.Persistence;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AfterSales.Domain.Tests.Persistence;

public sealed class SqliteProviderTests(ITestOutputHelper output) : ProviderTests(output)
{
    internal override Task<TestProduct?> StartAsync() => StartedAsync(TestProduct.StartAsync());
}

public sealed class SqlServerProviderTests(ITestOutputHelper output) : ProviderTests(output)
{
    internal override Task<TestProduct?> StartAsync() => TestDatabase.SqlServerForTests is { } server
        ? StartedAsync(TestProduct.StartAsync(TestDatabase.OnSqlServer(server)))
        : Task.FromResult<TestProduct?>(null);
}

/// <summary>What must be the same on every provider.</summary>
public abstract class ProviderTests(ITestOutputHelper output) : IAsyncLifetime
{
    private TestProduct? _product;

    /// <summary>Null: there is no such server here.</summary>
    internal abstract Task<TestProduct?> StartAsync();

    public async Task InitializeAsync()
    {
        _product = await StartAsync();
        if (_product is null)
            output.WriteLine("Did not run: AFTERSALES_TEST_SQLSERVER holds no connection string.");
    }

    public async Task DisposeAsync()
    {
        if (_product is not null)
            await _product.DisposeAsync();
    }

    [Fact]
    public Task Whole_case_is_read_back_as_it_was_written() => RunAsync(async product =>
    {
        product.Clock.Set(new DateTimeOffset(2026, 11, 16, 1, 2, 3, TimeSpan.Zero).AddMicroseconds(456_789));
        var number = (await product.RegisterAsync()).Number;
        while (await product.OpenTaskAsync(number) is not null)
        {
            product.Clock.Advance(TimeSpan.FromMicroseconds(1_000_001));
            await product.CompleteNextAsync(number);
        }

        // Every kind of entity that is there is read, and so converted, and every time has the clock's microseconds.
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProductDbContext>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned() && !e.ClrType.IsGenericType))
            await ((Task)LoadMethod.MakeGenericMethod(entity.ClrType).Invoke(null, [db])!);
        var complaint = await db.Complaints.SingleAsync(c => c.Number == number);
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 1, 2, 3, TimeSpan.Zero).AddMicroseconds(456_789), complaint.RegisteredAt);
        Assert.Equal(product.Clock.GetUtcNow(), (await db.CaseFiles.SingleAsync(c => c.Number == number)).ClosedAt);
        Assert.Equal(complaint.CustomerId, (await db.Customers.SingleAsync()).Id);
        Assert.True((await product.SendAsync(Actor.System, new Domain.Audit.VerifyAudit())).IsIntact);
    });

    [Fact]
    public Task Time_finer_than_a_microsecond_is_cut_not_rounded() => RunAsync(async product =>
    {
        product.Clock.Set(new DateTimeOffset(2026, 11, 16, 1, 2, 3, TimeSpan.Zero).AddTicks(19));
        var number = (await product.RegisterAsync()).Number;
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 1, 2, 3, TimeSpan.Zero).AddTicks(10), await product.ReadAsync(db => db.Complaints.Where(c => c.Number == number).Select(c => c.RegisteredAt).SingleAsync()));
    });

    [Fact]
    public Task Second_writer_of_one_row_is_told() => RunAsync(async product =>
    {
        var id = await product.OpenAsync();
        await using var one = product.Services.CreateAsyncScope();
        await using var two = product.Services.CreateAsyncScope();
        foreach (var scope in (AsyncServiceScope[])[one, two])
            (await scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>().WorkItems.SingleAsync(w => w.Id == id)).Claim(Guid.NewGuid(), product.Clock.GetUtcNow());

        await one.ServiceProvider.GetRequiredService<AfterSalesDbContext>().SaveChangesAsync();

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => two.ServiceProvider.GetRequiredService<AfterSalesDbContext>().SaveChangesAsync());
    });

    [Fact]
    public Task Unique_violation_is_a_conflict_and_a_broken_reference_is_not() => RunAsync(async product =>
    {
        var errors = product.Services.GetRequiredService<IDatabaseErrors>();
        var unit = Domain.Organisation.OrganisationUnit.Create("service-centre", LocalizedText.Empty, null, product.Clock.GetUtcNow());
        Assert.True(errors.IsConflict(await FailureAsync(product, unit)));
        Assert.False(errors.IsConflict(await FailureAsync(product, Equipment.Install(Guid.NewGuid(), null, new EquipmentFacts("相机"), product.Clock.GetUtcNow()))));
    });

    [Fact]
    public Task Ids_sort_by_time_and_are_found_in_lists() => RunAsync(async product =>
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            product.Clock.Advance(TimeSpan.FromMilliseconds(1));
            ids.Add(await product.OpenAsync());
        }

        Assert.Equal(ids, await product.ReadAsync(db => db.WorkItems.OrderBy(w => w.Id).Select(w => w.Id).ToListAsync()));
        var (first, last) = (ids[4], ids[9]);
        Assert.Equal(ids[5..9], await product.ReadAsync(db => db.WorkItems.Where(w => w.Id.CompareTo(first) > 0 && w.Id.CompareTo(last) < 0).OrderBy(w => w.Id).Select(w => w.Id).ToListAsync()));
        Guid[] some = [ids[3], ids[17], Guid.NewGuid()];
        Assert.Equal([ids[3], ids[17]], await product.ReadAsync(db => db.WorkItems.Where(w => some.Contains(w.Id)).OrderBy(w => w.Id).Select(w => w.Id).ToListAsync()));
    });

    [Fact]
    public Task Lease_goes_to_one_worker_earliest_first_and_comes_free_when_it_ends() => RunAsync(async product =>
    {
        await product.RegisterAsync();
        var (now, instance) = (product.Clock.GetUtcNow(), await product.ReadAsync(db => db.Set<WorkflowInstance>().Select(i => i.Id).FirstAsync()));
        var timers = Enumerable.Range(0, 10).Select(i => new WorkflowTimer { Id = Guid.CreateVersion7(now.AddSeconds(-i)), InstanceId = instance, DueAt = now.AddMinutes(i - 9) }).ToArray();
        var messages = Enumerable.Range(0, 3).Select(i => new OutboxMessage { Id = Guid.CreateVersion7(now), Kind = "test", Payload = "{}", IdempotencyKey = $"k{i}", CreatedAt = now, DueAt = now.AddMinutes(i - 1) });
        await SaveAsync(product, [.. timers, .. messages]);

        Assert.Equal(timers[..4].Select(t => t.Id).Order(), (await ClaimAsync(product, LeaseTable.Timers, "a", 4)).Order());
        var rest = await Together.RunAsync(["b", "c", "d"], owner => ClaimAsync(product, LeaseTable.Timers, owner, 4));
        Assert.Equal(timers[4..].Select(t => t.Id).Order(), rest.Answers.SelectMany(ids => ids).Concat(await ClaimAsync(product, LeaseTable.Timers, "e", 10)).Order());
        Assert.Equal(2, (await ClaimAsync(product, LeaseTable.Outbox, "a", 9)).Count);
        Assert.Empty(await ClaimAsync(product, LeaseTable.Outbox, "b", 9));

        product.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(10, (await ClaimAsync(product, LeaseTable.Timers, "f", 50)).Count);
    });

    internal static async Task<TestProduct?> StartedAsync(Task<TestProduct> starting) => await starting;

    private static System.Reflection.MethodInfo LoadMethod { get; } =
        typeof(ProviderTests).GetMethod(nameof(LoadAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static Task LoadAsync<T>(DbContext db) where T : class => db.Set<T>().LoadAsync();

    private static async Task<IReadOnlyList<Guid>> ClaimAsync(TestProduct product, LeaseTable table, string owner, int count)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var now = product.Clock.GetUtcNow();
        return await product.Services.GetRequiredService<ILeaseClaims>()
            .ClaimAsync(scope.ServiceProvider.GetRequiredService<DbContext>(), table, now, owner, now.AddMinutes(1), count, CancellationToken.None);
    }

    private static async Task SaveAsync(TestProduct product, object[] rows)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbContext>();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    private static Task<DbUpdateException> FailureAsync(TestProduct product, object row) => Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(product, [row]));

    private Task RunAsync(Func<TestProduct, Task> test) => _product is { } product ? test(product) : Task.CompletedTask;
}
