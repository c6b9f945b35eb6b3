using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests;
using AfterSales.Engine;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using AfterSales.Host.Persistence;
using AfterSales.Host.Trials;
using AfterSales.Testing;
using AfterSales.Workflows.Trials;
using AfterSales.Workflows.Tests.Definitions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Trials;

/// <summary>Whatever happens in a trial, the product's data stay as they are, and real work goes on.</summary>
public sealed class TrialIsolationTests : IAsyncLifetime
{
    private readonly StopActivity _stop = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync() =>
        _product = await TestProduct.StartAsync(configure: services => services.AddSingleton<Activity>(_stop));

    public async Task DisposeAsync() => await _product.DisposeAsync();

    private static Draft Flow => new Draft("flow").StartedBy("ComplaintRegistered").Asks("First", Roles.Agent, "Done").Add("Sheet", "AfterSales.IssueTrackingSheet")
        .Add("Clock", "AfterSales.StartClock", ("metric", "SLA-13"), ("duration", "15.00:00:00")).Add("Tell", "Elsa.PublishEvent", ("eventName", "Told"));

    [Theory]
    [InlineData("finishes")]
    [InlineData("waits")]
    [InlineData("faults")]
    [InlineData("is refused")]
    [InlineData("is cut short")]
    public async Task Every_table_is_as_before_but_for_the_record_that_it_was_run(string what)
    {
        await RealWorkAsync();
        var trial = new RunDraftTrial { Definition = Flow.Connect("Start->First", "First->Sheet", "Sheet->Clock", "Clock->Tell").ToString() };
        trial = what switch
        {
            "waits" => trial with { Unscripted = UnscriptedTasks.Unanswered },
            "faults" => trial with { Definition = Flow.Add("Break", "AfterSales.CloseCase").Connect("Start->First", "First->Sheet", "Sheet->Clock", "Clock->Break").ToString() },
            "is refused" => trial with { Answers = [new ScriptedAnswer("First") { Outcome = "Nonsense" }] },
            "is cut short" => trial with { Bounds = new TrialBounds { Activities = 2 } },
            _ => trial,
        };
        var before = await DatabaseImage.TakeAsync(_product);

        var report = await _product.TryAsync(trial);

        var ending = what switch { "finishes" => TrialEnding.Finished, "faults" => TrialEnding.Faulted, "is cut short" => TrialEnding.ActivityLimit, _ => TrialEnding.Waiting };
        Assert.Equal(ending, report.Run!.Ending);
        AssertOnlyNoted(before, await DatabaseImage.TakeAsync(_product));
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }

    [Fact]
    public async Task Trial_that_is_given_up_midway_leaves_nothing()
    {
        await RealWorkAsync();
        using var givenUp = new CancellationTokenSource();
        _stop.Here = _ => givenUp.CancelAsync();
        var draft = Flow.Add("Stop", "Test.Stop").Asks("Second", Roles.Agent, "Done").Connect("Start->First", "First->Sheet", "Sheet->Clock", "Clock->Stop", "Stop->Second").ToString();
        var before = await DatabaseImage.TakeAsync(_product);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(new RunDraftTrial { Definition = draft }, givenUp.Token));

