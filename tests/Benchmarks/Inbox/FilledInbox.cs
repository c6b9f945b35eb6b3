using AfterSales.Benchmarks.Measuring;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Inbox;

/// <summary>Fills a database with tasks: the row of one that the product opened, again and again, with other holders, posts and due times.</summary>
internal static class FilledInbox
{
    public static async Task<DatabaseFile> CreateAsync(int open, int finished)
    {
        var database = DatabaseFile.NewTemporary();
        // Stopped and not disposed of: the file goes on.
        var product = await BenchmarkProduct.StartAsync(database);
        var template = await product.SendAsync(
            Actor.System,
            new OpenWorkItem(new CaseNumber("C-2026-00001"), new LocalizedText("处理", "Handle"), LocalizedText.Empty, Roles.Agent, null, null, WorkItemKind.Staff, [new("Done", new("完成"))], null, null, null));
        var columns = await product.ReadAsync(db => Task.FromResult(db.Model.FindEntityType(typeof(WorkItem))!.GetProperties().Select(p => p.GetColumnName()).ToArray()));
        await product.StopAsync();

        using var connection = database.Open();
        Fill(connection, columns, template.Id, product.Agent.PersonId!.Value, Open(), 0, open);
        Fill(connection, columns, template.Id, product.Agent.PersonId!.Value, Finished(), open, finished);
        // What a database that has grown to this size knows about itself.
        Execute(connection, "ANALYZE");
        return database;
    }

    private static Dictionary<string, string> Open() => new(Common())
    {
        ["Status"] = "'Open'",
        // Half is with the group; of the rest some is the measured person's.
        ["AssigneeId"] = "CASE WHEN n % 2 = 0 THEN NULL WHEN n % 100 = 1 THEN $me ELSE randomblob(16) END",
    };

    private static Dictionary<string, string> Finished() => new(Common())
    {
        ["Status"] = "'Done'",
        ["Outcome"] = "'Done'",
        ["AssigneeId"] = "CASE WHEN n % 100 = 1 THEN $me ELSE randomblob(16) END",
        ["CompletedById"] = "CASE WHEN n % 100 = 1 THEN $me ELSE randomblob(16) END",
        ["CompletedBy"] = "'agent'",
        ["CompletedAt"] = "t.OpenedAt + n",
        ["Data"] = "'{}'",
    };

    private static Dictionary<string, string> Common() => new()
    {
        ["Id"] = "unhex(printf('%012x%020x', 1790000000000 + n, n))",
        ["CaseNumber"] = "printf('C-%04d-%05d', 2030 + n / 90000, n % 90000 + 1)",
        ["CandidateRole"] = "CASE n % 10 WHEN 0 THEN 'agent' WHEN 1 THEN 'agent' WHEN 2 THEN 'clerk' WHEN 3 THEN 'manager' ELSE 'maintenance' END",
        ["DueAt"] = "CASE WHEN n % 7 = 0 THEN NULL ELSE t.OpenedAt + (n % 99991 - 40000) * 60000000 END",
        ["DueOrder"] = "CASE WHEN n % 7 = 0 THEN t.DueOrder ELSE t.OpenedAt + (n % 99991 - 40000) * 60000000 END",
    };

    private static void Fill(SqliteConnection connection, string[] columns, Guid template, Guid me, Dictionary<string, string> values, int from, int count)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are the model's, the expressions stand above.
        command.CommandText = $"""
            WITH RECURSIVE numbers(n) AS (SELECT $from UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $from + $count)
            INSERT INTO WorkItems ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", columns.Select(column => values.GetValueOrDefault(column) ?? $"t.\"{column}\""))} FROM numbers, WorkItems t WHERE t.Id = $template
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$count", count);
        command.Parameters.AddWithValue("$template", template.ToByteArray(bigEndian: true));
        command.Parameters.AddWithValue("$me", me.ToByteArray(bigEndian: true));
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
