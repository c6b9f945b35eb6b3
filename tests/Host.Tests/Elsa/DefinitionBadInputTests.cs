using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Host.Tests.Problems;
using static AfterSales.Host.Tests.Elsa.ElsaCalls;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>Whatever is sent as a definition is either kept or refused with words; nothing makes the product fail.</summary>
[Collection(SharedProduct.Name)]
public sealed class DefinitionBadInputTests(ProductFactory product)
{
    private const string Import = DefinitionsPath + "/import";

    [Theory]
    [InlineData("{ \"name\": \"cut", "json.malformed")]
    [InlineData("<html>", "json.malformed")]
    [InlineData("", "json.malformed")]
    [InlineData("[]", "json.malformed")]
    public async Task Text_that_is_no_definition_is_refused(string text, string code)
    {
        var owner = await product.ApiAsAsync("owner");

        await (await owner.PostTextAsync(Import, text)).IsProblemAsync(HttpStatusCode.BadRequest, code);
        await (await owner.PostTextAsync(DefinitionsPath, text)).IsProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("""{ "name": "No root" }""", "root")]
    [InlineData("""{ "name": "Root is a text", "root": "x" }""", "root")]
    public async Task Definition_without_a_root_is_refused(string text, string field)
    {
        var owner = await product.ApiAsAsync("owner");

        await (await owner.PostTextAsync(Import, text)).IsProblemAsync(HttpStatusCode.BadRequest, "definition.invalid", field);
    }

    [Fact]
    public async Task Save_without_a_model_is_refused()
    {
        var owner = await product.ApiAsAsync("owner");

        await (await owner.SendJsonAsync(DefinitionsPath)).IsProblemAsync(HttpStatusCode.BadRequest, "field.required", "model");
    }

    [Fact]
    public async Task Twenty_megabytes_are_refused_before_they_are_read()
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model("Large");
        model["description"] = new string('x', 2 * DefinitionParser.MaxBytes);

        await (await owner.SendJsonAsync(Import, model)).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large");
    }

    [Fact]
    public async Task Ten_megabytes_are_accepted_to_the_byte_and_one_more_is_said_to_be_too_large()
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model("As large as may be");
        model["definitionId"] = "as-large";
        model["description"] = "";
        model["description"] = new string('x', DefinitionParser.MaxBytes - ElsaSize(model));

        Assert.Equal(HttpStatusCode.OK, (await owner.SendJsonAsync(Import, model)).StatusCode);
        model["description"] += "x";
        await (await owner.SendJsonAsync(Import, model)).IsProblemAsync(HttpStatusCode.BadRequest, "definition.invalid", "$");
    }

    [Fact]
    public async Task Deep_nesting_is_refused_beyond_the_limit_and_comes_back_whole_within()
    {
        var owner = await product.ApiAsAsync("owner");
        var bottomless = new string('[', 100_000) + new string(']', 100_000);

        await (await owner.PostTextAsync(Import, $$"""{ "name": "Bottomless", "root": {{bottomless}} }""")).IsProblemAsync(HttpStatusCode.BadRequest, "json.malformed");
        var deep = Model("Deep", Nested(DefinitionParser.MaxDepth - 3));
        deep["definitionId"] = "deep";
        var saved = await owner.PostTextAsync(Import, Text(deep));
        Assert.True(saved.StatusCode is HttpStatusCode.OK, await saved.Content.ReadAsStringAsync());
        var file = await owner.GetStringAsync($"{DefinitionsPath}/deep/export");
        Assert.Contains($"Workflow1:flow:{string.Join(':', Enumerable.Range(0, 5).Select(depth => $"n{depth}"))}", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_with_html_is_text_everywhere()
    {
        var owner = await product.ApiAsAsync("owner");
        const string Name = "<img src=x onerror=alert(1)>";

        var saved = await owner.SaveModelAsync(Model(Name));
        var answer = await owner.GetAsync($"{DefinitionsPath}?versionOptions=Latest&SearchTerm={Uri.EscapeDataString("<img")}");

        Assert.Equal(Name, saved.Text("name"));
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Members_of_the_wrong_type_are_named_and_not_followed()
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model("Wrong types");
        model["definitionId"] = "wrong-types";
        (model["variables"], model["customProperties"], model["options"], model["outcomes"]) = ("x", 7, new JsonArray(), new JsonObject());
        model["root"]!["connections"] = "y";

        var imported = await owner.PostNodeAsync(Import, model);
        var problems = await owner.GetNodeAsync($"{DefinitionsPath}/wrong-types/problems");

        Assert.IsType<JsonObject>(imported["options"]);
        Assert.IsType<JsonObject>(imported["customProperties"]);
        Assert.Contains(problems["items"]!.AsArray(), problem => problem!.Text("code") == "problem.not-a-list" && problem!.Text("path") == "variables");
    }

    private static JsonObject Nested(int depth)
    {
        JsonObject inner = Event("bottom");
        for (var level = depth - 1; level >= 0; level--)
            inner = new JsonObject { ["id"] = $"n{level}", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray(inner) };
        return inner;
    }

    // What is kept is written without escapes that JSON does not need.
    private static int ElsaSize(JsonNode model) => Encoding.UTF8.GetByteCount(model.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    private static string Text(JsonNode node) => node.ToJsonString(new JsonSerializerOptions { MaxDepth = 1000 });
}
