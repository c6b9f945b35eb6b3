using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Tests;

/// <summary>The database of the demo company before anything happened, made once for all products under test: migrating and hashing everybody's password takes most of a start.</summary>
internal static class DemoDatabase
{
    private const string FileName = "aftersales.db";

    private static readonly Lazy<string> Template = new(Make);

    /// <summary>Puts a copy into a product's directory, unless it has a database already.</summary>
    public static void CopyTo(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
            File.Copy(Template.Value, path);
    }

    private static string Make()
    {
        var template = Path.Combine(Path.GetTempPath(), $"aftersales-demo-{Environment.ProcessId}.db");
        using var product = new ProductFactory { StartsEmpty = true };
        product.CreateClient().Dispose();
        using (var source = new SqliteConnection($"Data Source={Path.Combine(product.DataDirectory, FileName)};Pooling=False"))
        using (var target = new SqliteConnection($"Data Source={template};Pooling=False"))
        {
            source.Open();
            target.Open();
            source.BackupDatabase(target);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(template);
        return template;
    }
}
