using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Comparison;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Migrations;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Migrations;

/// <summary>A process owner changes a process while cases are under way.</summary>
public sealed class MigrationCommandTests : IAsyncLifetime
{
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    private Actor Owner => _product.Holding(Roles.ProcessOwner);

    private static Draft Process(string task, params string[] outcomes) =>
        new Draft("simple").StartedBy("ComplaintRegistered").Asks(task, Roles.Agent, outcomes).Asks("After", Roles.Manager, "Done").Connect($"Start->{task}", $"{task}:{outcomes[0]}->After");

    private async Task PublishAsync(Draft draft)
    {
        await _product.SendAsync(Owner, new SaveDefinitionDraft(draft.ToString()));
        Assert.True(await _product.SendAsync(Owner, new PublishDefinition("simple", Reason: "试行")));
    }

    private async Task<MigrationProgress> RunAsync(Guid id)
    {
        var pump = _product.Services.GetRequiredService<MigrationPump>();
        while (await pump.RunDueAsync(CancellationToken.None) > 0)
        {
        }

        return await _product.SendAsync(Owner, new GetMigration(id));
    }

    private Task<List<AuditRecord>> RecordsAsync(string chain) =>
        _product.ReadAsync(db => db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == chain).OrderBy(r => r.Sequence).ToListAsync());

    [Fact]
    public async Task Open_tasks_go_over_with_their_cases_and_everything_is_on_the_record()
    {
        await PublishAsync(Process("Ask", "Done"));
        var number = (await _product.RegisterAsync()).Number;
        var task = (await _product.OpenTaskAsync(number))!;
        await PublishAsync(Process("Ask2", "Done"));

        var plan = await _product.SendAsync(Owner, new PlanMigration("simple", 1, 2));
        Assert.Equal(["Ask"], plan.Unplaced);
        Assert.Equal([new ActivityLoad("Ask", 1, 0)], plan.Standing);
        Assert.Equal(MigrationRule.ActivityGone, (await _product.SendAsync(Owner, new DryRunMigration(plan.Id))).Instances.Single().Findings.Single().Rule);
        await _product.SendAsync(Owner, new ChangeMigrationMap(plan.Id, new MigrationMap { Activities = new Dictionary<string, string> { ["Ask"] = "Ask2" } }));
        await _product.SendAsync(Owner, new StartMigration(plan.Id, Reason: "新版更好"));
        var done = await RunAsync(plan.Id);

        Assert.Equal((MigrationStatus.Completed, 1, 0), (done.Migration.Status, done.Count(MigrationItemStatus.Migrated), done.Remaining));
        var moved = (await _product.OpenTaskAsync(number))!;
        Assert.Equal((task.Id, "Ask2", WorkItemStatus.Open), (moved.Id, moved.ActivityId, moved.Status));
        await _product.CompleteNextAsync(number);
        Assert.Equal("After", (await _product.OpenTaskAsync(number))!.ActivityId);

        Assert.Contains(await RecordsAsync(number.Value), r => r.Action == nameof(MigrateInstance) && r.Changes.Contains("version 1 to 2", StringComparison.Ordinal));
        var definition = await RecordsAsync("definition:simple");
        Assert.Contains(definition, r => r.Action == nameof(SaveDefinitionDraft) && r.Changes.Contains("activity Ask", StringComparison.Ordinal));
        Assert.Contains(definition, r => r is { Action: nameof(StartMigration), Reason: "新版更好" } && r.ActorName == Owner.Name);
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }

    [Fact]
    public async Task Undone_migration_brings_tasks_and_cases_back()
    {
        await PublishAsync(Process("Ask", "Done"));
        var number = (await _product.RegisterAsync()).Number;
        await PublishAsync(Process("Ask2", "Done"));
        var plan = await _product.SendAsync(Owner, new PlanMigration("simple", 1, 2, new MigrationMap { Activities = new Dictionary<string, string> { ["Ask"] = "Ask2" } }));
        await _product.SendAsync(Owner, new StartMigration(plan.Id));
        await RunAsync(plan.Id);

        await _product.SendAsync(Owner, new UndoMigration(plan.Id, "太早"));
        var undone = await RunAsync(plan.Id);

        Assert.Equal((MigrationStatus.Undone, 1), (undone.Migration.Status, undone.Count(MigrationItemStatus.Undone)));
        Assert.Equal("Ask", (await _product.OpenTaskAsync(number))!.ActivityId);
        Assert.Equal(1, await _product.ReadAsync(db => db.Set<WorkflowInstance>().Select(i => i.DefinitionVersion).SingleAsync()));
        await _product.CompleteNextAsync(number);
        Assert.Equal("After", (await _product.OpenTaskAsync(number))!.ActivityId);
    }

    [Fact]
    public async Task Button_that_the_new_version_does_not_know_keeps_the_case_back()
    {
        await PublishAsync(Process("Ask", "Agreed", "Refused"));
        await _product.RegisterAsync();
        await PublishAsync(Process("Ask", "Agreed"));

        var plan = await _product.SendAsync(Owner, new PlanMigration("simple", 1, 2));

        var finding = (await _product.SendAsync(Owner, new DryRunMigration(plan.Id))).Instances.Single().Findings.Single();
        Assert.Equal((MigrationRule.OutcomeGone, "Ask", "Refused"), (finding.Rule, finding.ActivityId, finding.Values.Single()));
    }

    [Fact]
    public async Task Refusals_say_what_is_wrong_and_auditors_only_read()
    {
        await PublishAsync(Process("Ask", "Done"));
        await _product.RegisterAsync();
        var auditor = _product.Holding(Roles.Auditor);

        Assert.Equal("definition.has-instances", (await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(Owner, new DeleteDefinitionVersion("simple", 1)))).Code);
        Assert.Equal("migration.same-version", (await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(Owner, new PlanMigration("simple", 1, 1)))).Code);
        var saved = await _product.SendAsync(Owner, new SaveDefinitionDraft(Process("Mine", "Done").ToString()));
        await _product.SendAsync(_product.Holding(Roles.Administrator), new SaveDefinitionDraft(Process("Theirs", "Done").ToString()));
        var conflict = await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(Owner, new SaveDefinitionDraft(Process("Late", "Done").ToString(), saved.Id, saved.Revision)));
        Assert.Equal(("definition.changed", Roles.Administrator), (conflict.Code, conflict.Values[0]));

        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(auditor, new PublishDefinition("simple")));
        var comparison = await _product.SendAsync(auditor, new CompareVersions("simple", 1, 2));
        Assert.Contains(comparison.Comparison.Activities, change => change is { Kind: ChangeKind.Added, Place.Id: "Theirs" });
        Assert.Equal(2, (await _product.SendAsync(auditor, new ListDefinitions(new Engine.Definitions.DefinitionQuery { Versions = Engine.Definitions.VersionFilter.All }))).Total);
    }
}
