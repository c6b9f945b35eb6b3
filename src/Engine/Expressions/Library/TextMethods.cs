using System.Collections.Frozen;
using System.Globalization;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>String's methods that take a string apart or change it.</summary>
internal static class TextMethods
{
    public static readonly FrozenDictionary<string, BuiltInBody> All = new Dictionary<string, BuiltInBody>
    {
        ["charAt"] = (run, self, arguments) => CharacterAt(self.AsText, Coerce.ToInteger(run, arguments.At(0))),
        ["charCodeAt"] = CharCodeAt,
        ["codePointAt"] = CodePointAt,
        ["at"] = At,
        ["slice"] = Slice,
        ["substring"] = Substring,
        ["trim"] = (run, self, _) => Copied(run, JsSpace.Trim(self.AsText)),
        ["trimStart"] = (run, self, _) => Copied(run, JsSpace.TrimStart(self.AsText)),
        ["trimEnd"] = (run, self, _) => Copied(run, JsSpace.TrimEnd(self.AsText)),
        ["toUpperCase"] = (run, self, _) => Copied(run, TextCase.ToUpper(self.AsText)),
        ["toLowerCase"] = (run, self, _) => Copied(run, TextCase.ToLower(self.AsText)),
        ["padStart"] = (run, self, arguments) => Padding(run, self, arguments) + self.AsText,
        ["padEnd"] = (run, self, arguments) => self.AsText + Padding(run, self, arguments),
        ["repeat"] = Repeat,
        ["concat"] = Concat,
        ["localeCompare"] = LocaleCompare,
        ["toString"] = (_, self, _) => self,
        ["valueOf"] = (_, self, _) => self,
    }.ToFrozenDictionary();

    private static JsValue CharacterAt(string text, double position) =>
        position >= 0 && position < text.Length ? text[(int)position].ToString() : JsValue.EmptyText;

    private static JsValue At(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var position = Coerce.ToInteger(run, arguments.At(0));
        var character = CharacterAt(self.AsText, position < 0 ? position + self.AsText.Length : position);
        return character.AsText.Length == 0 ? JsValue.Undefined : character;
    }

    private static JsValue CharCodeAt(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var position = Coerce.ToInteger(run, arguments.At(0));
        return position >= 0 && position < self.AsText.Length ? self.AsText[(int)position] : double.NaN;
    }

    private static JsValue CodePointAt(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = self.AsText;
        var position = Coerce.ToInteger(run, arguments.At(0));
        if (position < 0 || position >= text.Length)
            return JsValue.Undefined;

        var index = (int)position;
        var isPair = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
        return isPair ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];
    }

    private static JsValue Slice(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (start, end) = SliceRange.Of(run, arguments, self.AsText.Length);
        return Copied(run, self.AsText[start..end]);
    }

    private static JsValue Substring(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var length = self.AsText.Length;
        var start = (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(0)), 0, length);
        var end = arguments.At(1).Kind is JsKind.Undefined ? length : (int)Math.Clamp(Coerce.ToInteger(run, arguments[1]), 0, length);
        return Copied(run, self.AsText[Math.Min(start, end)..Math.Max(start, end)]);
    }

    private static string Padding(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var missing = Coerce.ToInteger(run, arguments.At(0)) - self.AsText.Length;
        var filler = arguments.At(1).Kind is JsKind.Undefined ? " " : Coerce.ToText(run, arguments[1]);
        if (missing <= 0 || filler.Length == 0)
            return "";

        run.ReserveText((long)Math.Min(missing + self.AsText.Length, long.MaxValue / 2));
        return string.Create((int)missing, filler, static (target, filler) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = filler[i % filler.Length];
        });
    }

    private static JsValue Repeat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var count = Coerce.ToInteger(run, arguments.At(0));
        if (count < 0 || double.IsInfinity(count))
            throw run.Fail($"A string cannot be repeated {NumberText.Format(count)} times.");
        if (self.AsText.Length == 0)
            return self;

        run.ReserveText((long)Math.Min(count * self.AsText.Length, long.MaxValue / 2));
        return string.Concat(Enumerable.Repeat(self.AsText, (int)count));
    }

    private static JsValue Concat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = new TextBuilder(run);
        text.Append(self.AsText);
        foreach (var argument in arguments)
            text.Append(Coerce.ToText(run, argument));
        return text.ToString();
    }

    // The one place where the answer depends on collation data; the invariant culture is what an engine without a locale uses.
    private static JsValue LocaleCompare(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (arguments.Length > 1)
            throw run.Fail("localeCompare takes one string here; locales and options are not supported.");
        var other = Coerce.ToText(run, arguments.At(0));
        run.Charge(self.AsText.Length + (long)other.Length);
        return Math.Sign(CultureInfo.InvariantCulture.CompareInfo.Compare(self.AsText, other));
    }

    private static JsValue Copied(Evaluation run, string text)
    {
        run.ReserveText(text.Length);
        return text;
    }
}
