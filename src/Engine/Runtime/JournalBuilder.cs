using System.Text.Json.Nodes;

namespace AfterSales.Engine.Runtime;

/// <summary>
/// Writes the events of one burst, as they happen, as compact JSON: <c>[[kind, activity id, activity instance id, µs, parent?, outcome…, {values}?]…]</c>.
/// The values are those of the time from that event to the next; a name begins with a letter for what it is, in upper case where the value was cut.
/// </summary>
internal sealed class JournalBuilder(TimeProvider clock, int valueLimit)
{
    public const char Input = 'i', Output = 'o', Variable = 'v', ScopedVariable = 's';

    private readonly long _startedAt = clock.GetTimestamp();
    private readonly JournalBuffer _buffer = new();
    private readonly List<string> _inputs = [];
    private (string ActivityId, int InstanceId)? _event;
    private bool _hasValues;

    public void Add(JournalEventKind kind, string activityId, int activityInstanceId, params ReadOnlySpan<string> outcomes)
    {
        Begin(kind, activityId, activityInstanceId);
        foreach (var outcome in outcomes)
        {
            _buffer.Raw(',');
            _buffer.Text(outcome);
        }
    }

    /// <summary>An activity starts. The variables it was given, such as a loop's current value, are its own.</summary>
    public void Started(ActivityState activity)
    {
        Begin(JournalEventKind.Started, activity.ActivityId, activity.Id);
        if (activity.ParentId > 0)
        {
            _buffer.Raw(',');
            _buffer.Number(activity.ParentId);
        }

        foreach (var (name, value) in activity.Variables ?? [])
            Write(ScopedVariable, name, value, activity.Id);
    }

    /// <summary>An input was computed. One that is asked for again has the same value and is kept once.</summary>
    public void AddInput(string activityId, int activityInstanceId, string name, JsonNode? value)
    {
        Continue(activityId, activityInstanceId);
        if (_inputs.Contains(name))
            return;
        _inputs.Add(name);
        Write(Input, name, value, 0);
    }

    public void AddOutput(string activityId, int activityInstanceId, string name, JsonNode? value)
    {
        Continue(activityId, activityInstanceId);
        Write(Output, name, value, 0);
    }

    /// <summary>A variable was set. <paramref name="scopeId"/>: the activity instance that owns it; 0: the workflow.</summary>
    public void AddVariable(string activityId, int activityInstanceId, string name, JsonNode? value, int scopeId)
    {
        Continue(activityId, activityInstanceId);
        Write(scopeId is 0 ? Variable : ScopedVariable, name, value, scopeId);
    }

    /// <summary>The text so far. More events may follow, and the text be asked for again.</summary>
    public string Write()
    {
        End();
        if (_buffer.Length is 0)
            return "[]";
        var end = _buffer.Length;
        _buffer.Raw(']');
        var text = _buffer.From(0);
        _buffer.TakeBackTo(end);
        return text;
    }

    private void Begin(JournalEventKind kind, string activityId, int activityInstanceId)
    {
        End();
        _event = (activityId, activityInstanceId);
        _inputs.Clear();
        _buffer.Raw(_buffer.Length is 0 ? '[' : ',');
        _buffer.Raw('[');
        _buffer.Number((int)kind);
        _buffer.Raw(',');
        _buffer.Text(activityId);
        _buffer.Raw(',');
        _buffer.Number(activityInstanceId);
        _buffer.Raw(',');
        _buffer.Number((long)clock.GetElapsedTime(_startedAt).TotalMicroseconds);
    }

    private void Continue(string activityId, int activityInstanceId)
    {
        if (_event != (activityId, activityInstanceId))
            Begin(JournalEventKind.Changed, activityId, activityInstanceId);
    }

    private void End()
    {
        if (_hasValues)
            _buffer.Raw('}');
        if (_event is not null)
            _buffer.Raw(']');
        (_event, _hasValues) = (null, false);
    }

    // Serialised at once and not kept: the activity may change what it handed over.
    private void Write(char kind, string name, JsonNode? value, int scopeId)
    {
        _buffer.Raw(',');
        if (!_hasValues)
            _buffer.Raw('{');
        _hasValues = true;
        var letter = _buffer.Length + 1; // after the quote
        _buffer.Text(scopeId > 0 ? $"{kind}{scopeId}:{name}" : $"{kind}{name}");
        _buffer.Raw(':');

        var start = _buffer.Length;
        _buffer.Node(value);
        if (_buffer.Length - start > valueLimit && _buffer.CharactersFrom(start) is var length && length > valueLimit)
        {
            _buffer.Replace(letter, char.ToUpperInvariant(kind));
            Cut(start, length);
        }
    }

    private void Cut(int start, int length)
    {
        var text = _buffer.From(start);
        _buffer.TakeBackTo(start);
        _buffer.Raw('[');
        _buffer.Number(length);
        _buffer.Raw(',');
        _buffer.Text(text.AsSpan(0, valueLimit > 0 && char.IsHighSurrogate(text[valueLimit - 1]) ? valueLimit - 1 : valueLimit));
        _buffer.Raw(']');
    }
}
