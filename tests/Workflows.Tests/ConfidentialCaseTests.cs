using AfterSales.Domain;
using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Host.Studio;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Instances;
using AfterSales.Workflows.Migrations;
using AfterSales.Workflows.Operations;
using AfterSales.Workflows.Trials;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests;

/// <summary>A complaint about a person's service is seen by those who handle it and by nobody else, whichever door they try (PRC-39, CHN-03).</summary>
public sealed class ConfidentialCaseTests : IAsyncLifetime
{
    private const string Subject = "维护人员态度恶劣";

    private TestProduct _product = null!;
    private CaseNumber _number;

    /// <summary>Roles that see everybody's tasks, and one that does not; none of them handles the case while it is investigated.</summary>
    public static TheoryData<string> Strangers => new(Roles.Manager, Roles.Administrator, Roles.ProcessOwner, Roles.Clerk);

    public static TheoryData<string> Insiders => new(Roles.Agent, Roles.Quality, Roles.EngineeringDirector, Roles.Auditor);

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync();
        var request = new RegisterComplaint("周女士", "乌鲁木齐交警支队", "0995-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, Subject, "投诉服务人员", IsSupervision: true);
        _number = (await _product.SendAsync(_product.Holding(Roles.Agent), request)).Number;
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task The_case_itself_is_not_there_for_strangers(string role)
    {
        Assert.Null(await AskAsync(role, new GetCase(_number)));
        Assert.Null(await AskAsync(role, new GetComplaint(_number)));
        Assert.Null(await AskAsync(role, new GetCaseHistory(_number)));
        Assert.Empty(await AskAsync(role, new ListCaseTasks(_number)));
        Assert.Empty(await AskAsync(role, new GetCaseHeadings([_number])));
    }

    [Theory]
    [MemberData(nameof(Insiders))]
    public async Task Who_handles_it_sees_the_case_its_history_and_its_tasks(string role)
    {
        Assert.NotNull(await AskAsync(role, new GetCase(_number)));
        Assert.NotNull(await AskAsync(role, new GetComplaint(_number)));
        Assert.NotNull(await AskAsync(role, new GetCaseHistory(_number)));
        Assert.Single(await AskAsync(role, new ListCaseTasks(_number)));
        Assert.Single(await AskAsync(role, new GetCaseHeadings([_number])));
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Lists_of_cases_do_not_find_it_by_number_subject_or_customer(string role)
    {
        foreach (var search in (string?[])[null, _number.Value, "态度", "周女士"])
        {
            Assert.Empty((await AskAsync(role, new ListCases(search))).Items);
            Assert.Empty(await AskAsync(role, new ListComplaints(search)));
        }
    }

    [Theory]
    [InlineData(Roles.Manager)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.ProcessOwner)]
    public async Task Who_sees_every_task_does_not_see_its_tasks_nor_count_them(string role)
    {
        foreach (var filter in (TaskFilter[])[TaskFilter.None, new(Text: "态度"), new(Text: _number.Value), new(Customer: "周女士")])
            Assert.Empty((await AskAsync(role, new ListWorkItems(TaskScope.All) { Filter = filter })).Items);
        Assert.Equal(0, (await AskAsync(role, new CountWorkItems())).All);
        var task = (await _product.OpenTaskAsync(_number))!;
        await Assert.ThrowsAsync<ForbiddenException>(() => AskAsync(role, new GetWorkItem(task.Id)));
        await Assert.ThrowsAsync<ForbiddenException>(() => AskAsync(role, new UrgeWorkItem(task.Id)));

        await _product.CompleteAsync(task);
        if (role != Roles.Manager) // who is asked to pass it on now
            Assert.Empty((await AskAsync(role, new ListWorkItems(TaskScope.All, TaskState.Done))).Items);
    }

    [Fact]
    public async Task A_colleague_of_the_group_sees_it_until_another_takes_it()
    {
        await _product.HireAsync("second-inspector", Roles.Quality);
        Assert.NotNull(await AskAsync("second-inspector", new GetCase(_number)));
        var told = (await AskAsync("second-inspector", new ListNotifications())).Lines.Count;

        await _product.SendAsync(_product.Holding(Roles.Quality), new ClaimWorkItem((await _product.OpenTaskAsync(_number))!.Id));

        Assert.Null(await AskAsync("second-inspector", new GetCase(_number)));
        Assert.NotNull(await AskAsync(Roles.Quality, new GetCase(_number)));
        await _product.CompleteAsync((await _product.OpenTaskAsync(_number))!);
        Assert.Empty((await AskAsync("second-inspector", new ListWorkItems(TaskScope.Group, TaskState.Done))).Items);
        Assert.Equal(0, told); // hired after the task was opened
    }

    [Fact]
    public async Task Notifications_of_it_are_gone_when_one_does_not_handle_it_any_more()
    {
        await _product.HireAsync("second-manager", Roles.Manager);
        await _product.CompleteAsync((await _product.OpenTaskAsync(_number))!);
        Assert.Single((await AskAsync("second-manager", new ListNotifications())).Lines);

        await _product.SendAsync(_product.Holding(Roles.Manager), new ClaimWorkItem((await _product.OpenTaskAsync(_number))!.Id));

        Assert.Empty((await AskAsync("second-manager", new ListNotifications())).Lines);
        Assert.Equal(0, await AskAsync("second-manager", new CountUnreadNotifications()));
        Assert.Single((await AskAsync(Roles.Manager, new ListNotifications())).Lines);
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Its_clocks_are_neither_shown_nor_moved(string role)
    {
        var clock = await _product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == _number).Select(c => c.Id).FirstAsync());
        _product.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Null(await AskAsync(role, new GetClock(clock)));
        Assert.Empty(await AskAsync(role, new ListClocksAtRisk()));
        Assert.NotEmpty(await AskAsync(Roles.Quality, new ListClocksAtRisk()));
        if (role == Roles.Manager)
        {
            await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(role, new PauseClock(_number, null, PauseReasons.WaitingCustomer)));
            await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(role, new SetClockDue(clock, _product.Clock.GetUtcNow().AddDays(1), "约定")));
            await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(role, new OpenCorrectiveAction(_number, "主题", "问题")));
        }
    }

    [Fact]
    public async Task A_policys_preview_counts_its_clocks_and_does_not_name_them()
    {
        var policy = (await AskAsync(Roles.Administrator, new GetPolicy("default")))!;
        var longer = policy.Rules.Select(rule => rule.Id == "SLA-13" ? rule with { Duration = TimeSpan.FromDays(20) } : rule).ToArray();

        var preview = await AskAsync(Roles.Administrator, new PreviewPolicy(policy.Code, policy.Name, true, longer));

        Assert.Equal((1, 0), (preview.Moves.Later, preview.Moves.Largest.Count));
    }

    [Fact]
    public async Task What_its_process_holds_is_not_for_who_looks_after_processes()
    {
        var instance = await InstanceAsync();

        await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(Roles.ProcessOwner, new GetInstance(instance)));
        Assert.Equal(_number.Value, (await AskAsync(Roles.Auditor, new GetInstance(instance))).Instance.CorrelationId);
        var trial = new RunDraftTrial { Definition = Trials.TrialSteps.Shipped("complaint-acceptance"), Case = new TrialCase { Number = _number } };
        await Assert.ThrowsAsync<ValidationException>(() => AskAsync(Roles.ProcessOwner, trial));
    }

    [Fact]
    public async Task Lists_of_what_runs_neither_show_nor_find_its_process()
    {
        var instance = await InstanceAsync();

        foreach (var search in (string?[])[null, _number.Value, instance.ToString("N")])
            Assert.Equal(0, (await AskAsync(Roles.ProcessOwner, new FindInstances(new InstanceQuery { Search = search, DefinitionIds = ["complaint-acceptance"] }))).Total);
        Assert.Single((await AskAsync(Roles.Auditor, new FindInstances(new InstanceQuery { Search = _number.Value }))).Items);
        await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(Roles.ProcessOwner, new GetInstanceProgress(instance)));
        Assert.Equal(instance, (await AskAsync(Roles.Auditor, new GetInstanceProgress(instance))).Id);
    }

    [Fact]
    public async Task A_filter_ends_only_what_its_list_shows()
    {
        foreach (var which in (InstanceQuery[])[new() { Search = _number.Value }, new() { CorrelationId = _number.Value }, new() { DefinitionIds = ["complaint-acceptance"] }])
            Assert.Equal(0, await AskAsync(Roles.Administrator, new CancelInstances(which, "清理")));

        Assert.NotNull(await _product.OpenTaskAsync(_number));
    }

    [Fact]
    public async Task One_process_is_not_cancelled_by_who_does_not_handle_its_case_even_by_its_id()
    {
        var instance = await InstanceAsync();
        Assert.True(Assert.Single((await AskAsync(Roles.Administrator, new ListInstances())).Items).IsConfidential);

        var refusal = await Assert.ThrowsAsync<ForbiddenException>(() => AskAsync(Roles.Administrator, new CancelInstance(instance, "清理")));
        Assert.Equal("instance.confidential", refusal.Code);

        Assert.NotNull(await _product.OpenTaskAsync(_number));
        var other = (await _product.RegisterAsync()).Number;
        await AskAsync(Roles.Administrator, new CancelInstance(await _product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.CorrelationId == other.Value).Select(i => i.Id).SingleAsync()), "清理"));
        Assert.Null(await _product.OpenTaskAsync(other));
    }

    [Fact]
    public async Task No_process_is_run_on_it_by_who_may_not_know_of_it_as_though_it_were_not_there()
    {
        var version = await _product.ReadAsync(db => db.Set<Engine.Definitions.WorkflowDefinitionVersion>().Where(v => v.DefinitionId == "complaint-acceptance" && v.IsLatest).Select(v => v.Id).SingleAsync());

        foreach (var number in (string[])[_number.Value, "C-2026-99999"])
            Assert.Equal("definition.unknown-case", (await Assert.ThrowsAsync<RuleViolationException>(() => AskAsync(Roles.ProcessOwner, new RunDefinition("complaint-acceptance", version, number)))).Code);
    }

    [Fact]
    public async Task A_migration_tries_and_moves_it_and_names_it_to_nobody_else()
    {
        var other = (await _product.RegisterAsync()).Number;
        await AskAsync(Roles.ProcessOwner, new SaveDefinitionDraft(Trials.TrialSteps.Shipped("complaint-acceptance")));
        Assert.True(await AskAsync(Roles.ProcessOwner, new PublishDefinition("complaint-acceptance", Reason: "试行")));
        var plan = await AskAsync(Roles.ProcessOwner, new PlanMigration("complaint-acceptance", 1, 2));

        var tried = (await AskAsync(Roles.ProcessOwner, new DryRunMigration(plan.Id))).Instances;
        Assert.Equal([null, other.Value], tried.Select(verdict => verdict.CorrelationId).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(tried, verdict => verdict.Name?.Contains(_number.Value, StringComparison.Ordinal) is true);
        Assert.Contains((await AskAsync(Roles.Auditor, new DryRunMigration(plan.Id))).Instances, verdict => verdict.CorrelationId == _number.Value);

        await AskAsync(Roles.ProcessOwner, new StartMigration(plan.Id, Reason: "试行"));
        while (await _product.Services.GetRequiredService<MigrationPump>().RunDueAsync(CancellationToken.None) > 0)
        {
        }

        var moved = await AskAsync(Roles.ProcessOwner, new ListMigratedInstances(plan.Id));
        Assert.Equal([(null, MigrationItemStatus.Migrated), (other.Value, MigrationItemStatus.Migrated)], moved.Select(item => (item.CorrelationId, item.Status)).OrderBy(item => item.CorrelationId, StringComparer.Ordinal));
        Assert.Contains(await AskAsync(Roles.Auditor, new ListMigratedInstances(plan.Id)), item => item.CorrelationId == _number.Value);
    }

    [Fact]
    public async Task The_designers_viewer_does_not_open_its_process_for_who_does_not_handle_it()
    {
        var instance = (await InstanceAsync()).ToString();

        await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(Roles.ProcessOwner, new FrameStudio(StudioPlace.Viewer, instance)));
        await Assert.ThrowsAsync<NotFoundException>(() => AskAsync(Roles.Administrator, new FrameStudio(StudioPlace.Viewer, instance)));
        Assert.Equal("complaint-acceptance", (await AskAsync(Roles.Auditor, new FrameStudio(StudioPlace.Viewer, instance))).DefinitionId);
    }

    [Fact]
    public async Task Operators_see_that_something_runs_and_fails_and_not_whose_it_is()
    {
        var instance = await InstanceAsync();
        await using (var scope = _product.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
            db.Add(new WorkflowIncident
            {
                Id = Domain.NewId.At(_product.Clock.GetUtcNow()), InstanceId = instance, DefinitionId = "complaint-acceptance", ActivityId = "Record", ActivityNodeId = "Workflow1:Flowchart1:Record", ActivityType = "AfterSales.HumanTask",
                ExceptionType = "System.InvalidOperationException", Message = $"Case {_number} is broken.", StackTrace = $"at Handle({_number})", OccurredAt = _product.Clock.GetUtcNow(),
            });
            await db.SaveChangesAsync();
        }

        var listed = Assert.Single((await AskAsync(Roles.Administrator, new ListInstances())).Items);
        var incident = Assert.Single((await AskAsync(Roles.Administrator, new ListIncidents())).Items);
        var details = (await AskAsync(Roles.Administrator, new GetIncident(incident.Id)))!;

        Assert.Equal((instance, null, null), (listed.Id, listed.CorrelationId, listed.Name));
        Assert.Equal((null, "Case ••• is broken."), (incident.CorrelationId, incident.Message));
        Assert.Equal((null, "Case ••• is broken.", "at Handle(•••)"), (details.Summary.CorrelationId, details.Summary.Message, details.StackTrace));
        Assert.Equal(_number.Value, Assert.Single((await AskAsync(Roles.Auditor, new ListIncidents())).Items).CorrelationId);
    }

    [Fact]
    public async Task What_was_given_up_for_it_names_neither_its_number_nor_keys_made_of_it()
    {
        var instance = await InstanceAsync();
        await using (var scope = _product.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
            var now = _product.Clock.GetUtcNow();
            db.Add(new OutboxMessage { Id = NewId.At(now), Kind = "mail", Payload = "{}", IdempotencyKey = $"letter:{_number}", DeadAt = now, LastError = $"{_number}: no such box", InstanceId = instance });
            await db.SaveChangesAsync();
        }

        var hidden = Assert.Single((await AskAsync(Roles.Administrator, new ListDeadLetters())).Messages);
        var shown = Assert.Single((await AskAsync(Roles.Auditor, new ListDeadLetters())).Messages);

        Assert.Equal((null, "letter:•••", "•••: no such box"), (hidden.CorrelationId, hidden.IdempotencyKey, hidden.LastError));
        Assert.Equal((_number.Value, $"letter:{_number}"), (shown.CorrelationId, shown.IdempotencyKey));
    }

    [Fact]
    public async Task Past_trials_leave_it_out_for_who_does_not_handle_it()
    {
        while (await _product.OpenTaskAsync(_number) is not null)
            await _product.CompleteNextAsync(_number);
        var other = (await _product.RegisterAsync()).Number;
        while (await _product.OpenTaskAsync(other) is not null)
            await _product.CompleteNextAsync(other);

        var report = await AskAsync(Roles.ProcessOwner, new TryOnPastCases("complaint-acceptance"));

        Assert.Equal([other], report.Cases.Select(result => result.Case!.Value));
    }

    [Fact]
    public async Task A_substitute_opens_the_case_whose_task_they_hold_and_only_while_they_do()
    {
        await _product.HireAsync("stand-in", Roles.Clerk);
        var task = (await _product.OpenTaskAsync(_number))!;
        await _product.SendAsync(_product.Holding(Roles.Quality), new ClaimWorkItem(task.Id));
        Assert.Null(await AskAsync("stand-in", new GetCase(_number)));
        var now = _product.Clock.GetUtcNow();
        await _product.SendAsync(_product.Holding(Roles.Quality), new ArrangeAbsence("stand-in", now, now.AddDays(2)));

        Assert.NotNull(await AskAsync("stand-in", new GetCase(_number)));
        Assert.NotNull(await AskAsync("stand-in", new GetCaseHistory(_number)));
        Assert.Single((await AskAsync("stand-in", new ListCases(_number.Value))).Items);
        Assert.NotNull(await AskAsync("stand-in", new GetWorkItem(task.Id)));

        _product.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Null(await AskAsync("stand-in", new GetCase(_number)));
    }

    private Task<Guid> InstanceAsync() => _product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.CorrelationId == _number.Value).Select(i => i.Id).SingleAsync());

    private Task<T> AskAsync<T>(string person, MediatR.IRequest<T> request) => _product.SendAsync(_product.Holding(person), request);
}
