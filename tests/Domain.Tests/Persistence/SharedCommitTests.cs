using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Domain.Tests.Persistence;

/// <summary>Writers of one SQLite file that wait for each other share a commit, and nothing else.</summary>
public sealed class SharedCommitTests : IAsyncLifetime, IDisposable
{
    private readonly CommitRecorder _commits = new();
    private readonly List<AsyncServiceScope> _scopes = [];
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(
        configure: services => services.ConfigureDbContext<SqliteProductDbContext>(options => options.AddInterceptors(_commits)));

    public async Task DisposeAsync()
    {
        foreach (var scope in _scopes)
            await scope.DisposeAsync();
        await _product.DisposeAsync();
    }

    public void Dispose() => _commits.Dispose();

    [Fact]
    public async Task Those_that_wait_are_committed_together()
    {
        AfterSalesDbContext[] writers = [Adding("a"), Adding("b"), Adding("c"), Adding("d")];

        await TogetherAsync(writers.Select(writer => (Func<Task>)(() => writer.SaveChangesAsync())));

        Assert.Equal(["a", "b", "c", "d"], await StoredAsync());
        Assert.Equal(4, _commits.Committed.Count);
        Assert.Single(_commits.Committed.Distinct());
    }

    [Fact]
    public async Task One_that_comes_too_late_fails_alone_and_leaves_nothing()
    {
        var item = await _product.OpenAsync();
        var (first, second, third) = (await ClaimingAsync(item, "a"), await ClaimingAsync(item, "b"), Adding("c"));

        var failures = await TogetherAsync([() => first.SaveChangesAsync(), () => second.SaveChangesAsync(), () => third.SaveChangesAsync()]);

        Assert.Equal([null, typeof(DbUpdateConcurrencyException), null], failures.Select(failure => failure?.GetType()));
        Assert.Same(second.WorkItems.Local.Single(), Assert.Single(((DbUpdateConcurrencyException)failures[1]!).Entries).Entity);
        Assert.Equal(["a", "c"], await StoredAsync());
        Assert.Equal(first.WorkItems.Local.Single().AssigneeId, (await _product.TaskAsync(item)).AssigneeId);
        Assert.Single(_commits.Committed.Distinct());
    }

    [Fact]
    public async Task One_that_breaks_a_unique_key_fails_alone_as_a_conflict()
    {
        var (first, second, third) = (Adding("a"), Adding("b"), Adding("c"));
        second.Add(TaskForm.Of("a"));

        var failures = await TogetherAsync([() => first.SaveChangesAsync(), () => second.SaveChangesAsync(), () => third.SaveChangesAsync()]);

        Assert.Equal([null, typeof(DbUpdateException), null], failures.Select(failure => failure?.GetType()));
        Assert.True(_product.Services.GetRequiredService<IDatabaseErrors>().IsConflict(failures[1]!));
        Assert.Equal(["a", "c"], await StoredAsync());
    }

    [Fact]
    public async Task All_that_fail_leave_nothing_and_the_next_one_succeeds()
    {
        await Adding("a").SaveChangesAsync();
        var (first, second) = (Adding("a"), Adding("a"));

        var failures = await TogetherAsync([() => first.SaveChangesAsync(), () => second.SaveChangesAsync()]);

        Assert.All(failures, failure => Assert.IsType<DbUpdateException>(failure));
        await Adding("b").SaveChangesAsync();
        Assert.Equal(["a", "b"], await StoredAsync());
    }

    [Theory]
    [InlineData(0)] // it would lead the others
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_whose_caller_gives_up_while_it_waits_is_not_written_and_the_others_are(int which)
    {
        using var patience = new CancellationTokenSource();
        string[] names = ["a", "b", "c"];
        var writers = names.Select((name, index) => (Writer: Adding(name), Token: index == which ? patience.Token : CancellationToken.None)).ToArray();

        var failures = await TogetherAsync(writers.Select(w => (Func<Task>)(() => w.Writer.SaveChangesAsync(w.Token))), patience.Cancel);

        Assert.IsAssignableFrom<OperationCanceledException>(failures[which]);
        Assert.Equal(names.Where((_, index) => index != which), await StoredAsync());
        await Adding("later").SaveChangesAsync();
    }

