using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AfterSales.Host.Persistence.SqlServer;

/// <summary>The model on SQL Server: ids as binary(16), instants as datetime2(6) in UTC.</summary>
public sealed class SqlServerProductDbContext(DbContextOptions<SqlServerProductDbContext> options) : ProductDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Guid>().HaveColumnType("binary(16)");
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>().HaveColumnType("datetime2(6)");
    }

    // Cut to microseconds here, for the server would round, and a rounded-up time compares as later than the one it came from.
    private sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, DateTime>(
        at => new DateTime(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc),
        stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
}
