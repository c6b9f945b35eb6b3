namespace AfterSales.Host.Startup;

/// <summary>
/// Finds the folder that holds <c>wwwroot</c>. The product runs in the folder it was called from, so that relative paths on the command line mean what they say; its own files
/// lie beside the program when published, and in the project when built in place.
/// </summary>
internal static class ContentRoot
{
    /// <summary>Null leaves the choice to the framework, for instance when a content root is given on the command line.</summary>
    public static string? Find(string[] args)
    {
        if (args.Any(arg => arg.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)))
            return null;
        string[] candidates = [AppContext.BaseDirectory, Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."))];
        return candidates.FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "wwwroot")));
    }
}