    [Fact]
    public async Task Commit_that_fails_is_nobodys_and_the_next_one_succeeds()
    {
        var (first, second) = (Adding("a"), Adding("b"));
        _commits.FailNext = true;

        var failures = await TogetherAsync([() => first.SaveChangesAsync(), () => second.SaveChangesAsync()]);

        Assert.All(failures, failure => Assert.IsType<IOException>(Assert.IsType<DbUpdateException>(failure).InnerException));
        Assert.Empty(await StoredAsync());
        await Adding("c").SaveChangesAsync();
        Assert.Equal(["c"], await StoredAsync());
    }

    [Fact]
    public async Task Rows_that_refer_to_each_other_are_written_and_deleted_in_one_save()
    {
        await using var scope = _product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        var version = await db.Set<Engine.Definitions.WorkflowDefinitionVersion>().Select(v => v.Id).FirstAsync();
        var instance = new Engine.Runtime.WorkflowInstance { Id = Guid.NewGuid(), DefinitionId = "d", DefinitionVersionId = version };
        var bookmarks = Enumerable.Range(0, 3).Select(_ => new Engine.Runtime.WorkflowBookmark { Id = Guid.NewGuid(), InstanceId = instance.Id, Name = "n" }).ToArray();

        // The references first, so that only the order of writing can be right.
        db.AddRange(bookmarks.Take(2));
        db.Add(instance);
        db.Add(bookmarks[2]);
        await db.SaveChangesAsync();
        Assert.Equal(3, await db.Set<Engine.Runtime.WorkflowBookmark>().CountAsync());
        db.Remove(instance);
        db.RemoveRange(bookmarks);
        await db.SaveChangesAsync();

        Assert.Equal(0, await db.Set<Engine.Runtime.WorkflowInstance>().CountAsync());
    }

    [Fact]
    public async Task Every_caller_is_answered_however_many_there_are()
    {
        var done = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            await using var scope = _product.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
            db.Add(TaskForm.Of($"{i:D3}"));
            // Some are EF Core's own to write, and take turns with the others.
            if (i % 7 == 0)
                db.Add(Domain.Organisation.Person.Create($"p{i}", new LocalizedText("x"), _product.Clock.GetUtcNow()));
            return await db.SaveChangesAsync();
        })));

        Assert.Equal(200, done.Length);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i:D3}"), await StoredAsync());
    }

    /// <summary>Has all of them wait, in order, and then lets them go; what each failed by.</summary>
    private async Task<Exception?[]> TogetherAsync(IEnumerable<Func<Task>> saves, Action? meanwhile = null)
    {
        var gate = _product.Services.GetRequiredService<SqliteWriteGate>();
        await gate.EnterAsync(CancellationToken.None);
        _commits.Committed.Clear();
        var waiting = saves.Select(save => Record.ExceptionAsync(save)).ToArray();
        meanwhile?.Invoke();
        gate.Leave();
        return await Task.WhenAll(waiting);
    }

    private AfterSalesDbContext Adding(string content)
    {
        var scope = _product.Services.CreateAsyncScope();
        _scopes.Add(scope);
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        db.Add(TaskForm.Of(content));
        return db;
    }

    private async Task<AfterSalesDbContext> ClaimingAsync(Guid item, string content)
    {
        var db = Adding(content);
        (await db.WorkItems.SingleAsync(w => w.Id == item)).Claim(Guid.NewGuid(), _product.Clock.GetUtcNow());
        return db;
    }

    private Task<List<string>> StoredAsync() => _product.ReadAsync(db => db.Set<TaskForm>().Select(form => form.Content).OrderBy(content => content).ToListAsync());
}
