namespace AfterSales.Workflows.Publications;

/// <summary>How versions come to be published.</summary>
public sealed class PublicationOptions
{
    /// <summary>Whether a second process owner has to approve. The product itself, loading the files it was delivered with, needs nobody.</summary>
    public bool NeedsApproval { get; set; } = true;
}
