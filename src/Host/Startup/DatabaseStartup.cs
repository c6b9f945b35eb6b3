using AfterSales.Host.Persistence;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Startup;

/// <summary>Brings the database to the present version before anything else uses it.</summary>
public static class DatabaseStartup
{
    /// <summary>Creates and migrates. Several nodes may start at once: migrating takes a lock in the database.</summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ProductDbContext>();
        if (db.Database.GetMigrations().Any())
            await db.Database.MigrateAsync();
        else
            await db.Database.EnsureCreatedAsync();
        // Stays with the file: readers and the writer no longer wait for each other.
        if (db.Database.IsSqlite())
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;");
    }
}