        Assert.True(_stop.Reached);
        AssertOnlyNoted(before, await DatabaseImage.TakeAsync(_product));
    }

    [Fact]
    public async Task Trial_on_a_real_case_changes_nothing_of_it()
    {
        var number = (await _product.RegisterAsync()).Number;
        while (await _product.OpenTaskAsync(number) is not null)
            await _product.CompleteNextAsync(number);
        var before = await DatabaseImage.TakeAsync(_product);

        var report = await _product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), Case = new TrialCase { Number = number } });

        Assert.Equal((TrialEnding.Finished, CaseStatus.Closed, false), (report.Run!.Ending, report.Case!.StatusAtEnd, report.Case.IsMadeUp));
        AssertOnlyNoted(before, await DatabaseImage.TakeAsync(_product));
    }

    [Fact]
    public async Task Real_work_goes_on_in_the_middle_of_a_trial_and_neither_sees_the_other()
    {
        var (isThere, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _stop.Here = async _ =>
        {
            isThere.SetResult();
            await goOn.Task;
        };
        var draft = Flow.Add("Stop", "Test.Stop").Asks("Second", Roles.Agent, "Done").Connect("Start->First", "First->Sheet", "Sheet->Clock", "Clock->Stop", "Stop->Second").ToString();
        var trial = Task.Run(() => _product.TryAsync(new RunDraftTrial { Definition = draft }));
        await isThere.Task; // the trial is within a burst, with rows written before

        var number = (await _product.RegisterAsync()).Number;
        await _product.CompleteNextAsync(number);
        _product.Clock.Advance(TimeSpan.FromHours(2));
        await _product.RunTimersAsync();
        Assert.NotNull(await _product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == number && c.Metric == "first-reply").Select(c => c.OverdueAt).SingleAsync()));
        Assert.Equal("C-2026-00001", number.Value);
        goOn.SetResult();
        var report = await trial;

        Assert.Equal(TrialEnding.Finished, report.Run!.Ending);
        Assert.Equal(["First", "Second"], report.Tasks.Select(t => t.ActivityId));
        Assert.Equal(2, await _product.ReadAsync(db => db.WorkItems.CountAsync()));
        Assert.Equal(1, await _product.ReadAsync(db => db.Set<WorkflowInstance>().CountAsync()));
        Assert.Equal("C-2026-00002", (await _product.RegisterAsync()).Number.Value);
    }

    [Fact]
    public async Task Trial_has_services_of_its_own()
    {
        Type[] stateful = [typeof(WorkflowGraphs), typeof(TimeProvider), typeof(DbContextOptions<ProductDbContext>)];
        object[]? own = null;
        _stop.Here = context =>
        {
            own = [.. stateful.Select(type => context.Services.GetService(type) ?? this)];
            return Task.CompletedTask;
        };

        await _product.TryAsync(new RunDraftTrial { Definition = new Draft("flow").Add("Stop", "Test.Stop").ToString() });

        foreach (var (type, service) in stateful.Zip(own!))
            Assert.NotSame(_product.Services.CreateScope().ServiceProvider.GetService(type), service);
    }

    /// <summary>Whoever adds a table decides: does it belong to a case, is it copied whole, or is it left out (<c>NotInTrials</c>)?</summary>
    [Fact]
    public async Task Tables_that_are_copied_whole_are_few_and_small()
    {
        await using var scope = _product.Services.CreateAsyncScope();

        var whole = TrialCopy.WholeTables(scope.ServiceProvider.GetRequiredService<ProductDbContext>().Model).Select(entity => entity.ClrType.Name);

        Assert.Equal(["Absence", "BusinessCalendar", "CalendarYear", "InquiryImprovement", "OrganisationUnit", "Person", "PostCertificate", "Project", "SatisfactionTarget", "SlaPolicy"], whole.Order());
    }

    private static void AssertOnlyNoted(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        Assert.All(before.Except(after), row => Assert.StartsWith("AuditChains: definition:", row, StringComparison.Ordinal));
        var added = after.Except(before).ToArray();
        Assert.Equal(2, added.Length);
        Assert.Contains(added, row => row.StartsWith("AuditChains: definition:", StringComparison.Ordinal));
        Assert.Contains(added, row => row.StartsWith("AuditRecords: definition:", StringComparison.Ordinal) && row.Contains(nameof(NoteTrial), StringComparison.Ordinal));
    }

    // Something of everything: a closed case, one in work, timers, links, records.
    private async Task RealWorkAsync()
    {
        var closed = (await _product.RegisterAsync()).Number;
        while (await _product.OpenTaskAsync(closed) is not null)
            await _product.CompleteNextAsync(closed);
        await _product.CompleteNextAsync((await _product.RegisterAsync(ComplaintSeverity.Serious)).Number);
    }

    private async Task<DraftTrialReport> SendAsync(RunDraftTrial trial, CancellationToken cancellationToken)
    {
        await using var scope = _product.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(_product.Holding(Roles.ProcessOwner));
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(trial, cancellationToken);
    }

    /// <summary>Lets the test do something in the middle of a burst.</summary>
    private sealed class StopActivity : Activity
    {
        public Func<ActivityContext, Task> Here { get; set; } = _ => Task.CompletedTask;

        public bool Reached { get; private set; }

        public override ActivityDescriptor Descriptor { get; } = new("Test.Stop", "Test");

        public override async ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            Reached = true;
            await Here(context);
        }
    }
}
