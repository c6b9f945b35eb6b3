using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Publications;
using AfterSales.Workflows.Tests.Definitions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Publications;

/// <summary>Nobody publishes a process alone: another owner sees the difference and publishes exactly that.</summary>
public sealed class PublicationTests : IAsyncLifetime
{
    private TestProduct _product = null!;
    private Actor _second = null!;

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(loadDefinitions: false, configure: services => services.Configure<PublicationOptions>(options => options.NeedsApproval = true));
        _second = await _product.HireAsync("second-owner", Roles.ProcessOwner);
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    private Actor Owner => _product.Holding(Roles.ProcessOwner);

    private static Draft Process(string task) => new Draft("simple").StartedBy("ComplaintRegistered").Asks(task, Roles.Agent, "Done").Connect($"Start->{task}");

    private Task<SavedDefinition> SaveAsync(string task, Actor? by = null) => _product.SendAsync(by ?? Owner, new SaveDefinitionDraft(Process(task).ToString()));

    private Task<Guid> RequestAsync(Actor? by = null) => _product.SendAsync(by ?? Owner, new RequestPublication("simple", null, "新增一步"));

    private async Task<string> RefusalAsync<T>(Actor by, IRequest<T> request) => (await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(by, request))).Code;

    private Task<WorkflowDefinitionVersion?> PublishedAsync() =>
        _product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().AsNoTracking().SingleOrDefaultAsync(v => v.DefinitionId == "simple" && v.IsPublished));

    private Task<PublicationRequest> StoredAsync(Guid id) => _product.ReadAsync(db => db.Set<PublicationRequest>().AsNoTracking().SingleAsync(r => r.Id == id));

    [Fact]
    public async Task One_owner_alone_cannot_publish_and_is_told_to_ask()
    {
        await SaveAsync("Ask");

        Assert.Equal("definition.needs-approval", await RefusalAsync(Owner, new PublishDefinition("simple")));
        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(_product.Holding(Roles.Administrator), new PublishDefinition("simple")));
        Assert.Null(await PublishedAsync());
    }

    [Fact]
    public async Task Approval_of_a_difference_that_is_no_longer_the_difference_is_refused()
    {
        await SaveAsync("Ask");
        await _product.SendAsync(_second, new ApprovePublication(await RequestAsync()));
        await SaveAsync("AskAgain");
        var id = await RequestAsync();
        await _product.SendAsync(Owner, new RetractDefinition("simple"));

        Assert.Equal("publication.replaces-another", await RefusalAsync(_second, new ApprovePublication(id)));

        Assert.True((await _product.SendAsync(_second, new ListPublications())).Single().IsStale);
        Assert.Null(await PublishedAsync());
        Assert.True(await _product.SendAsync(_second, new ApprovePublication(await RequestAsync())));
    }

    [Fact]
    public async Task Second_owner_publishes_what_was_asked_for_and_both_are_on_the_record()
    {
        await SaveAsync("Ask");
        var id = await RequestAsync();
        var row = (await _product.SendAsync(_second, new ListPublications())).Single();
        Assert.Equal(("simple", 1, false, false), (row.DefinitionId, row.Version, row.IsStale, row.IsOwn));

        Assert.True(await _product.SendAsync(_second, new ApprovePublication(id, "已看过对比")));

        var published = (await PublishedAsync())!;
        Assert.Equal((1, _second.Name), (published.Version, published.ChangedBy));
        Assert.Empty(await _product.SendAsync(_second, new ListPublications()));
        Assert.Equal("ComplaintRegistered", await _product.ReadAsync(db => db.Set<WorkflowTrigger>().Select(t => t.Key).SingleAsync()));
        var records = await _product.ReadAsync(db => db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == "definition:simple").OrderBy(r => r.Sequence).ToListAsync());
        Assert.Contains(records, r => r is { Action: nameof(RequestPublication), Reason: "新增一步" } && r.ActorName == Owner.Name && r.Changes.Contains(published.ContentHash, StringComparison.Ordinal));
        Assert.Contains(records, r => r is { Action: nameof(ApprovePublication), Reason: "已看过对比" } && r.ActorName == _second.Name && r.Changes.Contains("published", StringComparison.Ordinal));
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }

    [Fact]
    public async Task Nobody_decides_on_a_request_of_their_own()
    {
        await SaveAsync("Ask");
        var id = await RequestAsync();

        Assert.Equal("publication.own", await RefusalAsync(Owner, new ApprovePublication(id)));
        Assert.Equal("publication.own", await RefusalAsync(Owner, new RejectPublication(id, "不")));
        Assert.Equal("publication.not-own", await RefusalAsync(_second, new WithdrawPublication(id)));
        Assert.Equal(PublicationStatus.Open, (await StoredAsync(id)).Status);
        foreach (var role in (string[])[Roles.Administrator, Roles.Auditor, Roles.Agent])
            await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(_product.Holding(role), new ApprovePublication(id)));
    }

    [Fact]
    public async Task Content_changed_after_the_request_is_not_published_until_it_is_asked_for_anew()
    {
        await SaveAsync("Ask");
        var id = await RequestAsync();
        await SaveAsync("Changed", _second);

        Assert.True((await _product.SendAsync(Owner, new ListPublications())).Single().IsStale);
        Assert.Equal("publication.stale", await RefusalAsync(_second, new ApprovePublication(id)));
        Assert.Null(await PublishedAsync());

        var anew = await RequestAsync();
        Assert.Equal(PublicationStatus.Stale, (await StoredAsync(id)).Status);
        Assert.True(await _product.SendAsync(_second, new ApprovePublication(anew)));
        Assert.Contains("Changed", (await PublishedAsync())!.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_saved_back_as_it_was_asked_for_may_be_approved()
    {
        await SaveAsync("Ask");
        var id = await RequestAsync();
        await SaveAsync("Changed");
        await SaveAsync("Ask");

        Assert.True(await _product.SendAsync(_second, new ApprovePublication(id)));
    }

    [Fact]
    public async Task Asking_and_approving_twice_changes_nothing()
    {
        await SaveAsync("Ask");
        var id = await RequestAsync();

        Assert.Equal(id, await RequestAsync());
        Assert.Equal("publication.already-requested", await RefusalAsync(_second, new RequestPublication("simple", 1, "我也要")));
        Assert.True(await _product.SendAsync(_second, new ApprovePublication(id)));
        Assert.False(await _product.SendAsync(_second, new ApprovePublication(id)));
        Assert.Equal("publication.closed", await RefusalAsync(_second, new RejectPublication(id, "晚了")));
        Assert.Equal("publication.already-published", await RefusalAsync(Owner, new RequestPublication("simple", null, "再来")));
        Assert.Equal(1, await _product.ReadAsync(db => db.Set<PublicationRequest>().CountAsync()));
    }

    [Fact]
    public async Task Approvals_and_a_rejection_at_once_leave_one_decision()
    {
        var third = await _product.HireAsync("third-owner", Roles.ProcessOwner);
        await SaveAsync("Ask");
        var id = await RequestAsync();

        var approvals = Enumerable.Range(0, 6).Select(i => Record(() => _product.SendAsync(i % 2 is 0 ? _second : third, new ApprovePublication(id)))).ToArray();
        var rejection = Record(async () => { await _product.SendAsync(third, new RejectPublication(id, "不同意")); return true; });
        var done = await Task.WhenAll(approvals.Append(rejection));

        Assert.Equal(1, done.Count(isDone => isDone));
        var stored = await StoredAsync(id);
        Assert.Equal(stored.Status is PublicationStatus.Approved, await PublishedAsync() is not null);
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);

        static async Task<bool> Record(Func<Task<bool>> act)
        {
            await Task.Yield();
            try
            {
                return await act();
            }
            catch (RuleViolationException refusal) when (refusal.Code is "publication.closed")
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Requests_at_once_leave_one_open_request()
    {
        await SaveAsync("Ask");

        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ => { await Task.Yield(); return await RequestAsync(); }));

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Rejected_and_withdrawn_requests_leave_the_draft_to_be_asked_for_again()
    {
        await SaveAsync("Ask");
        var rejected = await RequestAsync();
        await Assert.ThrowsAsync<ValidationException>(() => _product.SendAsync(_second, new RejectPublication(rejected, " ")));
        await _product.SendAsync(_second, new RejectPublication(rejected, "缺少时限"));
        var withdrawn = await RequestAsync();
        await _product.SendAsync(Owner, new WithdrawPublication(withdrawn));

        Assert.NotEqual(Guid.Empty, await RequestAsync());
        var all = await _product.SendAsync(_product.Holding(Roles.Auditor), new ListPublications("simple", IncludeDecided: true));
        Assert.Equal([PublicationStatus.Open, PublicationStatus.Withdrawn, PublicationStatus.Rejected], all.Select(row => row.Status));
        Assert.Equal("缺少时限", all[2].DecisionReason);
    }

    [Fact]
    public async Task Draft_with_errors_cannot_be_asked_for()
    {
        await _product.SendAsync(Owner, new SaveDefinitionDraft(Process("Ask").ToString().Replace("AfterSales.HumanTask", "No.Such", StringComparison.Ordinal)));

        var refusal = await Assert.ThrowsAsync<ValidationException>(() => RequestAsync());

        Assert.Contains(refusal.Errors, error => error.ErrorCode is "definition.invalid");
    }

    [Fact]
    public async Task Files_that_come_with_the_product_are_published_at_start_and_those_a_person_imports_are_drafts()
    {
        using var folder = new DefinitionFolder();
        Assert.Equal([ImportResult.Published], await folder.Write("simple.json", Process("Ask").ToString()).ImportAsync(_product));

        folder.Write("simple.json", Process("Other").ToString());
        Assert.Equal([ImportResult.Drafted], await folder.ImportAsync(_product, Owner));
        Assert.Contains("Ask", (await PublishedAsync())!.Json, StringComparison.Ordinal);
    }
}
