using AfterSales.Domain;
using AfterSales.Engine;
using AfterSales.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AfterSales.Host.Persistence;

/// <summary>The whole model: the domain's tables, the workflow engine's, those where the two meet, and those of accounts. One model, one transaction, one migration history per provider.</summary>
public abstract class ProductDbContext(DbContextOptions options) : AfterSalesDbContext(options)
{
    /// <summary>Creates the database or brings it to the present version. Several processes may do so at once, and any may be killed while it does.</summary>
    public virtual Task MigrateAsync(CancellationToken cancellationToken = default) => Database.MigrateAsync(cancellationToken);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddEngine();
        modelBuilder.AddWorkflows();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ProductDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuid>();
    }

    // Version-7 ids begin with their time; stored from the most significant byte on, both providers sort them by it, and new rows go to the end of an index.
    private sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true), new ConverterMappingHints(size: 16));
}
