namespace AfterSales.Engine.Http;

/// <summary>What workflows may call, and how long and how much they wait for.</summary>
public sealed class WorkflowHttpOptions
{
    /// <summary>
    /// Hosts that may be called whatever their address: <c>host</c>, <c>host:port</c>, <c>*.domain</c> or <c>*.domain:port</c>. Everything on the company's own network,
    /// the machine itself included, has to be in here.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>Whether every other host may be called too, as long as its address is on the public internet.</summary>
    public bool AllowPublicHosts { get; set; } = true;

    /// <summary>For one attempt, redirects included.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Of the answer's body, after decompression.</summary>
    public int MaxResponseBytes { get; set; } = 1024 * 1024;
    public int MaxRedirects { get; set; } = 5;

    /// <summary>Attempts of a request with resiliency on; the wait between them grows.</summary>
    public int Attempts { get; set; } = 5;
}
