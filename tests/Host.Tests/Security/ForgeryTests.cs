using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Security;

[Collection(SharedProduct.Name)]
public sealed class ForgeryTests(ProductFactory product)
{
    [Fact]
    public async Task Form_without_the_tokens_of_its_page_is_refused_in_words()
    {
        using var content = new FormUrlEncodedContent([new("subject", "录像机不录像")]);

        using var answer = await product.CreateClient().PostAsync("/report", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("过期", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_endpoint_that_takes_a_form_asks_for_its_token_or_says_that_it_does_not()
    {
        var forms = product.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Any(type => type is "multipart/form-data" or "application/x-www-form-urlencoded") is true).ToArray();

        Assert.Contains(forms, endpoint => endpoint.RoutePattern.RawText is "/report/");
        Assert.Empty(forms.Where(endpoint => endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is null).Select(endpoint => endpoint.RoutePattern.RawText));
    }
}
