using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Testing;
using AfterSales.Workflows.Tasks;
using AfterSales.Workflows.Tests.Definitions;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace AfterSales.Workflows.Tests.Tasks;

/// <summary>
/// Verbs one after the other, by whoever tries: each does what a small model says or is refused where the model does, and no task is ever lost, doubled, or left with nobody who can
/// act on it.
/// </summary>
public sealed class VerbCombinationTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private static readonly string[] Verbs = ["claim", "release", "transfer", "delegate", "resolve", "complete", "reject", "withdraw", "take-back"];
    private static readonly string[] Steps = ["One", "Two", "Three"];
    private static readonly Dictionary<string, string> RoleOf = new() { ["agent"] = Roles.Agent, ["clerk"] = Roles.Clerk, ["clerk2"] = Roles.Clerk, ["maintenance"] = Roles.Maintenance };
    private readonly DefinitionFolder _folder = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(loadDefinitions: false);
        await _product.HireAsync("clerk2", Roles.Clerk);
        var draft = new Draft("line").StartedBy("ComplaintRegistered").Asks("One", Roles.Agent, "Done").Asks("Two", Roles.Clerk, "Done").Asks("Three", Roles.Maintenance, "Done")
            .Connect("Start->One", "One->Two", "Two->Three");
        await _folder.Write("process.json", draft.ToString()).ImportAsync(_product);
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_pair_of_verbs_and_many_longer_rows_do_what_the_model_says()
    {
        var seed = TestSeed.Next();
        output.WriteLine($"Seed {seed}");
#pragma warning disable CA5394 // Cases are drawn, not secrets.
        var random = new Random(seed);
        var rows = (from first in Verbs from second in Verbs select (string[])[first, second]).ToList();
        for (var i = 0; i < 40; i++)
            rows.Add([.. Enumerable.Range(0, 3 + (i % 4)).Select(_ => Verbs[random.Next(Verbs.Length)])]);

        var done = 0;
        foreach (var row in rows)
        {
            var (number, model) = (await StartAsync(), new Model());
            foreach (var verb in row)
            {
                // Mostly whoever the model lets, or most verbs would only ever be refused.
                var tries = (from person in RoleOf.Keys from to in RoleOf.Keys select (person, to)).OrderBy(_ => random.Next()).ToArray();
                var (actor, receiver) = random.Next(4) > 0 && tries.FirstOrDefault(t => model.Allows(verb, t.person, t.to)) is { person: not null } open ? open : tries[0];
                var trace = $"seed {seed}, {string.Join(' ', row)}: {verb} by {actor} to {receiver} at {model}";
                var isAllowed = model.Allows(verb, actor, receiver);
                var wasDone = await TryAsync(number, verb, actor, receiver);
                Assert.True(isAllowed == wasDone, $"{trace}: {(wasDone ? "was done" : "was refused")}");
                if (wasDone)
                {
                    model.Do(verb, actor, receiver);
                    done++;
                }

                await CheckAsync(number, model, trace);
            }
        }
#pragma warning restore CA5394

        output.WriteLine($"{rows.Count} rows, {done} verbs done.");
        Assert.True(done > rows.Count / 2, $"Only {done} verbs were done.");
        Assert.Equal(0, await _product.ReadAsync(db => db.Set<WorkflowIncident>().CountAsync()));
    }

    private async Task<CaseNumber> StartAsync()
    {
        var number = (await _product.RegisterAsync()).Number;
        await _product.CompleteNextAsync(number);
        return number;
    }

    private async Task<bool> TryAsync(CaseNumber number, string verb, string actor, string receiver)
    {
        var items = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number).OrderBy(w => w.Id).ToListAsync());
        var last = items.LastOrDefault(w => w.Status == WorkItemStatus.Done);
        if ((verb == "withdraw" ? last : items.SingleOrDefault(w => w.Status == WorkItemStatus.Open)) is not { Id: var id })
            return false;
        try
        {
            await (verb switch
            {
                "claim" => SendAsync(actor, new ClaimWorkItem(id)),
                "release" => SendAsync(actor, new ReleaseWorkItem(id)),
                "transfer" => SendAsync(actor, new TransferWorkItem(id, receiver)),
                "delegate" => SendAsync(actor, new DelegateWorkItem(id, receiver)),
                "resolve" => SendAsync(actor, new ResolveWorkItem(id)),
                "complete" => SendAsync(actor, new CompleteWorkItem(id, "Done", null)),
                "reject" => SendAsync(actor, new RejectWorkItem(id, "退回")),
                _ => SendAsync(actor, new WithdrawWorkItem(id)),
            });
            return true;
        }
        catch (Exception refusal) when (refusal is RuleViolationException or ForbiddenException)
        {
            return false;
        }
    }

    private async Task SendAsync<T>(string actor, ICommand<T> command) => await _product.SendAsync(_product.Holding(actor), command);

    /// <summary>One open task at the step and with the person the model says, a bookmark for it and no other, and somebody who can act.</summary>
    private async Task CheckAsync(CaseNumber number, Model model, string trace)
    {
        var open = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open).ToListAsync());
        var waiting = await _product.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.Name == HumanTaskActivity.Bookmark && b.CorrelationId == number.Value).Select(b => b.Key!).ToListAsync());
        Assert.True(open.Select(w => w.Id.ToString("N")).Order().SequenceEqual(waiting.Order()), $"{trace}: {open.Count} tasks, {waiting.Count} bookmarks");
        if (model.IsOver)
        {
            Assert.True(open.Count == 0, trace);
            return;
        }

        var item = Assert.Single(open);
        Assert.Equal((model.Step, IdOf(model.Holder), IdOf(model.Delegator)), (item.ActivityId, item.AssigneeId, item.DelegatedById));
        Assert.Contains(RoleOf.Keys, person => ((string[])["complete", "resolve"]).Any(verb => model.Allows(verb, person, person)));
    }

    private Guid? IdOf(string? person) => person is null ? null : _product.Holding(person).PersonId;

    /// <summary>What a line of three steps is like for those who work on it.</summary>
    private sealed class Model
    {
        private readonly string?[] _doneBy = ["agent", null, null];
        private int _at = 1;
        private (int Step, string By)? _last = (0, "agent");
        private string? _giver;
        private bool _isStarted;

        public string? Holder { get; private set; }

        public string? Delegator { get; private set; }

        public bool IsOver => _at == Steps.Length;

        public string Step => Steps[_at];

        public bool Allows(string verb, string actor, string receiver)
        {
            if (verb == "withdraw")
                return _last is { } last && last.By == actor && !_isStarted && !IsOver;
            if (IsOver)
                return false;
            var (hasPost, holds) = (Has(actor), Holder == actor);
            var decides = (holds || (Holder is null && hasPost)) && Delegator is null;
            return verb switch
            {
                "claim" => hasPost && (Holder is null || holds),
                "release" => holds && Delegator is null,
                "transfer" => decides && Has(receiver) && Holder != receiver,
                "delegate" => holds && Delegator is null && receiver != actor,
                "resolve" => Delegator is not null && (holds || Delegator == actor),
                "complete" => decides,
                "reject" => decides && _at > 0,
                _ => _giver == actor && !_isStarted && Delegator is null,
            };
        }

        public void Do(string verb, string actor, string receiver)
        {
            switch (verb)
            {
                case "claim" when Holder == actor:
                    break;
                case "claim":
                    (Holder, _isStarted) = (actor, true);
                    break;
                case "release":
                    (Holder, _giver, _isStarted) = (null, null, false);
                    break;
                case "transfer":
                    (Holder, _giver, _isStarted) = (receiver, actor, false);
                    break;
                case "delegate":
                    (Delegator, Holder, _isStarted) = (Holder, receiver, false);
                    break;
                case "resolve":
                    (Holder, Delegator, _isStarted) = (Delegator, null, true);
                    break;
                case "complete":
                    (_doneBy[_at], _last) = (actor, (_at, actor));
                    Open(_at + 1, null);
                    break;
                case "reject":
                    _last = null;
                    Open(_at - 1, _doneBy[_at - 1]);
                    break;
                case "withdraw":
                    var (step, by) = _last!.Value;
                    _last = null;
                    Open(step, by);
                    break;
                default:
                    (Holder, _giver) = (actor, null);
                    break;
            }
        }

        public override string ToString() => $"{(IsOver ? "end" : Step)} with {Holder ?? "nobody"}{(Delegator is null ? "" : $" for {Delegator}")}";

        private void Open(int step, string? holder) => (_at, Holder, Delegator, _giver, _isStarted) = (step, holder, null, null, false);

        private bool Has(string person) => _at switch { 0 => RoleOf[person] == Roles.Agent, 1 => RoleOf[person] == Roles.Clerk, _ => RoleOf[person] == Roles.Maintenance };
    }
}
