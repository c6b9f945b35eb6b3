using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>String's methods that look for another string. All compare UTF-16 units, never by culture.</summary>
internal static class TextSearchMethods
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["includes"] = (run, self, arguments) => IndexOf(run, self.AsText, Needle(run, arguments), From(run, self, arguments)) >= 0,
        ["indexOf"] = (run, self, arguments) => IndexOf(run, self.AsText, Needle(run, arguments), From(run, self, arguments)),
        ["lastIndexOf"] = LastIndexOf,
        ["startsWith"] = StartsWith,
        ["endsWith"] = EndsWith,
        ["split"] = Split,
        ["replace"] = (run, self, arguments) => Replace(run, self.AsText, arguments, isEvery: false),
        ["replaceAll"] = (run, self, arguments) => Replace(run, self.AsText, arguments, isEvery: true),
    }.ToFrozenDictionary();

    private static string Needle(Evaluation run, ReadOnlySpan<JsValue> arguments) => Coerce.ToText(run, arguments.At(0));

    private static int From(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) =>
        (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, self.AsText.Length);

    private static int IndexOf(Evaluation run, string text, string needle, int from)
    {
        PayForSearch(run, text, needle);
        return text.IndexOf(needle, from, StringComparison.Ordinal);
    }

    // At worst every position is compared with all of the needle.
    private static void PayForSearch(Evaluation run, string text, string needle) =>
        run.ChargeText(text.Length + needle.Length + (long)text.Length * needle.Length / 256);

    private static JsValue LastIndexOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (text, needle) = (self.AsText, Needle(run, arguments));
        var from = Coerce.ToNumber(run, arguments.At(1));
        var limit = text.Length - needle.Length;
        if (limit < 0)
            return -1;

        PayForSearch(run, text, needle);
        var start = double.IsNaN(from) ? limit : (int)Math.Clamp(Math.Truncate(from), 0, limit);
        return text.AsSpan(0, start + needle.Length).LastIndexOf(needle, StringComparison.Ordinal);
    }

    private static JsValue StartsWith(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var needle = Needle(run, arguments);
        run.ChargeText(needle.Length);
        return self.AsText.AsSpan(From(run, self, arguments)).StartsWith(needle, StringComparison.Ordinal);
    }

    private static JsValue EndsWith(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var needle = Needle(run, arguments);
        run.ChargeText(needle.Length);
        var end = arguments.At(1).Kind is JsKind.Undefined ? self.AsText.Length : From(run, self, arguments);
        return self.AsText.AsSpan(0, end).EndsWith(needle, StringComparison.Ordinal);
    }

    private static JsValue Split(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var limit = arguments.At(1).Kind is JsKind.Undefined ? uint.MaxValue : Coerce.ToUInt32(run, arguments[1]);
        if (limit == 0)
            return JsArray.Empty;
        if (arguments.At(0).Kind is JsKind.Undefined)
            return JsArray.Of([self]);

        var separator = Needle(run, arguments);
        PayForSearch(run, self.AsText, separator);
        var parts = separator.Length == 0
            ? Array.ConvertAll(self.AsText.ToCharArray(), character => character.ToString())
            : self.AsText.Split(separator);
        run.ReserveArray(parts.Length);
        return JsArray.Of(Array.ConvertAll(limit < parts.Length ? parts[..(int)limit] : parts, part => (JsValue)part));
    }

    private static JsValue Replace(Evaluation run, string text, ReadOnlySpan<JsValue> arguments, bool isEvery)
    {
        var needle = Needle(run, arguments);
        var replacement = arguments.At(1);
        var template = replacement.Kind is JsKind.Function ? null : Coerce.ToText(run, replacement);
        var result = new TextBuilder(run);
        PayForSearch(run, text, needle);

        var copied = 0;
        for (var at = text.IndexOf(needle, StringComparison.Ordinal); at >= 0;)
        {
            run.Charge(1);
            result.Append(text.AsSpan(copied, at - copied));
            if (template is null)
                result.Append(Coerce.ToText(run, replacement.AsFunction.Invoke(run, [needle, at, text])));
            else
                AppendTemplate(result, template, text, at, needle.Length);

            copied = at + needle.Length;
            var next = Math.Max(copied, at + 1);
            at = isEvery && next <= text.Length ? text.IndexOf(needle, next, StringComparison.Ordinal) : -1;
        }

        result.Append(text.AsSpan(copied));
        return result.ToString();
    }

    // $$ is a dollar sign, $& the match, $` what precedes it and $' what follows.
    private static void AppendTemplate(TextBuilder result, string template, string text, int at, int length)
    {
        for (var i = 0; i < template.Length; i++)
        {
            var code = template[i] == '$' && i + 1 < template.Length ? template[i + 1] : '\0';
            switch (code)
            {
                case '$': result.Append('$'); break;
                case '&': result.Append(text.AsSpan(at, length)); break;
                case '`': result.Append(text.AsSpan(0, at)); break;
                case '\'': result.Append(text.AsSpan(at + length)); break;
                default: result.Append(template[i]); continue;
            }

            i++;
        }
    }
}
