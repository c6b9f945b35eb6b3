using System.Net.Http.Json;
using System.Text.Json;

namespace AfterSales.Host.Tests.Api;

[Collection(SharedProduct.Name)]
public sealed class ApiDescriptionTests(ProductFactory product)
{
    [Fact]
    public async Task Every_operation_has_a_summary_and_says_how_it_refuses()
    {
        var document = await product.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(o => o.Value).ToArray();
        Assert.True(operations.Length > 30, $"Only {operations.Length} operations are described.");
        Assert.All(operations, operation =>
        {
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            var refusals = operation.GetProperty("responses").EnumerateObject().Where(r => r.Name.StartsWith('4')).ToArray();
            Assert.NotEmpty(refusals);
            Assert.All(refusals, r => Assert.True(r.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)));
        });
    }

    [Fact]
    public async Task Only_the_open_doors_need_no_token()
    {
        var document = await product.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var open = document.GetProperty("paths").EnumerateObject().Where(path => path.Value.EnumerateObject().Any(o => !o.Value.TryGetProperty("security", out _))).Select(p => p.Name);
        Assert.Equal(["/api/v1/confirmations/{token}", "/api/v1/intake/mail", "/api/v1/tokens"], open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Enums_are_described_as_they_are_written()
    {
        var document = await product.CreateClient().GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var channel = document.GetProperty("components").GetProperty("schemas").GetProperty("Channel");
        Assert.Contains("on-site", channel.GetProperty("enum").EnumerateArray().Select(v => v.GetString()));
    }
}
