using System.Globalization;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>Values as JSON text: undefined and functions are dropped from objects and null in arrays, dates are ISO 8601 text.</summary>
internal sealed class JsonWriter(Evaluation run, string indent, bool replacesLoneSurrogates)
{
    private readonly TextBuilder _text = new(run);

    /// <summary><c>JSON.stringify(value, null, indent)</c>; undefined for a value that has no JSON.</summary>
    public static JsValue Stringify(Evaluation run, ReadOnlySpan<JsValue> arguments)
    {
        if (!arguments.At(1).IsNullish)
            throw run.Fail("JSON.stringify takes no replacer here; pass null and choose the properties before.");
        var value = arguments.At(0);
        return HasText(value) ? Write(run, value, IndentOf(run, arguments.At(2)), replacesLoneSurrogates: false) : JsValue.Undefined;
    }

    /// <summary>The value as JSON that every reader accepts; what has no JSON is null.</summary>
    public static string WriteResult(Evaluation run, JsValue value) => Write(run, value, "", replacesLoneSurrogates: true);

    private static string Write(Evaluation run, JsValue value, string indent, bool replacesLoneSurrogates)
    {
        var writer = new JsonWriter(run, indent, replacesLoneSurrogates);
        writer.Append(value, 0);
        return writer._text.ToString();
    }

    private static string IndentOf(Evaluation run, JsValue indent) => indent.Kind switch
    {
        JsKind.Number => new string(' ', (int)Math.Clamp(Coerce.ToInteger(run, indent), 0, 10)),
        JsKind.Text => indent.AsText[..Math.Min(10, indent.AsText.Length)],
        _ => "",
    };

    private static bool HasText(JsValue value) => value.Kind is not (JsKind.Undefined or JsKind.Function or JsKind.Skipped);

    private void Append(JsValue value, int depth)
    {
        run.Charge(1);
        switch (value.Kind)
        {
            case JsKind.Boolean:
                _text.Append(value.AsBoolean ? "true" : "false");
                break;
            case JsKind.Number when double.IsFinite(value.AsNumber):
                _text.Append(NumberText.Format(value.AsNumber));
                break;
            case JsKind.Text:
                AppendText(value.AsText);
                break;
            case JsKind.Date when !double.IsNaN(value.AsDate.Time):
                AppendText(DateText.Iso(value.AsDate.Time));
                break;
            case JsKind.Array:
                AppendArray(value.AsArray, depth + 1);
                break;
            case JsKind.Object:
                AppendObject(value.AsObject, depth + 1);
                break;
            default:
                _text.Append("null");
                break;
        }
    }

    private void AppendArray(JsArray items, int depth)
    {
        run.CheckDepth(depth);
        _text.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            AppendSeparator(i == 0, depth);
            Append(items[i], depth);
        }

        AppendEnd(']', items.Length == 0, depth);
    }

    private void AppendObject(JsObject item, int depth)
    {
        run.CheckDepth(depth);
        if (item.TryGet("toJSON", out var conversion) && conversion.Kind is JsKind.Function)
            throw run.Fail("An object with a function toJSON cannot be written as JSON.");

        _text.Append('{');
        var isEmpty = true;
        foreach (var key in item.Keys())
        {
            item.TryGet(key, out var value);
            if (!HasText(value))
                continue;
            AppendSeparator(isEmpty, depth);
            isEmpty = false;
            AppendText(key);
            _text.Append(indent.Length == 0 ? ":" : ": ");
            Append(value, depth);
        }

        AppendEnd('}', isEmpty, depth);
    }

    private void AppendSeparator(bool isFirst, int depth)
    {
        if (!isFirst)
            _text.Append(',');
        AppendLineStart(depth);
    }

    private void AppendEnd(char bracket, bool isEmpty, int depth)
    {
        if (!isEmpty)
            AppendLineStart(depth - 1);
        _text.Append(bracket);
    }

    private void AppendLineStart(int depth)
    {
        if (indent.Length == 0)
            return;
        _text.Append('\n');
        for (var i = 0; i < depth; i++)
            _text.Append(indent);
    }

    private void AppendText(string value)
    {
        run.ChargeText(value.Length);
        _text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            if (i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]))
                _text.Append(value.AsSpan(i++, 2));
            else
                AppendCharacter(value[i]);
        }

        _text.Append('"');
    }

    private void AppendCharacter(char character)
    {
        switch (character)
        {
            case '"': _text.Append("\\\""); break;
            case '\\': _text.Append("\\\\"); break;
            case '\b': _text.Append("\\b"); break;
            case '\f': _text.Append("\\f"); break;
            case '\n': _text.Append("\\n"); break;
            case '\r': _text.Append("\\r"); break;
            case '\t': _text.Append("\\t"); break;
            // Half a character, left by slice or charAt: no JSON reader of .NET takes it.
            case >= '\uD800' and <= '\uDFFF' when replacesLoneSurrogates: _text.Append('\uFFFD'); break;
            case < ' ' or (>= '\uD800' and <= '\uDFFF'): _text.Append("\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture)); break;
            default: _text.Append(character); break;
        }
    }
}
