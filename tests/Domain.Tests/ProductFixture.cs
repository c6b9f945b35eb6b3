using AfterSales.Testing;

namespace AfterSales.Domain.Tests;

/// <summary>One product for the tests of a class; each takes a case or task of its own.</summary>
public sealed class ProductFixture : IAsyncLifetime
{
    internal TestProduct Product { get; private set; } = null!;

    public async Task InitializeAsync() => Product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await Product.DisposeAsync();
}
