using AfterSales.Benchmarks.Measuring;
using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Home;

/// <summary>Puts customers, devices and audit records into a database of tasks: one that the product made, again and again, with other names, numbers and times.</summary>
internal static class FilledRegister
{
    public static async Task FillAsync(BenchmarkProduct product, int customers, int records)
    {
        var now = DateTimeOffset.UtcNow;
        var columns = await product.ReadAsync(async db =>
        {
            var customer = Customer.Register("王女士", "乌鲁木齐交警支队", "0991-1234567", null, null, now);
            db.AddRange(customer, RegisterName.Of(RegisterNameKind.CustomerUnit, customer.Unit!, now), Equipment.Install(customer.Id, "SN-0", new EquipmentFacts("相机"), now));
            await db.SaveChangesAsync();
            return new[] { Columns<Customer>(db), Columns<Equipment>(db), Columns<AuditRecord>(db), Columns<AuditChain>(db), Columns<RegisterName>(db) };
        });
        using var connection = product.Database.Open();
        Fill(connection, "Customers", columns[0], customers, new()
        {
            ["Id"] = Id, ["Name"] = "substr('王李张刘陈杨赵黄周吴', n % 10 + 1, 1) || substr('明丽强芳伟娜军静', n % 8 + 1, 1) || n", ["Unit"] = "'第' || (n % 5000) || '交警支队'",
            ["Phone"] = "printf('0991-%07d', n)", ["PhoneDigits"] = "printf('0991%07d', n)", ["LocalDigits"] = "printf('%07d', n)",
        });
        Fill(connection, "RegisterNames", columns[4], 5000, new() { ["Id"] = Id, ["Text"] = "'第' || (n % 5000) || '交警支队'" });
        Fill(connection, "RegisterNames", columns[4], 300, new() { ["Id"] = Id, ["Kind"] = "'EquipmentName'", ["Text"] = "'抓拍相机' || (n % 300)" });
        Fill(connection, "Equipment", columns[1], customers, new() { ["Id"] = Id, ["SerialNumber"] = "printf('SN-%07d', n)", ["Name"] = "'抓拍相机' || (n % 300)", ["ReportToken"] = "NULL" });
        // Before the real ones, so that the latest record is one whose chain is whole.
        Fill(connection, "AuditRecords", columns[2], records, new() { ["Chain"] = "'filled-' || (n / 10)", ["Sequence"] = "n % 10 + 1", ["At"] = "t.At - 1000000 - n" });
        Fill(connection, "AuditChains", columns[3], records / 10, new() { ["Chain"] = "'filled-' || n", ["Length"] = "10" });
        using var analyze = connection.CreateCommand();
        analyze.CommandText = "ANALYZE";
        analyze.CommandTimeout = 0;
        analyze.ExecuteNonQuery();
    }

    private const string Id = "unhex(printf('%012x%020x', 1790000000000 + n, n))";

    private static string[] Columns<T>(AfterSalesDbContext db) => [.. db.Model.FindEntityType(typeof(T))!.GetProperties().Select(p => p.GetColumnName())];

    private static void Fill(SqliteConnection connection, string table, string[] columns, int count, Dictionary<string, string> values)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are the model's, the expressions stand above.
        command.CommandText = $"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $count)
            INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", columns.Select(column => values.GetValueOrDefault(column) ?? $"t.\"{column}\""))} FROM numbers, (SELECT * FROM {table} LIMIT 1) t
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$count", count);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
