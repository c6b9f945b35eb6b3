namespace AfterSales.Domain;

/// <summary>The one place that makes ids of the domain: time-ordered, so that new rows go to the end of their index.</summary>
public static class NewId
{
    public static Guid At(DateTimeOffset now) => Guid.CreateVersion7(now);
}
