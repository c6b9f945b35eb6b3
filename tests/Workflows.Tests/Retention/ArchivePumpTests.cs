using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Operations;
using AfterSales.Workflows.Retention;
using AfterSales.Workflows.Tests.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Retention;

/// <summary>Finished processes are packed away in small steps, and the record still proves them.</summary>
public sealed class ArchivePumpTests : IAsyncLifetime
{
    private OperatedProduct _operated = null!;

    public async Task InitializeAsync() => _operated = await OperatedProduct.StartAsync(engine => (engine.Archive.After, engine.Archive.BatchSize) = (TimeSpan.FromDays(30), 2));

    public async Task DisposeAsync() => await _operated.DisposeAsync();

    private TestProduct Product => _operated.Product;

    private ArchivePump Pump => Product.Services.GetRequiredService<ArchivePump>();

    private async Task<(CaseNumber Number, Guid Instance)> CancelledAsync()
    {
        var (number, instance) = await _operated.WaitAsync();
        await _operated.OperateAsync(new CancelInstance(instance, "filed twice"));
        return (number, instance);
    }

    private Task<AuditVerification> VerifyAsync(string? chain = null) => Product.SendAsync(Actor.System, new VerifyAudit(chain));

    [Fact]
    public async Task Finished_instances_are_archived_in_batches_when_their_time_has_come()
    {
        for (var i = 0; i < 3; i++)
            await CancelledAsync();
        var running = (await _operated.WaitAsync()).Instance;
        Assert.Equal(0, await Pump.RunDueAsync(default));
        Product.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(2, await Pump.RunDueAsync(default));
        Assert.Equal(1, await Pump.RunDueAsync(default));
        Assert.Equal(0, await Pump.RunDueAsync(default));

        Assert.Equal((3, running), (await Product.ReadAsync(db => db.Set<WorkflowArchive>().CountAsync()), (await Product.ReadAsync(db => db.Set<WorkflowInstance>().SingleAsync())).Id));
        Assert.True((await VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Record_of_the_case_carries_the_hash()
    {
        var (number, instance) = await CancelledAsync();
        Product.Clock.Advance(TimeSpan.FromDays(30));
        await Pump.RunDueAsync(default);

        var archive = await Product.ReadAsync(db => db.Set<WorkflowArchive>().SingleAsync());
        var record = await _operated.LastRecordAsync(number.Value);

        Assert.Equal((nameof(ArchiveInstance), "system"), (record.Action, record.ActorName));
        Assert.Contains($"\"archive/{instance:N}\":\"{Convert.ToHexStringLower(archive.Hash)}\"", record.Changes, StringComparison.Ordinal);
        Assert.Equal(number.Value, archive.CorrelationId);
    }

    public static TheoryData<string, string> Tampering => new()
    {
        { "UPDATE WorkflowArchives SET Content = zeroblob(100)", "altered" },
        { "UPDATE WorkflowArchives SET Hash = zeroblob(32)", "altered" },
        { "DELETE FROM WorkflowArchives", "missing" },
    };

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Tampering_with_an_archive_is_found(string sql, string finding)
    {
        var (number, _) = await CancelledAsync();
        Product.Clock.Advance(TimeSpan.FromDays(30));
        await Pump.RunDueAsync(default);

        await Product.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));

        foreach (var chain in (string?[])[null, number.Value])
        {
            var found = Assert.Single((await VerifyAsync(chain)).Breaks);
            Assert.Equal(number.Value, found.Chain);
            Assert.Contains(finding, found.Finding, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Archive_that_was_slipped_in_is_found()
    {
        var (number, _) = await CancelledAsync();
        Product.Clock.Advance(TimeSpan.FromDays(30));
        await Pump.RunDueAsync(default);
        await Product.ReadAsync(async db =>
        {
            var archive = await db.Set<WorkflowArchive>().AsNoTracking().SingleAsync();
            db.Add(new WorkflowArchive { InstanceId = Guid.NewGuid(), DefinitionId = archive.DefinitionId, DefinitionVersionId = archive.DefinitionVersionId, CorrelationId = number.Value, Content = archive.Content, Hash = archive.Hash });
            return await db.SaveChangesAsync();
        });

        Assert.Contains("No record", Assert.Single((await VerifyAsync(number.Value)).Breaks).Finding, StringComparison.Ordinal);
        Assert.Empty((await VerifyAsync("organisation")).Breaks);
    }

    [Fact]
    public async Task One_node_archives_at_a_time_and_another_takes_over_when_it_is_gone()
    {
        await CancelledAsync();
        await CancelledAsync();
        await CancelledAsync();
        Product.Clock.Advance(TimeSpan.FromDays(30));
        var other = ActivatorUtilities.CreateInstance<ArchivePump>(Product.Services);

        Assert.Equal(2, await Pump.RunDueAsync(default));
        Assert.Equal(0, await other.RunDueAsync(default));
        await Pump.GiveBackAsync(default);
        Assert.Equal(1, await other.RunDueAsync(default));

        await CancelledAsync();
        Product.Clock.Advance(TimeSpan.FromDays(30)); // the lease of the other node, which died, is over too
        Assert.Equal(1, await Pump.RunDueAsync(default));
    }

    [Fact]
    public async Task Instance_that_cannot_be_archived_holds_up_no_other()
    {
        for (var i = 0; i < 3; i++)
            await CancelledAsync();
        Product.Clock.Advance(TimeSpan.FromDays(30));
        var oldest = await Product.ReadAsync(db => db.Set<WorkflowInstance>().OrderBy(i => i.FinishedAt).ThenBy(i => i.Id).Select(i => i.Id).Take(2).ToListAsync());
        foreach (var id in oldest)
            await Product.ReadAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO WorkflowArchives (InstanceId, DefinitionId, DefinitionVersionId, DefinitionVersion, SubStatus, CreatedAt, FinishedAt, ArchivedAt, Content, Hash) VALUES ({id.ToByteArray(bigEndian: true)}, 'x', 'x', 1, 'Finished', 0, 0, 0, x'', x'')"));

        Assert.Equal(0, await Pump.RunDueAsync(default));
        Assert.Equal(1, await Pump.RunDueAsync(default));
    }

    [Fact]
    public async Task Draining_node_archives_nothing()
    {
        await CancelledAsync();
        Product.Clock.Advance(TimeSpan.FromDays(30));
        Product.Services.GetRequiredService<WorkflowNode>().Drain();

        Assert.Equal(0, await Pump.RunDueAsync(default));
        Product.Services.GetRequiredService<WorkflowNode>().Undrain();
        Assert.Equal(1, await Pump.RunDueAsync(default));
    }
}
