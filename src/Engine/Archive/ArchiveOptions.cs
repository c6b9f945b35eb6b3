namespace AfterSales.Engine.Archive;

/// <summary>When finished instances are archived, and at which pace.</summary>
public sealed class ArchiveOptions
{
    /// <summary>How long a finished instance stays as it is, where its definition does not say; null: for ever.</summary>
    public TimeSpan? After { get; set; }

    /// <summary>Instances archived in a row, each in a transaction of its own, before the others have their turn again.</summary>
    public int BatchSize { get; set; } = 20;

    /// <summary>The break between two batches.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it is looked whether the time of any has come.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(5);
}
