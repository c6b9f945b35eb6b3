using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AfterSales.Host.Tests.Problems;
using static AfterSales.Host.Tests.Elsa.ElsaCalls;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>Lists, versions, files and bulk actions as Studio's pages use them.</summary>
[Collection(SharedProduct.Name)]
public sealed class DefinitionListTests(ProductFactory product)
{
    private const string Bulk = "/elsa/api/bulk-actions";

    [Fact]
    public async Task List_is_searched_sorted_and_paged_from_zero()
    {
        var owner = await product.ApiAsAsync("owner");
        foreach (var name in (string[])["Pages C", "Pages A", "Pages B"])
            await owner.SaveModelAsync(Model(name));

        var first = await owner.GetNodeAsync($"{DefinitionsPath}?versionOptions=Latest&Page=0&PageSize=2&SearchTerm=pages&IsSystem=False&OrderBy=Name&OrderDirection=Descending");
        var second = await owner.GetNodeAsync($"{DefinitionsPath}?versionOptions=Latest&Page=1&PageSize=2&SearchTerm=pages&IsSystem=False&OrderBy=Name&OrderDirection=Descending");

        Assert.Equal(["Pages C", "Pages B"], Names(first));
        Assert.Equal(["Pages A"], Names(second));
        Assert.Equal(3, first["totalCount"]!.GetValue<int>());
        var item = first["items"]![0]!.AsObject();
        foreach (var member in Sample("definition-list")["items"]![0]!.AsObject())
            Assert.True(item.ContainsKey(member.Key), $"{member.Key} is missing.");
    }

    [Fact]
    public async Task No_version_option_means_every_version_as_the_instance_list_needs()
    {
        var owner = await product.ApiAsAsync("owner");
        var (old, latest) = await TwoVersionsAsync(owner, "Any version");

        var any = await owner.GetNodeAsync($"{DefinitionsPath}?versionOptions=&Ids={old.Text("id")}&Ids={latest.Text("id")}");
        var published = await owner.GetNodeAsync($"{DefinitionsPath}?versionOptions=Published&DefinitionIds={old.Text("definitionId")}&DefinitionIds=another");
        var history = await owner.GetNodeAsync($"{DefinitionsPath}?versionOptions=AllVersions&Page=0&PageSize=10&DefinitionIds={old.Text("definitionId")}&OrderBy=Version&OrderDirection=Descending");

        Assert.Equal(2, any["totalCount"]!.GetValue<int>());
        Assert.Equal(old.Text("id"), Assert.Single(published["items"]!.AsArray())!.Text("id"));
        Assert.Equal([2, 1], history["items"]!.AsArray().Select(version => version!["version"]!.GetValue<int>()));
        Assert.Equal(1, (await owner.GetNodeAsync($"{DefinitionsPath}/by-definition-id/{old.Text("definitionId")}?versionOptions=1"))["version"]!.GetValue<int>());
        Assert.Equal(2, (await owner.GetNodeAsync($"{DefinitionsPath}/by-definition-id/{old.Text("definitionId")}?versionOptions="))["version"]!.GetValue<int>());
        await (await owner.GetAsync($"{DefinitionsPath}/by-definition-id/nowhere?versionOptions=Latest")).IsProblemAsync(HttpStatusCode.NotFound, "request.not-found");
        await (await owner.GetAsync($"{DefinitionsPath}?versionOptions=Sometimes")).IsProblemAsync(HttpStatusCode.BadRequest, "field.unknown-value", "versionOptions");
    }

    [Fact]
    public async Task Old_version_comes_back_as_a_new_draft()
    {
        var owner = await product.ApiAsAsync("owner");
        var (old, latest) = await TwoVersionsAsync(owner, "Rolled back");

        var summary = await owner.PostNodeAsync($"{DefinitionsPath}/{old.Text("definitionId")}/revert/1");

        var draft = await owner.GetNodeAsync($"{DefinitionsPath}/by-id/{summary.Text("id")}");
        Assert.Equal((3, true), (draft["version"]!.GetValue<int>(), draft["isLatest"]!.GetValue<bool>()));
        Assert.Equal(old.ActivitiesOf().ToJsonString(), draft.ActivitiesOf().ToJsonString());
        Assert.NotEqual(latest.ActivitiesOf().Count, draft.ActivitiesOf().Count);
    }

