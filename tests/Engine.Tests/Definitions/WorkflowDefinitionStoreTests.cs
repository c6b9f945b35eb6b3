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

    private async Task<string> VersionsAsync() => string.Join(" ", (await StoreAsync(store => store.ListAsync("f", default)))
        .Select(version => $"{version.Version}{(version.IsLatest ? "L" : "")}{(version.IsPublished ? "P" : "")}"));

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
            await store.PublishAsync((await store.FindAsync(draft.Id, default))!, default);
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
            await store.PublishAsync((await store.FindAsync("f", 1, default))!, default);
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
            await store.PublishAsync((await store.FindAsync(draft.Id, default))!, default);
            await StoreAsync(async other =>
            {
                await other.PublishAsync((await other.FindAsync(draft.Id, default))!, default);
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
}
