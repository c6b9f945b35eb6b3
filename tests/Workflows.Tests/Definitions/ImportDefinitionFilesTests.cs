using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Definitions;

public sealed class ImportDefinitionFilesTests : IAsyncLifetime, IDisposable
{
    private readonly DefinitionFolder _folder = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_file_is_published_and_an_unchanged_one_left_alone()
    {
        _folder.Write("a.json", Simple("First"));

        Assert.Equal([ImportResult.Published], await _folder.ImportAsync(_product));
        Assert.Equal([ImportResult.Unchanged], await _folder.ImportAsync(_product));

        var version = Assert.Single(await VersionsAsync());
        Assert.Equal((1, true, true, DefinitionSource.File), (version.Version, version.IsPublished, version.IsLatest, version.Source));
    }

    [Fact]
    public async Task Changed_file_is_a_new_version_and_running_instances_stay_on_theirs()
    {
        await _folder.Write("a.json", Simple("First")).ImportAsync(_product);
        var running = (await _product.RegisterAsync()).Number;

        Assert.Equal([ImportResult.Published], await _folder.Write("a.json", Simple("Second")).ImportAsync(_product));
        var started = (await _product.RegisterAsync()).Number;

        Assert.Equal([(2, true), (1, false)], (await VersionsAsync()).Select(v => (v.Version, v.IsPublished)));
        Assert.Equal(["First", "Second"], [(await _product.OpenTaskAsync(running))!.ActivityId!, (await _product.OpenTaskAsync(started))!.ActivityId!]);
        await _product.CompleteNextAsync(running);
        Assert.Equal(WorkflowStatus.Finished, await _product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.CorrelationId == running.Value).Select(i => i.Status).SingleAsync()));
    }

    [Fact]
    public async Task Version_that_a_person_published_stays_in_force_and_the_file_becomes_a_draft()
    {
        await _folder.Write("a.json", Simple("First")).ImportAsync(_product);
        await EditAsync(Simple("Edited"), publish: true);
        Assert.Equal([ImportResult.Unchanged], await _folder.ImportAsync(_product));

        Assert.Equal([ImportResult.Drafted], await _folder.Write("a.json", Simple("Second")).ImportAsync(_product));
        Assert.Equal([ImportResult.Unchanged], await _folder.ImportAsync(_product));

        Assert.Equal([(3, false, DefinitionSource.File), (2, true, DefinitionSource.Person), (1, false, DefinitionSource.File)],
            (await VersionsAsync()).Select(v => (v.Version, v.IsPublished, v.Source)));
        Assert.Equal("Edited", (await _product.OpenTaskAsync((await _product.RegisterAsync()).Number))!.ActivityId);
    }

    [Fact]
    public async Task Draft_that_a_person_is_working_on_is_not_touched()
    {
        await _folder.Write("a.json", Simple("First")).ImportAsync(_product);
        await EditAsync(Simple("Edited"), publish: false);

        Assert.Equal([ImportResult.HeldBack], await _folder.Write("a.json", Simple("Second")).ImportAsync(_product));

        var versions = await VersionsAsync();
        Assert.Equal([(2, false), (1, true)], versions.Select(v => (v.Version, v.IsPublished)));
        Assert.Equal(Simple("Edited"), versions[0].Json);
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { "{\n  \"definitionId\": \"x\",\n  oops\n}", "line 3", "$" },
        { "[]", "A definition is a JSON object", "$" },
        { Simple("First").Replace("AfterSales.HumanTask", "AfterSales.NoSuchTask", StringComparison.Ordinal), "AfterSales.NoSuchTask", "root.activities[1]" },
        { new Draft("simple").StartedBy("ComplaintRegistered").Connect("Start->Nowhere").ToString(), "Nowhere", "root.connections[0]" },
        {
            new Draft("simple").StartedBy("ComplaintRegistered").Add("If", "Elsa.FlowDecision", ("condition", Draft.Expression("JavaScript", "1 +\n+* 2"))).ToString(),
            "line 2", "root.activities[1].condition"
        },
        { Simple("First").Replace("\"definitionId\": \"simple\",", "", StringComparison.Ordinal), "definitionId", "definitionId" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_file_is_named_with_place_and_nothing_is_loaded(string text, string message, string path)
    {
        _folder.Write("a-good.json", new Draft("good").StartedBy("ComplaintRegistered").ToString()).Write("b-broken.json", text);

        var refusal = await Assert.ThrowsAsync<DefinitionFileException>(() => _folder.ImportAsync(_product));

        Assert.EndsWith("b-broken.json", refusal.File, StringComparison.Ordinal);
        Assert.Contains("b-broken.json", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, refusal.Problems[0].Path, StringComparison.Ordinal);
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().CountAsync()));
    }

    [Fact]
    public async Task Two_files_of_one_definition_are_refused_for_each_would_undo_the_other_at_every_start()
    {
        _folder.Write("a.json", Simple("First")).Write("b.json", Simple("Second"));

        var refusal = await Assert.ThrowsAsync<DefinitionFileException>(() => _folder.ImportAsync(_product));

        Assert.Equal("definitionId", Assert.Single(refusal.Problems).Path);
        Assert.Contains("a.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_product_and_process_owners_load_files() =>
        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(_product.Holding(Roles.Agent), new ImportDefinitionFiles("/")));

    [Fact]
    public async Task Outcomes_are_the_ports_a_task_leaves_by()
    {
        var draft = new Draft("simple").StartedBy("ComplaintRegistered").Asks("Ask", Roles.Agent, "Yes", "No").Asks("AfterYes", Roles.Agent, "Done").Asks("AfterNo", Roles.Agent, "Done")
            .Connect("Start->Ask", "Ask:Yes->AfterYes", "Ask:No->AfterNo");
        await _folder.Write("a.json", draft.ToString()).ImportAsync(_product);

        foreach (var outcome in (string[])["Yes", "No"])
        {
            var number = (await _product.RegisterAsync()).Number;
            Assert.Equal(["Yes", "No"], (await _product.OpenTaskAsync(number))!.Outcomes.Select(o => o.Name));
            await _product.CompleteNextAsync(number, outcome);
            Assert.Equal($"After{outcome}", (await _product.OpenTaskAsync(number))!.ActivityId);
        }
    }

    private static string Simple(string task) =>
        new Draft("simple").StartedBy("ComplaintRegistered").Asks(task, Roles.Agent, "Done").Connect($"Start->{task}").ToString();

    private Task<List<WorkflowDefinitionVersion>> VersionsAsync() =>
        _product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().AsNoTracking().OrderByDescending(v => v.Version).ToListAsync());

    private async Task EditAsync(string json, bool publish)
    {
        await using var scope = _product.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<WorkflowDefinitionStore>();
        var version = await store.SaveDraftAsync(json, DefinitionSource.Person, "owner", CancellationToken.None);
        if (publish)
            await store.PublishAsync(version, null, CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<DbContext>().SaveChangesAsync();
    }
}
