namespace AfterSales.Host.Tests;

/// <summary>Tests that share one running product; each files its own cases, so they do not meet.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProduct : ICollectionFixture<ProductFactory>
{
    public const string Name = "product";
}
