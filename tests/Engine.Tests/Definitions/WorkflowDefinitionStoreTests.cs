using AfterSales.Engine.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Tests.Definitions;

public sealed class WorkflowDefinitionStoreTests : IDisposable
{
    private readonly EngineFixture _engine = new();

    public void Dispose() => _engine.Dispose();

    private Task<T> StoreAsync<T>(Func<WorkflowDefinitionStore, Task<T>> work) => _engine.InScopeAsync(async services =>
    {
        var result = await work(services.GetRequiredService<WorkflowDefinitionStore>());
        await services.GetRequiredService<DbContext>().SaveChangesAsync();
        return result;
    });

    private Task<WorkflowDefinitionVersion> SaveAsync(Flow flow) => StoreAsync(store => store.SaveDraftAsync(flow.ToString(), DefinitionSource.Person, "li", default));

    private Task<DefinitionPage> ListAsync(DefinitionQuery query) => _engine.InScopeAsync(services => services.GetRequiredService<WorkflowDefinitionReader>().ListAsync(query, default));

    private async Task<string> VersionsAsync(string definitionId = "f") => string.Join(" ",
        (await ListAsync(new DefinitionQuery { Versions = VersionFilter.All, DefinitionIds = [definitionId], OrderBy = DefinitionOrder.Version, IsDescending = true })).Items
        .Select(version => $"{version.Version}{(version.IsLatest ? "L" : "")}{(version.IsPublished ? "P" : "")}"));

    private Task<T> WithVersionAsync<T>(string definitionId, int number, Func<WorkflowDefinitionStore, WorkflowDefinitionVersion, Task<T>> work) =>
        StoreAsync(async store => await work(store, (await store.FindAsync(definitionId, number, default))!));

