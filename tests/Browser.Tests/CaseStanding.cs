using System.Text.Json;
using System.Text.RegularExpressions;
using AfterSales.Domain;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests;

/// <summary>What the pages of a case say in somebody's browser, held against what is stored: where its processes wait, on the page and on the diagrams, what was done last and by whom, and why each clock is due when it is.</summary>
internal sealed partial class CaseStanding(Product product, CaseNumber number)
{
    // One round trip to the browser, which asks for all pages at once and draws none of them.
    private const string Read = """
        async number => {
          const page = async address => new DOMParser().parseFromString(await (await fetch(address, { cache: 'no-store' })).text(), 'text/html');
          const text = node => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
          const [file, diagrams] = await Promise.all([page(`/cases/${number}`), page(`/cases/${number}/processes`)]);
          const newest = file.querySelector('[data-timeline] > li:not([data-action=AdvanceClock])');
          return JSON.stringify({
            positions: [...file.querySelectorAll('[data-positions] [data-position]')].map(step => step.dataset.position),
            marks: [...diagrams.querySelectorAll('[data-step][data-mark=Waiting]')].map(step => step.dataset.step),
            action: newest?.dataset.action ?? '', person: text(newest?.querySelector('strong')), line: text(newest?.querySelector('.timeline-line > span')),
            clocks: await Promise.all([...file.querySelectorAll('[data-clocks] > li')].map(async clock => {
              const why = await page(clock.querySelector('a').getAttribute('href'));
              return { metric: clock.dataset.metric, state: clock.className.split('clock-')[1], heading: text(why.querySelector('.page-head .row-sub')),
                due: text(why.querySelector('[data-why] strong')), told: [...why.querySelectorAll('[data-why] > li')].map(text).join('\n') };
            })),
          });
        }
        """;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, string> States = new() { ["running"] = "计时中", ["paused"] = "已暂停", ["met"] = "按时完成", ["breached"] = "未按时" };

    /// <summary>Looks after a task was completed. The product runs on the machine's clock, so that a clock may take a step of its ladder meanwhile: then it looks again.</summary>
    /// <param name="looker">At any page of the product, as somebody who may see the case.</param>
    /// <param name="by">Who completed it: a person's user name, or the customer's name.</param>
    public async Task AssertAfterAsync(IPage looker, Guid task, string by)
    {
        var done = await DoneAsync(task, by);
        var before = await StoredAsync(done);
        while (true)
        {
            var shown = Shown(JsonSerializer.Deserialize<Seen>(await looker.EvaluateAsync<string>(Read, number.Value), Web)!, done);
            var after = await StoredAsync(done);
            if (shown.SequenceEqual(after))
                return;
            if (before.SequenceEqual(after))
                Assert.Fail($"After {done.Step} the pages of {number} differ from what is stored.\nOnly stored: {string.Join("; ", after.Except(shown))}\nOnly shown: {string.Join("; ", shown.Except(after))}");
            before = after;
        }
    }

    private async Task<Done> DoneAsync(Guid task, string by) => await ReadAsync(async db =>
    {
        var item = await db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == task);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.UserName == by);
        return new Done($"{by} {item.ActivityId}:{item.Outcome}", person is null ? nameof(AnswerCustomerConfirmation) : nameof(CompleteWorkItem), person?.Name.Zh ?? by, item.Title.Zh);
    });

    private async Task<List<string>> StoredAsync(Done done) => await ReadAsync(async db =>
    {
        var running = db.Set<WorkflowInstance>().Where(i => i.CorrelationId == number.Value && i.Status == WorkflowStatus.Running);
        var waiting = await db.Set<WorkflowBookmark>().Where(b => running.Any(i => i.Id == b.InstanceId)).Select(b => new { b.InstanceId, b.ActivityId }).Distinct().Select(b => b.ActivityId).ToListAsync();
        var faulted = await db.Set<WorkflowIncident>().Where(f => f.ResolvedAt == null && running.Any(i => i.Id == f.InstanceId)).Select(f => f.ActivityId).ToListAsync();
        var clocks = await db.SlaClocks.AsNoTracking().Where(c => c.CaseNumber == number).ToListAsync();
        return Lines(waiting.Concat(faulted), waiting, $"last {done.Action} by {done.Person}: {done.Title}", clocks.Select(Explanation));
    });

    private static string Explanation(SlaClock clock)
    {
        var state = clock.StatusAt(DateTimeOffset.UtcNow).ToString().ToLowerInvariant();
        var due = clock.IsImmediate ? "at once" : $"{CompanyTime.Local(clock.DueAt):yyyy-MM-dd HH:mm}";
        var rule = clock.IsDueByHand ? "by hand" : clock.ReadChoice()?.Rule ?? "none";
        return Clock(clock.Metric, state, States[state], due, rule, clock.StoppedAt is not null, clock.PausedAt is not null && clock.StoppedAt is null);
    }

    private static List<string> Shown(Seen seen, Done done) => Lines(
        seen.Positions, seen.Marks, $"last {seen.Action} by {seen.Person}: {(seen.Line.Contains(done.Title, StringComparison.Ordinal) ? done.Title : seen.Line)}",
        seen.Clocks.Select(clock => Clock(
            clock.Metric, clock.State, States.Values.SingleOrDefault(state => clock.Heading.EndsWith(state, StringComparison.Ordinal)) ?? clock.Heading,
            clock.Due.StartsWith("立即", StringComparison.Ordinal) ? "at once" : Moment().Match(clock.Due).Value,
            clock.Due.Contains("由人工设定", StringComparison.Ordinal) ? "by hand" : Rule().Match(clock.Due) is { Success: true } rule ? rule.Groups[1].Value : "none",
            clock.Told.Contains("停止：", StringComparison.Ordinal), OpenPause().IsMatch(clock.Told))));

    private static string Clock(string metric, string state, string heading, string due, string rule, bool isStopped, bool isPaused) =>
        $"clock {metric} {state} ({heading}), due {due}, rule {rule}{(isStopped ? ", stopped" : "")}{(isPaused ? ", stands still" : "")}";

    private static List<string> Lines(IEnumerable<string> positions, IEnumerable<string> marks, string last, IEnumerable<string> clocks) =>
        [.. positions.Select(id => $"waits at {id}").Concat(marks.Distinct().Select(id => $"diagram waits at {id}")).Append(last).Concat(clocks).Order(StringComparer.Ordinal)];

    private async Task<T> ReadAsync<T>(Func<AfterSalesDbContext, Task<T>> read)
    {
        await using var scope = product.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>());
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d")]
    private static partial Regex Moment();

    [GeneratedRegex("的规则 ([^（ ]+)（")]
    private static partial Regex Rule();

    [GeneratedRegex("^自 .* 起暂停：", RegexOptions.Multiline)]
    private static partial Regex OpenPause();

    private sealed record Done(string Step, string Action, string Person, string Title);

    private sealed record Seen(string[] Positions, string[] Marks, string Action, string Person, string Line, SeenClock[] Clocks);

    private sealed record SeenClock(string Metric, string State, string Heading, string Due, string Told);
}
