using System.Net;
using AfterSales.Host.Elsa;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>Who gets in to what Studio calls.</summary>
[Collection(SharedProduct.Name)]
public sealed class ElsaDoorTests(ProductFactory product)
{
    [Fact]
    public async Task Anonymous_callers_are_told_to_sign_in_at_every_address()
    {
        var client = product.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        var endpoints = product.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith(ElsaApi.Root, StringComparison.Ordinal) == true).ToArray();

        Assert.NotEmpty(endpoints);
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)
            {
                var path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part is RoutePatternLiteralPart literal ? literal.Content : "1"))));
                using var request = new HttpRequestMessage(new HttpMethod(method), "/" + path);
                await (await client.SendAsync(request)).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.required");
            }
        }
    }

    [Fact]
    public async Task Studio_is_told_of_the_hub()
    {
        var auditor = await product.ApiAsAsync("auditor");

        var features = await (await auditor.GetAsync("/elsa/api/features/installed")).IsAsync(HttpStatusCode.OK);

        Assert.Equal(["Elsa.RealTimeWorkflowUpdates"], features.GetProperty("items").EnumerateArray().Select(feature => feature.GetProperty("fullName").GetString()));
        Assert.Equal(1, features.GetProperty("count").GetInt32());
    }
}
