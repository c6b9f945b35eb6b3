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

    [Theory]
    [InlineData("a..b", HttpStatusCode.BadRequest)]
    [InlineData("evil;script-src", HttpStatusCode.BadRequest)]
    [InlineData("localhost:99999", HttpStatusCode.BadRequest)]
    [InlineData("service.example:8443", HttpStatusCode.OK)]
    [InlineData("[::1]:5080", HttpStatusCode.OK)]
    public async Task Host_that_cannot_be_an_address_is_refused_and_breaks_no_page(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.TryAddWithoutValidation("Host", host);
        request.Headers.Accept.ParseAdd("text/html");

        var response = await product.CreateClient().SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
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
