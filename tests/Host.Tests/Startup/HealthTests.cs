using System.Net;

namespace AfterSales.Host.Tests.Startup;

[Collection(SharedProduct.Name)]
public sealed class HealthTests(ProductFactory product)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_started_product_says_so(string path)
    {
        var response = await product.CreateClient().GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
    }
}
