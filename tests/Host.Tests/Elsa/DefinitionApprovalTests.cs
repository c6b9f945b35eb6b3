using System.Net;
using System.Text.Json.Nodes;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Hosting;
using static AfterSales.Host.Tests.Elsa.ElsaCalls;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>Studio's Publish where a second owner has to approve.</summary>
public sealed class DefinitionApprovalTests
{
    [Fact]
    public async Task Publishing_saves_asks_for_approval_and_says_that_it_waits()
    {
        await using var product = new StrictProduct();
        var owner = await product.ApiAsAsync("owner");
        var request = new JsonObject { ["model"] = Model("Waits for approval"), ["publish"] = true };

        var problem = await (await owner.SendJsonAsync(DefinitionsPath, request)).IsProblemAsync(HttpStatusCode.BadRequest, "definition.awaits-approval", "generalErrors");

        Assert.Contains("1", problem.GetProperty("errors").GetProperty("generalErrors")[0].GetString(), StringComparison.Ordinal);
        var saved = Assert.Single((await owner.GetNodeAsync($"{DefinitionsPath}?versionOptions=Latest&SearchTerm=Waits for approval"))["items"]!.AsArray())!;
        Assert.False(saved["isPublished"]!.GetValue<bool>());
        // Asked again, it still waits, for the same request.
        await (await owner.SendJsonAsync($"{DefinitionsPath}/{saved.Text("definitionId")}/publish")).IsProblemAsync(HttpStatusCode.BadRequest, "definition.awaits-approval", "generalErrors");
    }

    private sealed class StrictProduct : ProductFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Workflows:PublishNeedsApproval", "true");
        }
    }
}
