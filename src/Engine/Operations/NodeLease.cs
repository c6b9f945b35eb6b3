using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Engine.Operations;

/// <summary>A job that one node at a time does. There is a row for each; a node that dies loses it when the time is over.</summary>
public sealed class NodeLease
{
    /// <summary>Packing finished instances away.</summary>
    public const string Archive = "archive";

    public required string Name { get; init; }
    public string? Owner { get; init; }
    public DateTimeOffset? Until { get; init; }
}

internal sealed class NodeLeaseConfiguration : IEntityTypeConfiguration<NodeLease>
{
    public void Configure(EntityTypeBuilder<NodeLease> builder)
    {
        builder.ToTable("NodeLeases", EngineModel.Schema);
        builder.HasKey(l => l.Name);
        builder.Property(l => l.Name).HasMaxLength(50).IsUnicode(false);
        builder.Property(l => l.Owner).HasMaxLength(100).IsUnicode(false);
        builder.HasData(new NodeLease { Name = NodeLease.Archive });
    }
}

/// <summary>Takes and gives back leases on jobs, each in a statement of its own.</summary>
public sealed class NodeLeases(DbContext db, TimeProvider clock)
{
    /// <summary>Takes a job, or keeps it for longer. False while another node has it.</summary>
    public async Task<bool> TakeAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = EngineIds.Now(clock);
        DateTimeOffset? until = now + duration;
        return await db.Set<NodeLease>().Where(lease => lease.Name == name && (lease.Owner == owner || lease.Until == null || lease.Until <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Owner, owner).SetProperty(lease => lease.Until, until), cancellationToken) > 0;
    }

    public Task GiveBackAsync(string name, string owner, CancellationToken cancellationToken) =>
        db.Set<NodeLease>().Where(lease => lease.Name == name && lease.Owner == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Owner, (string?)null).SetProperty(lease => lease.Until, (DateTimeOffset?)null), cancellationToken);
}
