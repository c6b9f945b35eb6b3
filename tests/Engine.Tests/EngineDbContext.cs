using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AfterSales.Engine.Tests;

/// <summary>The engine's model alone, with the conventions the product's context has.</summary>
public sealed class EngineDbContext(DbContextOptions<EngineDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddEngine();
        modelBuilder.Entity<Effect>();
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            entity.SetSchema(null);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuid>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Microseconds>();
    }

    private sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    private sealed class Microseconds() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks / 10, value => new DateTimeOffset(value * 10, TimeSpan.Zero));
}

/// <summary>What an activity did to the domain.</summary>
public sealed class Effect
{
    public int Id { get; set; }
    public required string Text { get; set; }
}

/// <summary>Does not wait for the disk: these tests end processes, never machines.</summary>
internal sealed class Unsynchronized : DbConnectionInterceptor
{
    public static readonly Unsynchronized Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = OFF";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
