using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>Dates. The local time zone of an expression is UTC: getHours and getUTCHours are the same.</summary>
internal static class DateMethods
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["getTime"] = (_, self, _) => self.AsDate.Time,
        ["valueOf"] = (_, self, _) => self.AsDate.Time,
        ["getTimezoneOffset"] = (_, self, _) => double.IsNaN(self.AsDate.Time) ? double.NaN : 0,
        ["toISOString"] = ToIsoText,
        ["toJSON"] = (_, self, _) => double.IsNaN(self.AsDate.Time) ? JsValue.Null : DateText.Iso(self.AsDate.Time),
        ["toString"] = (_, self, _) => DateText.Describe(self.AsDate.Time),
        ["getFullYear"] = Part(date => date.Year),
        ["getUTCFullYear"] = Part(date => date.Year),
        ["getMonth"] = Part(date => date.Month),
        ["getUTCMonth"] = Part(date => date.Month),
        ["getDate"] = Part(date => date.Day),
        ["getUTCDate"] = Part(date => date.Day),
        ["getDay"] = Part(date => date.Weekday),
        ["getUTCDay"] = Part(date => date.Weekday),
        ["getHours"] = Part(date => date.Hour),
        ["getUTCHours"] = Part(date => date.Hour),
        ["getMinutes"] = Part(date => date.Minute),
        ["getUTCMinutes"] = Part(date => date.Minute),
        ["getSeconds"] = Part(date => date.Second),
        ["getUTCSeconds"] = Part(date => date.Second),
        ["getMilliseconds"] = Part(date => date.Millisecond),
        ["getUTCMilliseconds"] = Part(date => date.Millisecond),
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, BuiltInBody> OfDate = new Dictionary<string, BuiltInBody>
    {
        ["now"] = (run, _, _) => Now(run),
        ["parse"] = (run, _, arguments) => new JsDate(DateText.Parse(run, Coerce.ToText(run, arguments.At(0)))).Time,
        ["UTC"] = (run, _, arguments) => new JsDate(FromParts(run, arguments)).Time,
    }.ToFrozenDictionary();

    /// <summary><c>new Date(…)</c>: now, an instant in milliseconds or as ISO 8601 text, or parts in UTC.</summary>
    public static JsValue Construct(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => arguments.Length switch
    {
        0 => new JsDate(Now(run)),
        1 => new JsDate(FromValue(run, arguments[0])),
        _ => new JsDate(FromParts(run, arguments)),
    };

    private static double Now(Evaluation run) => run.Scope.Now.ToUnixTimeMilliseconds();

    private static double FromValue(Evaluation run, JsValue value)
    {
        if (value.Kind is JsKind.Date)
            return value.AsDate.Time;
        var primitive = Coerce.ToPrimitive(run, value);
        return primitive.Kind is JsKind.Text ? DateText.Parse(run, primitive.AsText) : Coerce.ToNumber(run, primitive);
    }

    private static double FromParts(Evaluation run, ReadOnlySpan<JsValue> arguments)
    {
        Span<double> parts = [double.NaN, 0, 1, 0, 0, 0, 0];
        for (var i = 0; i < Math.Min(parts.Length, arguments.Length); i++)
            parts[i] = Math.Truncate(Coerce.ToNumber(run, arguments[i]));
        // Years of two digits are of the last century, a custom older than the language.
        if (parts[0] is >= 0 and <= 99)
            parts[0] += 1900;
        return CalendarTime.ToTime(parts);
    }

    private static JsValue ToIsoText(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) =>
        double.IsNaN(self.AsDate.Time) ? throw run.Fail("An invalid date has no ISO text.") : DateText.Iso(self.AsDate.Time);

    private static BuiltInBody Part(Func<CalendarTime, int> select) =>
        (_, self, _) => double.IsNaN(self.AsDate.Time) ? double.NaN : select(CalendarTime.Of(self.AsDate.Time));
}