    [Fact]
    public async Task Retracting_answers_with_the_definition_and_again_changes_nothing()
    {
        var owner = await product.ApiAsAsync("owner");
        var published = await owner.SaveModelAsync(Model("Retracted"), publish: true);

        var retracted = await owner.PostNodeAsync($"{DefinitionsPath}/{published.Text("definitionId")}/retract");
        var again = await owner.PostNodeAsync($"{DefinitionsPath}/{published.Text("definitionId")}/retract");
        var republished = await owner.PostNodeAsync($"{DefinitionsPath}/{published.Text("definitionId")}/publish");

        Assert.False(retracted["isPublished"]!.GetValue<bool>());
        Assert.Equal(retracted.ToJsonString(), again.ToJsonString());
        Assert.True(republished["workflowDefinition"]!["isPublished"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Versions_and_definitions_are_deleted_unless_an_instance_stands_on_them()
    {
        var owner = await product.ApiAsAsync("owner");
        var (old, latest) = await TwoVersionsAsync(owner, "Deleted");
        var run = await owner.SendJsonAsync($"{DefinitionsPath}/{old.Text("definitionId")}/execute", new JsonObject { ["versionOptions"] = "Published" });
        Assert.Equal(HttpStatusCode.OK, run.StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync($"/elsa/api/workflow-definition-versions/{latest.Text("id")}")).StatusCode);
        await (await owner.DeleteAsync($"/elsa/api/workflow-definition-versions/{old.Text("id")}")).IsProblemAsync(HttpStatusCode.Conflict, "definition.has-instances");
        await (await owner.DeleteAsync($"{DefinitionsPath}/{old.Text("definitionId")}")).IsProblemAsync(HttpStatusCode.Conflict, "definition.has-instances");
        var unused = await owner.SaveModelAsync(Model("Deleted at once"));
        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync($"{DefinitionsPath}/{unused.Text("definitionId")}")).StatusCode);
        await (await owner.DeleteAsync($"{DefinitionsPath}/{unused.Text("definitionId")}")).IsProblemAsync(HttpStatusCode.NotFound, "request.not-found");
    }

    [Fact]
    public async Task Sample_of_another_server_is_imported_exported_and_imported_again_without_a_difference()
    {
        var owner = await product.ApiAsAsync("owner");
        var sample = Sample("definition-export");

        var imported = await owner.PostNodeAsync($"{DefinitionsPath}/import", sample);
        var file = await ExportAsync(owner, imported.Text("definitionId"));
        var again = await owner.PostNodeAsync($"{DefinitionsPath}/import", file.DeepClone());
        var second = await ExportAsync(owner, again.Text("definitionId"));

        Assert.Equal("https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json", file.First().Value!.GetValue<string>());
        Assert.Contains(imported.ActivitiesOf(), activity => activity!.Text("type") == "Elsa.NotFoundActivity");
        Assert.Contains(imported["links"]!.AsArray(), link => link!.Text("rel") == "publish");
        foreach (var (name, value) in sample.Where(member => member.Key is not ("id" or "version" or "createdAt" or "isLatest" or "isPublished")))
            Assert.True(JsonNode.DeepEquals(value, file[name]), $"{name}: {value} became {file[name]}");
        foreach (var (name, value) in file.Where(member => member.Key is not ("id" or "version" or "createdAt")))
            Assert.True(JsonNode.DeepEquals(value, second[name]), $"{name}: {value} became {second[name]}");
    }

