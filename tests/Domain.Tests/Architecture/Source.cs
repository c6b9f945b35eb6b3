namespace AfterSales.Domain.Tests.Architecture;

/// <summary>The product's source, for rules that no reference shows.</summary>
internal static class Source
{
    public static string Directory { get; } = Find();

    /// <summary>Path below src with slashes, and text, of every file that somebody wrote.</summary>
    public static IEnumerable<(string Path, string Text)> Files() =>
        from file in new DirectoryInfo(Directory).EnumerateFiles("*", SearchOption.AllDirectories)
        where file.Extension is ".cs" or ".razor"
        let path = Path.GetRelativePath(Directory, file.FullName).Replace('\\', '/')
        where !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file.FullName));

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "AfterSales.sln")))
                return Path.Combine(directory.FullName, "src");
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
