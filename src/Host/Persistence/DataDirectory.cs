using Microsoft.Data.Sqlite;

namespace AfterSales.Host.Persistence;

/// <summary>Where files live that belong to an installation: <c>Data:Directory</c>, by default the platform's application-data folder, never the working directory.</summary>
public static class DataDirectory
{
    public static string Path(IConfiguration configuration) =>
        configuration["Data:Directory"] is { Length: > 0 } chosen
            ? System.IO.Path.GetFullPath(chosen)
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "AfterSales");

    internal static string SqliteConnectionString(IConfiguration configuration) =>
        new SqliteConnectionStringBuilder { DataSource = System.IO.Path.Combine(Path(configuration), "aftersales.db") }.ToString();
}
