using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using AfterSales.Workflows.Tests.Definitions;
using AfterSales.Workflows.Retention;
using AfterSales.Workflows.Trials;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Trials;

/// <summary>The last finished cases in a draft: those that it changes are found, and no others.</summary>
public sealed class TryOnPastCasesTests(PastCasesFixture past) : IClassFixture<PastCasesFixture>
{
    /// <summary>What is changed in the draft, the cases that take another path, and how the first of them differs.</summary>
    public static TheoryData<string, Action<JsonObject>, string[], string> Changes => new()
    {
        { "nothing", _ => { }, [], "" },
        { "a title", draft => draft.Activity("Dispatch")["title"]!["expression"]!["value"] = "派单", [], "" },
        {
            "a new task for serious cases", draft =>
            {
                draft.Add("QualityReview", "AfterSales.HumanTask", ("title", "质量评审"), ("candidateRole", "quality"));
                draft.Redirect("ResultLetter", "QualityReview");
                draft.Connect("QualityReview", "Done", "ClosedLoopRequest");
            }, ["serious"], "after ResultLetter: ClosedLoopRequest -> QualityReview; now QualityReview; gap QualityReview NoPastAnswer"
        },
        {
            "another condition", draft => draft.Activity("Grade")["condition"]!["expression"]!["value"] = "false", ["serious"],
            "after StopFirstReplyPlan: Grade -> Grade; then DirectorInstruction AwaitVerification…; now Dispatch; outcome Grade; gap Dispatch NoPastAnswer; Faulted AwaitVerification"
        },
        {
            "no second round", draft => draft.Redirect("CustomerSatisfied:False", "Closed"), ["refused"],
            "after CustomerSatisfied: IssueSheet -> Closed; then IssueSheet DepartmentOpinion…"
        },
        {
            "an outcome that is gone", draft =>
            {
                draft.Activity("ConsultCustomer")["outcomes"]!["expression"]!["value"] = """["Agreed"]""";
                draft.Activity("ConsultCustomer")["outcomeLabels"]!["expression"]!["value"] = "{}";
            }, ["disagreed"], "after DepartmentOpinion: ConsultCustomer -> ConsultCustomer; then DepartmentOpinion ConsultCustomer…; outcome ConsultCustomer; gap ConsultCustomer OutcomeGone"
        },
        { "a field more", draft => draft.Require("Dispatch", "reason"), [], "" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Exactly_the_cases_that_the_draft_changes_differ(string what, Action<JsonObject> change, string[] changed, string how)
    {
        var draft = JsonNode.Parse(TrialSteps.Shipped("complaint-acceptance"))!.AsObject();
        change(draft);
        var before = await DatabaseImage.TakeAsync(past.Product);

        var report = await past.TryAsync(new TryOnPastCases("complaint-acceptance") { Definition = draft.ToJsonString() });

        Assert.DoesNotContain(report.Problems, p => p.Severity is ProblemSeverity.Error);
        Assert.Equal(past.Cases.Values.Order(Comparer<CaseNumber>.Create((a, b) => string.CompareOrdinal(b.Value, a.Value))), report.Cases.Select(c => c.Case!.Value));
        Assert.All(report.Cases, c => Assert.Equal((what, null, true), (what, c.Failure, c.IsExact)));
        Assert.Equal(changed.Select(name => past.Cases[name]), report.Cases.Where(c => !c.IsSame).Select(c => c.Case!.Value));
        Assert.Equal((past.Cases.Count - changed.Length, 0), (report.Same, report.NotTried));
        Assert.Equal(how, report.Cases.Where(c => !c.IsSame).Select(Describe).FirstOrDefault() ?? "");
        Assert.All(report.Cases.Where(c => c.IsSame), c => Assert.Equal(c.DurationThen, c.DurationNow));
        Assert.All(before.Except(await DatabaseImage.TakeAsync(past.Product)), row => Assert.StartsWith("AuditChains: definition:", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Second_process_of_a_case_is_tried_from_the_state_the_case_was_in()
    {

        var report = await past.TryAsync(new TryOnPastCases("closure-verification"));

        Assert.Equal(past.Cases.Count + 1, report.Cases.Count); // the refused one has two
        Assert.All(report.Cases, c => Assert.True(c.IsSame, Describe(c)));
    }

    [Fact]
    public async Task As_many_cases_as_asked_for_are_tried_and_it_is_on_record()
    {

        var report = await past.TryAsync(new TryOnPastCases("complaint-acceptance") { Count = 2 });

        Assert.Equal(2, report.Cases.Count);
        var record = await past.Product.ReadAsync(db => db.Set<AuditRecord>().SingleAsync(r => r.Action == nameof(NoteTrial) && r.Changes.Contains("on 2 past cases")));
        Assert.Contains(report.Draft.Hash, record.Changes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_of_another_definition_or_of_none_is_refused()
    {
        var other = await Assert.ThrowsAsync<ValidationException>(() => past.TryAsync(new TryOnPastCases("complaint-acceptance") { Definition = TrialSteps.Shipped("closure-verification") }));
        await Assert.ThrowsAsync<NotFoundException>(() => past.TryAsync(new TryOnPastCases("nothing")));
        await Assert.ThrowsAsync<ForbiddenException>(() => past.Product.SendAsync(past.Product.Holding(Roles.Manager), new TryOnPastCases("complaint-acceptance")));

        Assert.Equal("trial.other-definition", other.Errors.Single().ErrorCode);
    }

    [Fact]
    public async Task Trial_on_a_real_case_begins_where_the_process_began()
    {

        var closure = await past.Product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("closure-verification"), Case = new TrialCase { Number = past.Cases["ordinary"] } });
        var now = await past.Product.TryAsync(new RunDraftTrial { Definition = TrialSteps.Shipped("complaint-acceptance"), Case = new TrialCase { Number = past.Cases["ordinary"], At = CaseMoment.Now } });

        Assert.Equal((TrialEnding.Finished, CaseStatus.Closed, true), (closure.Run!.Ending, closure.Case!.StatusAtEnd, closure.Case.IsExact));
        Assert.Equal(["Verify", "CustomerConfirmation"], closure.Tasks.Select(t => t.ActivityId));
        Assert.Equal(["satisfaction"], closure.Clocks.Select(c => c.Metric));
        Assert.Equal((TrialEnding.Faulted, "IssueSheet"), (now.Run!.Ending, now.Run.Incidents.Single().ActivityId));
        Assert.EndsWith(nameof(RuleViolationException), now.Run.Incidents.Single().ExceptionType, StringComparison.Ordinal);
    }

    private static string Describe(PastCaseResult result) => string.Join("; ", (IEnumerable<string>)
    [
        .. result.Divergence is { } at ? [$"after {at.Last?.ActivityId}: {at.Then?.ActivityId} -> {at.Now?.ActivityId}"] : Array.Empty<string>(),
        .. Some("then", result.OnlyThen), .. Some("now", result.OnlyNow), .. result.Outcomes.Select(o => $"outcome {o.ActivityId}"), .. result.Gaps.Select(g => $"gap {g.ActivityId} {g.Reason}"),
        .. result.Incidents.Select(incident => $"{result.Ending} {incident.ActivityId}"),
    ]);

    private static string[] Some(string when, IReadOnlyList<PathCount> counts) =>
        counts.Count == 0 ? [] : [$"{when} {string.Join(' ', counts.Take(2).Select(c => c.ActivityId))}{(counts.Count > 2 ? "…" : "")}"];
}

/// <summary>Cases that are not as today's would be.</summary>
public sealed class OlderCasesTests(PastCasesFixture past) : IClassFixture<PastCasesFixture>
{
    [Fact]
    public async Task Journals_of_an_earlier_release_archives_and_older_versions_serve_as_well()
    {
        await AsOfAnEarlierReleaseAsync();
        var same = await past.TryAsync(new TryOnPastCases("complaint-acceptance"));
        Assert.Equal((past.Cases.Count, past.Cases.Count), (same.Cases.Count, same.Same));

        // Finished a month ago and packed away.
        var closed = await past.Product.ReadAsync(db => db.Set<WorkflowInstance>().Where(i => i.CorrelationId == past.Cases["refused"].Value).Select(i => i.Id).ToListAsync());
        foreach (var id in closed)
            Assert.True(await past.Product.SendAsync(Actor.System, new ArchiveInstance(id)));
        var packed = await past.TryAsync(new TryOnPastCases("complaint-acceptance"));
        Assert.Equal((past.Cases.Count, past.Cases.Count), (packed.Cases.Count, packed.Same));

        var next = JsonNode.Parse(TrialSteps.Shipped("complaint-acceptance"))!.AsObject();
        next.Add("QualityReview", "AfterSales.HumanTask", ("title", "质量评审"), ("candidateRole", "quality"));
        next.Redirect("Dispatch", "QualityReview");
        next.Connect("QualityReview", "Done", "IssueSheet");
        using var folder = new DefinitionFolder();
        await folder.Write("next.json", next.ToJsonString()).ImportAsync(past.Product);
        await past.CloseAsync("new version");

        var report = await past.TryAsync(new TryOnPastCases("complaint-acceptance"));

        Assert.Equal([2, 1, 1, 1, 1], report.Cases.Select(c => c.DefinitionVersion));
        Assert.Equal(["new version", "serious"], report.Cases.Where(c => c.IsSame).Select(c => past.Cases.Single(known => known.Value == c.Case).Key));
        Assert.Equal(("Dispatch", 3), (report.Places.Single().ActivityId, report.Places.Single().Cases));
    }

    private Task<int> AsOfAnEarlierReleaseAsync() => past.Product.ReadAsync(async db =>
    {
        foreach (var entry in await db.Set<WorkflowJournalEntry>().AsNoTracking().ToListAsync())
        {
            var old = new JsonArray([.. JournalEvent.Parse(entry.Entries).Select(e =>
                (JsonNode)new JsonArray([(int)e.Kind, e.ActivityId, e.ActivityInstanceId, (long)e.Offset.TotalMicroseconds, .. e.Outcomes.Select(o => (JsonNode)o)]))]).ToJsonString();
            await db.Set<WorkflowJournalEntry>().Where(e => e.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Entries, old));
        }

        return 0;
    });
}
