using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Engine.Runtime;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine.Tests;

/// <summary>
/// Drives one instance by the left sides of a transcript's lines and writes down what happened on the right: what completed
/// (<c>x</c>, by another outcome <c>x(No)</c>), was cancelled (<c>~x</c>) or faulted (<c>!x</c>), and after the bar what is waited for.
/// <code>
/// start: s | a b
/// a=Yes: a(Yes) | b !w
/// b: b | done
/// </code>
/// Other stimuli: <c>1h</c> lets time pass, <c>cancel</c>, <c>break w</c> has an activity fault from now on, <c>mend</c> none,
/// <c>retry</c> all incidents, <c>show X</c> a variable, <c>notes</c> what Test.Work wrote.
/// </summary>
internal sealed class Transcript(EngineFixture engine)
{
    private Guid _id;
    private int _read;

    public static async Task AssertAsync(Flow flow, string expected)
    {
        using var engine = new EngineFixture();
        await engine.PublishAsync(flow);
        var transcript = new Transcript(engine);
        var lines = expected.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var actual = new List<string>();
        foreach (var line in lines)
        {
            var stimulus = line[..line.IndexOf(':', StringComparison.Ordinal)];
            actual.Add($"{stimulus}: {await transcript.DoAsync(stimulus)}".Trim());
        }

        Assert.Equal(string.Join('\n', lines), string.Join('\n', actual));
    }

    private async Task<string> DoAsync(string stimulus)
    {
        switch (stimulus.Split(' '))
        {
            case ["show", var name]:
                return (await engine.PositionAsync(_id)).Variables[name]?.ToJsonString() ?? "null";
            case ["notes"]:
                return string.Join(" ", (await engine.EffectsAsync()).Where(effect => !effect.EndsWith(":answered", StringComparison.Ordinal)));
            case ["outcomes"]:
                return string.Join(" ", (await engine.PositionAsync(_id)).Outcomes);
            case ["break", var broken]:
                engine.World.Fault = id => id == broken ? new InvalidOperationException(id) : null;
                return "";
            case ["mend"]:
                engine.World.Fault = _ => null;
                return "";
            case ["start"]:
                _id = await engine.StartAsync("f");
                break;
            case ["cancel"]:
                await engine.DoAsync(runtime => runtime.CancelAsync(_id, null, null, default));
                break;
            case ["retry"]:
                foreach (var incident in (await engine.IncidentsAsync()).Where(incident => incident.ResolvedAt is null))
                    await engine.DoAsync(runtime => runtime.RetryAsync(new RetryIncident(incident.Id), default));
                break;
            case [[.. var hours, 'h']] when int.TryParse(hours, CultureInfo.InvariantCulture, out var count):
                engine.Clock.Advance(TimeSpan.FromHours(count));
                await engine.Timers.RunDueAsync(default);
                break;
            default:
                var answer = stimulus.Split('=');
                if (await FirstAsync(answer[0]) is not { } bookmark)
                    return "nothing waits there";
                await engine.DoAsync(runtime => runtime.ResumeAsync(new ResumeBookmark { BookmarkId = bookmark, Payload = answer.Length > 1 ? answer[1] : null }, default));
                break;
        }

        return await SeeAsync();
    }

    private Task<Guid?> FirstAsync(string activityId) =>
        engine.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.InstanceId == _id && b.ActivityId == activityId).OrderBy(b => b.ActivityInstanceId).Select(b => (Guid?)b.Id).FirstOrDefaultAsync());

    private async Task<string> SeeAsync()
    {
        var journal = await engine.InScopeAsync(services => ((WorkflowReader)services.GetService(typeof(WorkflowReader))!).JournalAsync(_id, default));
        var events = journal.Skip(_read).SelectMany(entry => JournalEvent.Parse(entry.Entries)).Select(Text).Where(text => text.Length > 0);
        _read = journal.Count;
        var position = await engine.PositionAsync(_id);
        await Invariants.HoldAsync(engine, position);
        return $"{string.Join(" ", events)} | {await StateAsync(position)}".TrimStart();
    }

    private async Task<string> StateAsync(WorkflowPosition position)
    {
        if (position.Instance.Status is WorkflowStatus.Finished)
            return position.Instance.SubStatus is WorkflowSubStatus.Finished ? "done" : "cancelled";
        var waiting = await engine.ReadAsync(db => db.Set<WorkflowBookmark>().Where(b => b.InstanceId == _id).OrderBy(b => b.ActivityId).ThenBy(b => b.ActivityInstanceId).Select(b => b.ActivityId).ToListAsync());
        return string.Join(" ", [.. waiting, .. position.Activities.Where(activity => activity.IsFaulted).Select(activity => "!" + activity.ActivityId)]);
    }

    private static string Text(JournalEvent happened) => happened.Kind switch
    {
        JournalEventKind.Completed => happened.Outcomes is ["Done"] ? happened.ActivityId : $"{happened.ActivityId}({string.Join(",", happened.Outcomes)})",
        JournalEventKind.Canceled => "~" + happened.ActivityId,
        JournalEventKind.Faulted => "!" + happened.ActivityId,
        _ => "",
    };
}
