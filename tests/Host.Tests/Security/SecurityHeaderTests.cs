using System.Net;

namespace AfterSales.Host.Tests.Security;

[Collection(SharedProduct.Name)]
public sealed class SecurityHeaderTests(ProductFactory product)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/api/v1/tasks")]
    [InlineData("/api/v1/confirmations/rubbish")]
    public async Task Every_answer_forbids_foreign_content_and_framing(string path)
    {
        var response = await product.CreateClient().GetAsync(path);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task People_get_a_page_where_programs_get_problem_details()
    {
        var browser = product.CreateClient();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        var response = await browser.GetAsync("/nothing-here");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.NotEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual("", await response.Content.ReadAsStringAsync());
    }
}
