using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Host.Persistence.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AfterSales.Host.Persistence;

/// <summary>Lets <c>dotnet ef</c> build the SQLite model without starting the product.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteProductDbContext>
{
    public SqliteProductDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteProductDbContext>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>Lets <c>dotnet ef</c> build the SQL Server model without a server.</summary>
internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerProductDbContext>
{
    public SqlServerProductDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerProductDbContext>().UseSqlServer("Server=design;Database=AfterSales;Encrypt=false").Options);
}