    [Fact]
    public async Task Draft_is_updated_in_place_until_it_is_published()
    {
        var first = await SaveAsync(new Flow("f").Works("a"));
        var second = await SaveAsync(new Flow("f").Works("a", "b"));

        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.ContentHash, second.ContentHash);
        Assert.Equal("1L", await VersionsAsync());
    }

    [Fact]
    public async Task Published_version_is_superseded_by_the_next_draft_and_publication()
    {
        await _engine.PublishAsync(new Flow("f").Works("a"));
        Assert.Equal("1LP", await VersionsAsync());
        var draft = await SaveAsync(new Flow("f").Works("b"));
        Assert.Equal("2L 1P", await VersionsAsync());

        await StoreAsync(async store =>
        {
            await store.PublishAsync((await store.FindAsync(draft.Id, default))!, "li", default);
            return 0;
        });

        Assert.Equal("2LP 1", await VersionsAsync());
        Assert.Equal(2, (await StoreAsync(store => store.FindAsync("f", VersionOption.Published, default)))!.Version);
    }

    [Fact]
    public async Task Going_back_to_an_older_version_publishes_it_again()
    {
        await _engine.PublishAsync(new Flow("f").Works("a"));
        await _engine.PublishAsync(new Flow("f").Works("b"));

        await StoreAsync(async store =>
        {
            await store.PublishAsync((await store.FindAsync("f", 1, default))!, "li", default);
            return 0;
        });

        Assert.Equal("2L 1P", await VersionsAsync());
    }

    [Fact]
    public async Task Two_publications_at_once_do_not_both_succeed()
    {
        await _engine.PublishAsync(new Flow("f").Works("a"));
        var draft = await SaveAsync(new Flow("f").Works("b"));

        await _engine.InScopeAsync(async services =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            await store.PublishAsync((await store.FindAsync(draft.Id, default))!, "li", default);
            await StoreAsync(async other =>
            {
                await other.PublishAsync((await other.FindAsync(draft.Id, default))!, "li", default);
                return 0;
            });
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => services.GetRequiredService<DbContext>().SaveChangesAsync());
            return 0;
        });
    }

    [Fact]
    public async Task Test_run_of_a_draft_starts_by_version_id()
    {
        var draft = await SaveAsync(new Flow("f").Asks("a"));

        var id = await _engine.DoAsync(runtime => runtime.StartAsync(new Engine.Runtime.StartWorkflow("f") { VersionId = draft.Id }, default));

        Assert.Equal("a", await _engine.WaitingAsync(id));
    }

    [Fact]
    public async Task Draft_that_has_run_is_never_written_over()
    {
        var draft = await SaveAsync(new Flow("f").Asks("a").Works("b").Connect("a->b"));
        var id = await _engine.DoAsync(runtime => runtime.StartAsync(new Engine.Runtime.StartWorkflow("f") { VersionId = draft.Id }, default));

        await SaveAsync(new Flow("f").Asks("other"));

        Assert.Equal("2L 1", await VersionsAsync());
        await _engine.AnswerAsync("a");
        Assert.Equal("a,b,Flowchart1", await _engine.TraceAsync(id));
    }

    [Fact]
    public async Task Retracted_version_is_never_written_over()
    {
        await _engine.PublishAsync(new Flow("f").Asks("a"));
        await WithVersionAsync("f", 1, (store, version) => store.RetractAsync(version, "li", default));

        await SaveAsync(new Flow("f").Asks("other"));

        Assert.Equal("2L 1", await VersionsAsync());
    }

    [Fact]
    public async Task Save_that_meets_the_first_run_of_the_draft_starts_over_and_makes_a_new_version()
    {
        var draft = await SaveAsync(new Flow("f").Asks("a"));
        Task<WorkflowDefinitionVersion> Save() => _engine.InScopeAsync(services =>
        {
            services.GetRequiredService<Interference>().BeforeSaveAsync = attempt => attempt > 1
                ? Task.CompletedTask
                : _engine.DoAsync(runtime => runtime.StartAsync(new Engine.Runtime.StartWorkflow("f") { VersionId = draft.Id }, default));
            return services.GetRequiredService<Engine.Runtime.IWorkflowUnitOfWork>().ExecuteAsync(
                _ => services.GetRequiredService<WorkflowDefinitionStore>().SaveDraftAsync(new Flow("f").Asks("other").ToString(), DefinitionSource.Person, "li", default), default);
        });

        Assert.Equal(2, (await Save()).Version);

        Assert.Equal("2L 1", await VersionsAsync());
        Assert.Equal("a", await _engine.ReadAsync(db => db.Set<Engine.Runtime.WorkflowBookmark>().Select(bookmark => bookmark.ActivityId).SingleAsync()));
    }

    [Fact]
    public async Task Trying_a_draft_out_does_not_stand_in_the_way_of_its_editor()
    {
        var draft = await SaveAsync(new Flow("f").Asks("a"));
        await _engine.DoAsync(runtime => runtime.StartAsync(new Engine.Runtime.StartWorkflow("f") { VersionId = draft.Id }, default));

        var saved = await StoreAsync(store => store.SaveDraftAsync(
            new DraftToSave(new Flow("f").Asks("b").ToString(), DefinitionSource.Person, "li") { BaseVersionId = draft.Id, ExpectedRevision = draft.Revision }, default));

        Assert.Equal(2, saved.Version);
    }

    [Fact]
    public async Task Saving_what_is_there_already_changes_nothing()
    {
        var first = await SaveAsync(new Flow("f").Works("a"));
        await WithVersionAsync("f", 1, (store, version) => store.PublishAsync(version, "li", default));

        var again = await SaveAsync(new Flow("f").Works("a"));

        Assert.Equal(first.Id, again.Id);
        Assert.Equal("1LP", await VersionsAsync());
    }

    [Fact]
    public async Task Save_of_an_outdated_draft_says_who_was_first_and_when()
    {
        var mine = await SaveAsync(new Flow("f").Works("a"));
        _engine.Clock.Advance(TimeSpan.FromMinutes(5));
        await StoreAsync(store => store.SaveDraftAsync(new Flow("f").Works("b").ToString(), DefinitionSource.Person, "wang", default));

        var conflict = await Assert.ThrowsAsync<DefinitionConflictException>(() => StoreAsync(store => store.SaveDraftAsync(
            new DraftToSave(new Flow("f").Works("c").ToString(), DefinitionSource.Person, "li") { BaseVersionId = mine.Id, ExpectedRevision = mine.Revision }, default)));

        Assert.Equal(("wang", _engine.Clock.GetUtcNow()), (conflict.Current.ChangedBy, conflict.Current.ChangedAt));
    }

    [Fact]
    public async Task Going_back_makes_the_old_content_a_new_draft_and_keeps_the_one_that_is_there()
    {
        await _engine.PublishAsync(new Flow("f").Works("old"));
        await SaveAsync(new Flow("f").Works("half", "done"));

        var reverted = await WithVersionAsync("f", 1, (store, version) => store.RevertAsync(version, "li", default));

        Assert.Equal("3L 2 1P", await VersionsAsync());
        Assert.Equal(new Flow("f").Works("old").ToString(), reverted.Json);
    }

    [Fact]
    public async Task Deleting_the_latest_version_makes_the_one_below_the_latest()
    {
        await _engine.PublishAsync(new Flow("f").Works("a"));
        await SaveAsync(new Flow("f").Works("b"));

        await WithVersionAsync("f", 2, async (store, version) =>
        {
            await store.DeleteAsync(version, "li", default);
            return 0;
        });

        Assert.Equal("1LP", await VersionsAsync());
        Assert.Equal(2, (await SaveAsync(new Flow("f").Works("c"))).Version);
    }

    [Fact]
    public async Task Version_with_instances_is_not_deleted_and_the_refusal_counts_them()
    {
        await _engine.PublishAsync(new Flow("f").Trigger("on", "Ordered").Asks("a").Connect("on->a"));
        for (var i = 0; i < 3; i++)
            await _engine.RaiseAsync(new Engine.Runtime.PublishedEvent("Ordered"));

        var one = await Assert.ThrowsAsync<DefinitionInUseException>(() => WithVersionAsync("f", 1, async (store, version) =>
        {
            await store.DeleteAsync(version, "li", default);
            return 0;
        }));
        var all = await Assert.ThrowsAsync<DefinitionInUseException>(() => StoreAsync(store => store.DeleteAllAsync("f", default)));

        Assert.Equal(((int?)1, 3, null, 3), (one.Version, one.Instances, all.Version, all.Instances));
        Assert.Equal("1LP", await VersionsAsync());
    }

    [Fact]
    public async Task Instance_that_starts_while_its_version_is_deleted_wins()
    {
        var version = await _engine.PublishAsync(new Flow("f").Asks("a"));

        await Assert.ThrowsAnyAsync<DbUpdateException>(() => _engine.InScopeAsync(async services =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            await store.DeleteAsync((await store.FindAsync(version.Id, default))!, "li", default);
            await _engine.StartAsync("f");
            return await services.GetRequiredService<DbContext>().SaveChangesAsync();
        }));

        Assert.Equal("1LP", await VersionsAsync());
    }

    [Fact]
    public async Task Deleted_definition_leaves_nothing_behind()
    {
        await _engine.PublishAsync(new Flow("f").Trigger("on", "Ordered").Add("call", "Test.Work", ("workflowDefinitionId", Flow.Expression("Literal", "g"))));
        await SaveAsync(new Flow("f").Works("b"));

        Assert.Equal(2, await StoreAsync(store => store.DeleteAllAsync("f", default)));

        Assert.Equal("", await VersionsAsync());
        Assert.Equal((0, 0), (await _engine.CountAsync<WorkflowTrigger>(), await _engine.CountAsync<WorkflowDefinitionReference>()));
    }

    [Fact]
    public async Task Definition_that_published_ones_call_is_not_deleted()
    {
        await _engine.PublishAsync(new Flow("child").Works("a"));
        await SaveAsync(new Flow("draft-caller").Add("call", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", Flow.Expression("Literal", "child"))));
        await StoreAsync(async store => await store.PublishAsync(await store.SaveDraftAsync(Caller("caller", "Test.Work"), DefinitionSource.Person, "li", default), "li", default));

        var refusal = await Assert.ThrowsAsync<DefinitionInUseException>(() => StoreAsync(store => store.DeleteAllAsync("child", default)));
        var consumers = await _engine.InScopeAsync(services => services.GetRequiredService<WorkflowDefinitionReader>().ConsumersAsync("child", default));

        Assert.Equal(["caller"], refusal.Consumers);
        Assert.Equal(["caller", "draft-caller"], consumers.Select(consumer => consumer.DefinitionId));

        await SaveAsync(new Flow("draft-caller").Works("calls", "nobody"));
        Assert.Single(await _engine.InScopeAsync(services => services.GetRequiredService<WorkflowDefinitionReader>().ConsumersAsync("child", default)));
    }

    [Fact]
    public async Task Lists_search_filter_sort_and_page()
    {
        foreach (var name in (string[])["beta_1", "Alpha", "gamma", "betaX1"])
            await _engine.PublishAsync(new Flow(name).Works("a"));
        await SaveAsync(new Flow("gamma").Works("b"));
        await SaveAsync(new Flow("delta").Works("b"));

        async Task<string> Names(DefinitionQuery query) => string.Join(" ", (await ListAsync(query)).Items.Select(item => $"{item.Name}{item.Version}"));

        Assert.Equal("Alpha1 betaX11 beta_11 delta1 gamma2", await Names(new DefinitionQuery()));
        Assert.Equal("beta_11", await Names(new DefinitionQuery { Search = "A_1" }));
        Assert.Equal("gamma1", await Names(new DefinitionQuery { Versions = VersionFilter.Published, DefinitionIds = ["gamma", "delta"] }));
        Assert.Equal("gamma2 delta1", await Names(new DefinitionQuery { Versions = VersionFilter.Draft, IsDescending = true }));
        var page = await ListAsync(new DefinitionQuery { Skip = 1, Take = 2 });
        Assert.Equal(("betaX1 beta_1", 5), (string.Join(" ", page.Items.Select(item => item.Name)), page.Total));
    }

    [Fact]
    public async Task Names_are_free_unless_another_definition_has_them_now()
    {
        await _engine.PublishAsync(new Flow("f").Works("a"));
        await SaveAsync(new Flow("f").Works("b"));

        Task<bool> IsFree(string name, string? except) => _engine.InScopeAsync(services => services.GetRequiredService<WorkflowDefinitionReader>().IsNameFreeAsync(name, except, default));

        Assert.Equal((false, true, true), (await IsFree("f", null), await IsFree("f", "f"), await IsFree("g", null)));
    }

    [Fact]
    public async Task Operations_on_a_definition_with_many_versions_read_no_more_rows()
    {
        for (var i = 0; i < 40; i++)
            await _engine.PublishAsync(new Flow("f").Works("a", "n" + i));

        await _engine.InScopeAsync(async services =>
        {
            var store = services.GetRequiredService<WorkflowDefinitionStore>();
            var draft = await store.SaveDraftAsync(new Flow("f").Works("new").ToString(), DefinitionSource.Person, "li", default);
            await store.PublishAsync(draft, "li", default);
            await store.FindAsync("f", 3, default);
            Assert.Equal(3, services.GetRequiredService<DbContext>().ChangeTracker.Entries<WorkflowDefinitionVersion>().Count());
            return 0;
        });
    }

    private static string Caller(string definitionId, string type) => new Flow(definitionId).Add("call", type, ("workflowDefinitionId", "child")).ToString();
}
