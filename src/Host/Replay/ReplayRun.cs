using System.Diagnostics;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Timers;
using AfterSales.Workflows.Sla;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Replay;

/// <summary>
/// Drives the product's own commands with a log: a case's first event files a complaint, each later one completes the case's next open task, and the last one goes on
/// until nothing is left to do. Every command carries a key made of the log's fingerprint and the line, so a second run on the same database changes nothing.
/// </summary>
internal sealed class ReplayRun(IServiceProvider services, ReplayClock clock, ReplayMapping mapping, ReplayLog log, Action<int, int> progress)
{
    // A process that sends a case round for ever must not hang the replay.
    private const int MaxTasksToClose = 60;

    private readonly Dictionary<string, CaseNumber> _cases = [];
    private readonly Dictionary<string, Actor> _actors = [];
    private HashSet<string> _keys = [];
    private readonly ReplayReport _report = new();

    public async Task<ReplayReport> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        _keys = await LoadKeysAsync(cancellationToken);
        await LoadActorsAsync(cancellationToken);
        for (var i = 0; i < log.Events.Count; i++)
        {
            await AdvanceAsync(log.Events[i].At, cancellationToken);
            await ApplyAsync(log.Events[i], cancellationToken);
            progress(i + 1, log.Events.Count);
        }

        _report.Cases = _cases.Count;
        _report.WallTime = Stopwatch.GetElapsedTime(started);
        return _report;
    }

    private async Task ApplyAsync(LoggedEvent logged, CancellationToken cancellationToken)
    {
        if (!mapping.Codes.TryGetValue(logged.Code, out var code))
        {
            _report.Refused.Add((logged.Line, $"code {logged.Code} is not in replay-mapping.json"));
            return;
        }

        try
        {
            var applied = logged.IsFirst ? await FileAsync(logged, code, cancellationToken) : await CompleteNextAsync(logged, code, cancellationToken);
            if (logged.IsLast)
                applied |= await CloseAsync(logged, cancellationToken);
            if (applied)
                _report.Applied++;
            else
                _report.AppliedEarlier++;
        }
        catch (Exception exception) when (exception is RuleViolationException or ValidationException or ForbiddenException or ReplayRefusal)
        {
            _report.Refused.Add((logged.Line, exception.Message));
        }
    }

    private async Task<bool> FileAsync(LoggedEvent logged, ReplayCode code, CancellationToken cancellationToken)
    {
        var key = Key(logged, "file");
        var isNew = !_keys.Contains(key);
        var registered = await SendAsync(
            _actors[Roles.Agent],
            new RegisterComplaint(
                $"Log case {logged.CaseId}", null, null, null, null, Channel.Website, code.Severity, null, $"Log case {logged.CaseId}", $"Line {logged.Line}, code {logged.Code}", key),
            cancellationToken);
        _cases[logged.CaseId] = registered.Number;
        return isNew;
    }

    private async Task<bool> CompleteNextAsync(LoggedEvent logged, ReplayCode code, CancellationToken cancellationToken)
    {
        var key = Key(logged, "task");
        if (_keys.Contains(key))
            return false;
        if (!_cases.TryGetValue(logged.CaseId, out var number))
            throw new ReplayRefusal("the case's first event was refused");
        if (!await CompleteAsync(logged, number, code.Outcomes, key, cancellationToken))
            throw new ReplayRefusal("the case has no open task");
        return true;
    }

    private async Task<bool> CloseAsync(LoggedEvent logged, CancellationToken cancellationToken)
    {
        if (!_cases.TryGetValue(logged.CaseId, out var number))
            return false;
        var closing = 0;
        while (closing < MaxTasksToClose && await CompleteAsync(logged, number, mapping.Closing, null, cancellationToken))
            closing++;
        return closing > 0;
    }

    /// <summary>False when the case has no open task.</summary>
    private async Task<bool> CompleteAsync(LoggedEvent logged, CaseNumber number, IReadOnlyList<string> preferred, string? key, CancellationToken cancellationToken)
    {
        var item = await OpenTaskAsync(number, cancellationToken);
        if (item is null)
            return false;
        var actor = _actors.GetValueOrDefault(item.CandidateRole) ?? throw new ReplayRefusal($"nobody holds the role {item.CandidateRole}");
        var details = await SendAsync(actor, new GetWorkItem(item.Id), cancellationToken);
        var outcome = ReplayMapping.Choose(details.Outcomes, preferred);
        var data = FormFiller.Fill(details.Form, outcome, $"Line {logged.Line}, code {logged.Code}", logged.At);
        await SendAsync(actor, new CompleteWorkItem(item.Id, outcome, data, key), cancellationToken);
        _report.TasksCompleted++;
        return true;
    }

    /// <summary>Lets every timer and every step of a clock that is due before the given time happen at its own moment, as it would have.</summary>
    private async Task AdvanceAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (timers, clocks) = (services.GetRequiredService<TimerPump>(), services.GetRequiredService<ClockPump>());
        while (true)
        {
            var (timer, step) = (await timers.NextDueAsync(cancellationToken), await clocks.NextDueAsync(cancellationToken));
            if ((timer is null || step < timer ? step : timer) is not { } due || due > at)
                break;
            clock.AdvanceTo(due);
            await timers.RunDueAsync(cancellationToken);
            await clocks.RunDueAsync(cancellationToken);
        }

        clock.AdvanceTo(at);
    }

    private async Task<WorkItemSummaryRow?> OpenTaskAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>().WorkItems.Where(w => w.CaseNumber == number && w.Status == WorkItemStatus.Open)
            .OrderBy(w => w.Id).Select(w => new WorkItemSummaryRow(w.Id, w.CandidateRole)).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<TResponse> SendAsync<TResponse>(Actor actor, IRequest<TResponse> request, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(actor);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }

    private async Task<HashSet<string>> LoadKeysAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var part = $"replay/{log.Fingerprint}/";
        var stored = await scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>().Set<IdempotencyRecord>().Where(r => r.Key.Contains(part)).Select(r => r.Key).ToListAsync(cancellationToken);
        return [.. stored.Select(key => key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..])];
    }

    private async Task LoadActorsAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var people = await scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>().People.AsNoTracking().OrderBy(p => p.UserName).ToListAsync(cancellationToken);
        foreach (var person in people)
        {
            foreach (var post in person.Posts)
                _actors.TryAdd(post.Role, Actor.Person(person.Id, person.UserName, person.Posts.Select(p => p.Role)));
        }
    }

    private string Key(LoggedEvent logged, string verb) => $"replay/{log.Fingerprint}/{logged.Line}/{verb}";

    private sealed record WorkItemSummaryRow(Guid Id, string CandidateRole);

    private sealed class ReplayRefusal(string reason) : Exception(reason);
}