    [Fact]
    public async Task Export_is_a_file_with_a_name_and_without_what_is_only_for_the_designer()
    {
        var owner = await product.ApiAsAsync("owner");
        var definition = await owner.SaveModelAsync(Model("导出 <b>../../etc</b>"));

        var answer = await owner.GetAsync($"{DefinitionsPath}/{definition.Text("definitionId")}/export?versionOptions=Latest&includeConsumingWorkflows=False");

        var file = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Matches("^导出--b-.*-v1\\.json$", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.DoesNotContain("..%2F", answer.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        Assert.False(file.ContainsKey("links"));
        Assert.Empty(file["customProperties"]!.AsObject());
        Assert.Equal("$schema", file.First().Key);
    }

    [Fact]
    public async Task Many_are_published_retracted_exported_and_deleted_at_once()
    {
        var owner = await product.ApiAsAsync("owner");
        var one = await owner.SaveModelAsync(Model("Many one"));
        var two = await owner.SaveModelAsync(Model("Many two"), publish: true);
        JsonObject Ids() => new() { ["definitionIds"] = new JsonArray(one.Text("definitionId"), two.Text("definitionId"), "nowhere") };

        var published = await owner.PostNodeAsync($"{Bulk}/publish/workflow-definitions/by-definition-ids", Ids());
        var retracted = await owner.PostNodeAsync($"{Bulk}/retract/workflow-definitions/by-definition-ids", Ids());
        var zip = await owner.SendJsonAsync($"{Bulk}/export/workflow-definitions", new JsonObject { ["ids"] = new JsonArray(one.Text("id"), two.Text("id")), ["includeConsumingWorkflows"] = false });
        var deleted = await owner.PostNodeAsync($"{Bulk}/delete/workflow-definitions/by-definition-id", Ids());

        Assert.Equal([one.Text("definitionId")], Texts(published["published"]));
        Assert.Equal([two.Text("definitionId")], Texts(published["alreadyPublished"]));
        Assert.Equal(["nowhere"], Texts(published["notFound"]));
        Assert.Empty(published["updatedConsumers"]!.AsArray());
        Assert.Equal(2, retracted["retracted"]!.AsArray().Count);
        using var archive = new ZipArchive(await zip.Content.ReadAsStreamAsync());
        Assert.Equal(["Many-one-v1.json", "Many-two-v1.json"], archive.Entries.Select(entry => entry.FullName));
        Assert.Equal(2, deleted["deleted"]!.GetValue<int>());
    }

    [Fact]
    public async Task Bulk_action_of_which_nothing_could_be_done_says_why()
    {
        var owner = await product.ApiAsAsync("owner");
        var definition = await owner.SaveModelAsync(Model("Cannot be published", new JsonObject { ["id"] = "x", ["type"] = "No.Such", ["version"] = 1 }));

        var refusal = await owner.SendJsonAsync($"{Bulk}/publish/workflow-definitions/by-definition-ids", new JsonObject { ["definitionIds"] = new JsonArray(definition.Text("definitionId")) });

        var problem = await refusal.IsProblemAsync(HttpStatusCode.Conflict, "definition.bulk-refused");
        Assert.Contains("No.Such", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_is_imported_file_by_file_and_what_is_no_definition_is_named()
    {
        var owner = await product.ApiAsAsync("owner");
        var model = Model("From an archive");
        model["definitionId"] = "from-an-archive";
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(ZipOf(("good.json", model.ToJsonString()), ("bad.json", "{ \"root\": "), ("readme.txt", "not ours"))), "files", "all.zip" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes("<html>")), "files", "page.json" },
        };

        var answer = await (await owner.PostAsync($"{DefinitionsPath}/import-files", form)).NodeAsync(HttpStatusCode.OK);

        Assert.Equal(["from-an-archive"], Texts(answer["definitionIds"]));
        Assert.Equal(["bad.json", "page.json"], answer["failed"]!.AsArray().Select(failure => failure!.Text("file")));
        Assert.Equal("From an archive", (await owner.GetNodeAsync($"{DefinitionsPath}/by-definition-id/from-an-archive")).Text("name"));
    }

    private static async Task<(JsonObject Old, JsonObject Latest)> TwoVersionsAsync(HttpClient owner, string name)
    {
        var old = await owner.SaveModelAsync(Model(name), publish: true);
        var changed = old.DeepClone().AsObject();
        changed.ActivitiesOf().Add(Event("b"));
        return (old, await owner.SaveModelAsync(changed));
    }

    private static async Task<JsonObject> ExportAsync(HttpClient owner, string definitionId) =>
        (await owner.GetNodeAsync($"{DefinitionsPath}/{definitionId}/export?versionOptions=Latest&includeConsumingWorkflows=False")).AsObject();

    private static byte[] ZipOf(params (string Name, string Text)[] files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return buffer.ToArray();
    }

    private static IEnumerable<string> Names(JsonNode list) => list["items"]!.AsArray().Select(item => item!.Text("name"));

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(item => item!.GetValue<string>());
}
