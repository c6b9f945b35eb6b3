using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using AfterSales.Testing;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Trials;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Trials;

/// <summary>A draft is run with the product's own rules, and nothing real is touched.</summary>
public sealed class RunDraftTrialTests : IAsyncLifetime
{
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task Complaint_runs_through_to_the_closure_that_the_customer_confirms()
    {
        var report = await _product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), AnswerAfter = TimeSpan.FromMinutes(30) });

        Assert.Equal((TrialEnding.Finished, (string?)null), (report.Run!.Ending, report.Run.Detail));
        string[] asked =
        [
            "Triage", "Contact", "Dispatch", "DepartmentOpinion", "ConsultCustomer", "Handle", "TestAndConfirm", "ResponseReport", "ResultStatement", "PhoneNotice", "ClosedLoopRequest", "Verify",
            "CustomerConfirmation",
        ];
        Assert.Equal(asked, report.Tasks.Select(t => t.ActivityId));
        Assert.All(report.Tasks, t => Assert.Equal((WorkItemStatus.Done, AnswerSource.Rule, TimeSpan.FromMinutes(30)), (t.Status, t.AnsweredFrom, t.CompletedAt - t.OpenedAt)));
        Assert.Equal(["complaint-acceptance", "closure-verification"], report.Run.Instances.Select(i => i.DefinitionId));
        Assert.All(report.Run.Instances, i => Assert.Equal(WorkflowSubStatus.Finished, i.Status));
        Assert.Equal(["CustomerSatisfied:True", "Closed", "Flowchart1"], report.Run.Path()[^3..]);
        Assert.Equal((MadeUpComplaint.Number, true, CaseStatus.Closed), (report.Case!.Number!.Value.Value, report.Case.IsMadeUp, report.Case.StatusAtEnd));
        Assert.Empty(report.Run.Waiting);
        Assert.Empty(report.Run.Incidents);
    }

    [Fact]
    public async Task Report_tells_for_whom_tasks_are_and_which_clocks_run()
    {
        var report = await _product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), Answers = [new("DepartmentOpinion") { After = TimeSpan.FromHours(3) }] });

        var opinion = report.Tasks.Single(t => t.ActivityId == "DepartmentOpinion");
        Assert.Equal(("maintenance", "填写部门意见", "FRM-17"), (opinion.Role, opinion.Title.Zh, opinion.FormCode));
        Assert.Equal((opinion.OpenedAt.AddHours(2), opinion.OpenedAt.AddHours(2), opinion.OpenedAt.AddHours(3)), (opinion.DueAt, opinion.OverdueAt, opinion.CompletedAt));
        Assert.Equal(WorkItemKind.CustomerConfirmation, report.Tasks.Single(t => t.ActivityId == "CustomerConfirmation").Kind);
        Assert.Equal("试运行客户", report.Tasks.Single(t => t.ActivityId == "CustomerConfirmation").CompletedBy);

        Assert.Equal(["satisfaction", "first-reply", "department-opinion"], report.Clocks.Select(c => c.Metric));
        Assert.Equal(("HalfMonthClock", "StopHalfMonthClock", SlaClockStatus.Met, report.Run!.StartedAt.AddDays(15)), (report.Clocks[0].StartedBy, report.Clocks[0].StoppedBy, report.Clocks[0].Status, report.Clocks[0].DueAt));
        Assert.Equal(("DepartmentOpinion", "DepartmentOpinion", SlaClockStatus.Breached, opinion.DueAt), (report.Clocks[2].StartedBy, report.Clocks[2].StoppedBy, report.Clocks[2].Status, report.Clocks[2].OverdueAt));
        Assert.Equal("""{"satisfied":true}""", report.Run.Steps.Single(s => s.Variables["Verification"] is not null).Variables["Verification"]!.ToJsonString());
    }

    [Fact]
    public async Task Customer_who_refuses_closure_sends_the_case_round_again()
    {
        var report = await _product.TryAsync(new RunDraftTrial
        {
            Definition = TrialSteps.Shipped("complaint-acceptance"),
            Answers = [new("客户确认") { Outcome = "NotSatisfied", Data = JsonElement.Parse("""{"comment":"还是黑屏"}""") }, new("Customer's confirmation") { Outcome = "Satisfied" }],
        });

        Assert.Equal(TrialEnding.Finished, report.Run!.Ending);
        Assert.Equal(["CustomerSatisfied:False", "CustomerSatisfied:True"], report.Run.Path().Where(step => step.StartsWith("CustomerSatisfied", StringComparison.Ordinal)));
        Assert.Equal(2, report.Tasks.Count(t => t.ActivityId == "Handle"));
        Assert.Equal(["NotSatisfied", "Satisfied"], report.Tasks.Where(t => t.ActivityId == "CustomerConfirmation").Select(t => t.Outcome));
        Assert.Equal("""{"comment":"还是黑屏"}""", report.Tasks.First(t => t.ActivityId == "CustomerConfirmation").Data!.Value.GetRawText());
        Assert.Equal(["complaint-acceptance", "closure-verification", "closure-verification"], report.Run.Instances.Select(i => i.DefinitionId));
        Assert.Empty(report.Unused.Answers);
    }

    [Fact]
    public async Task Serious_complaint_takes_the_other_way()
    {
        var report = await _product.TryAsync(new RunDraftTrial
        {
            Definition = TrialSteps.Shipped("complaint-acceptance"), Case = new TrialCase { MadeUp = new MadeUpComplaint { Severity = ComplaintSeverity.Serious } },
        });

        // A letter is what a serious complaint takes, and the first option of the form's list is a phone call: the real rule refuses the closure.
        Assert.NotNull(report.Run);
        Assert.Contains("DirectorInstruction:Instructed", report.Run.Path());
        Assert.Contains("ResultLetter:Sent", report.Run.Path());
    }

    [Fact]
    public async Task Unanswered_task_and_refused_answer_are_named()
    {
        var open = await _product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), Unscripted = UnscriptedTasks.Unanswered });
        var refused = await _product.TryAsync(new RunDraftTrial
        {
            Definition = TrialSteps.Shipped("complaint-acceptance"), FillForms = false, Answers = [new("Triage") { Data = JsonElement.Parse("""{"nonsense":1}""") }, new("NoSuchTask")],
        });

        Assert.Equal((TrialEnding.Waiting, "Triage", "热线受理分派"), (open.Run!.Ending, open.Run.Waiting.Single().ActivityId, open.Tasks.Single().Title.Zh));
        Assert.Equal((TrialEnding.Waiting, WorkItemStatus.Open), (refused.Run!.Ending, refused.Tasks.Single().Status));
        Assert.Contains(refused.Tasks.Single().Refusals, r => r is { Field: "data.nonsense", Code: "form.unknown-field" });
        Assert.Equal(["NoSuchTask"], refused.Unused.Answers);
    }

    [Fact]
    public async Task Answer_of_somebody_who_may_not_is_refused_by_the_real_rule()
    {
        var report = await _product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), Answers = [new("Triage") { By = "clerk" }] });

        Assert.Equal("task.not-candidate", report.Tasks.Single().Refusals.Single().Code);
    }

    [Fact]
    public async Task Unanswered_case_is_marked_overdue_on_the_jumping_clock()
    {
        var report = await _product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), Answers = [new("Triage"), new("Contact"), new("Dispatch")], Unscripted = UnscriptedTasks.Unanswered });

        // The last step of the half month's ladder is at 150 %, and waits for the office to open.
        Assert.Equal((TrialEnding.Waiting, true), (report.Run!.Ending, report.Run.EndedAt - report.Run.StartedAt >= TimeSpan.FromDays(22.5)));
        Assert.Equal([SlaClockStatus.Met, SlaClockStatus.Breached, SlaClockStatus.Breached], report.Clocks.Select(c => c.Status).Order());
        Assert.All(report.Clocks.Where(c => c.Status == SlaClockStatus.Breached), c => Assert.Equal(c.DueAt, c.OverdueAt));
    }

    [Fact]
    public async Task Invalid_draft_is_not_run_and_its_problems_are_the_answer()
    {
        var draft = JsonNode.Parse(TrialSteps.Shipped("complaint-acceptance"))!;
        draft["root"]!["activities"]![1]!["type"] = "AfterSales.Nonsense";
        var before = await DatabaseImage.TakeAsync(_product);

        var report = await _product.TryAsync(new RunDraftTrial { Definition = draft.ToJsonString() });

        Assert.Null(report.Run);
        Assert.Contains(report.Problems, p => p is { Path: "root.activities[1]", Severity: ProblemSeverity.Error } && p.Message.Contains("AfterSales.Nonsense", StringComparison.Ordinal));
        Assert.Equal(before, await DatabaseImage.TakeAsync(_product));
    }

    [Fact]
    public async Task Definition_without_a_trigger_is_started_by_hand()
    {
        var draft = new Definitions.Draft("by-hand").Asks("Ask", Roles.Agent, "Yes", "No").Add("Wait", "Elsa.Event", ("eventName", "GoOn")).Connect("Ask:Yes->Wait").ToString();

        var report = await _product.TryAsync(new RunDraftTrial { Definition = draft, Events = [new ScriptedEvent("GoOn") { After = TimeSpan.FromDays(2) }] });

        Assert.Equal((TrialEnding.Finished, TimeSpan.FromDays(2)), (report.Run!.Ending, report.Run.EndedAt - report.Run.StartedAt));
        Assert.Equal(["Ask:Yes", "Wait", "Flowchart1"], report.Run.Path());
    }

    [Theory]
    [InlineData(Roles.Agent)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Manager)]
    public async Task Others_than_process_owners_and_administrators_may_not(string role) =>
        await Assert.ThrowsAsync<ForbiddenException>(() => _product.SendAsync(_product.Holding(role), new RunDraftTrial { Definition = "{}" }));

    [Fact]
    public async Task Request_that_makes_no_sense_is_refused_by_field()
    {
        var refusal = await Assert.ThrowsAsync<ValidationException>(() => _product.TryAsync(new RunDraftTrial
        {
            VersionId = "x", Definition = "{}", Case = new TrialCase { MadeUp = new MadeUpComplaint { CustomerName = "" } }, Bounds = new TrialBounds { WallSeconds = 0 },
            Answers = [new ScriptedAnswer("") { After = TimeSpan.FromHours(-1) }], AnswerAfter = TimeSpan.FromDays(99_999),
        }));

        Assert.Equal(
            ["AnswerAfter", "Answers[0].After", "Answers[0].Task", "Bounds.WallSeconds", "Case.MadeUp.CustomerName", "Definition"], refusal.Errors.Select(e => e.PropertyName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("trial.unknown-trigger", "Start.Event")]
    [InlineData("trial.unknown-case", "Case.Number")]
    [InlineData("project.unknown", "Case.MadeUp.ProjectCode")]
    public async Task Unknown_names_are_refused(string code, string field)
    {
        var trial = new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance") };
        trial = code switch
        {
            "trial.unknown-trigger" => trial with { Start = new TrialStart { Event = "Nonsense" } },
            "trial.unknown-case" => trial with { Case = new TrialCase { Number = new CaseNumber("C-1999-00001") } },
            _ => trial with { Case = new TrialCase { MadeUp = new MadeUpComplaint { ProjectCode = "nowhere" } } },
        };

        var refusal = await Assert.ThrowsAsync<ValidationException>(() => _product.TryAsync(trial));

        Assert.Equal((code, field), (refusal.Errors.Single().ErrorCode, refusal.Errors.Single().PropertyName));
    }

    [Fact]
    public async Task Stored_draft_is_tried_by_its_version_and_unknown_versions_do_not_exist()
    {
        var version = await _product.ReadAsync(db => db.Set<WorkflowDefinitionVersion>().SingleAsync(v => v.DefinitionId == "closure-verification"));

        var report = await _product.TryAsync(new RunDraftTrial { VersionId = version.Id, Unscripted = UnscriptedTasks.Unanswered });

        Assert.Equal((version.Id, "closure-verification", version.ContentHash.ToLowerInvariant()), (report.Draft.VersionId, report.Draft.DefinitionId, report.Draft.Hash));
        Assert.Equal("Verify", report.Run!.Waiting.Single().ActivityId);
        await Assert.ThrowsAsync<NotFoundException>(() => _product.TryAsync(new RunDraftTrial { VersionId = "none" }));
    }

    [Fact]
    public async Task Draft_saved_above_the_version_in_force_is_tried()
    {
        var saved = await _product.SendAsync(_product.Holding(Roles.ProcessOwner), new SaveDefinitionDraft(TrialSteps.Shipped("complaint-acceptance").Replace("半个月时钟", "十五天时钟", StringComparison.Ordinal)));

        var report = await _product.TryAsync(new RunDraftTrial { VersionId = saved.Id });

        Assert.Equal((TrialEnding.Finished, (string?)null), (report.Run!.Ending, report.Run.Detail));
    }

    [Fact]
    public async Task That_it_was_run_is_on_record()
    {
        var report = await _product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), Unscripted = UnscriptedTasks.Unanswered });

        var record = await _product.ReadAsync(db => db.Set<AuditRecord>().SingleAsync(r => r.Action == nameof(NoteTrial)));
        Assert.Equal(("definition:complaint-acceptance", Roles.ProcessOwner), (record.Chain, record.ActorName));
        Assert.Contains(report.Draft.Hash, record.Changes, StringComparison.Ordinal);
        Assert.True((await _product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
    }
}
