using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Library;

/// <summary>
/// Names a JavaScript engine finds on the prototype of a value. Where we would answer undefined, an engine answers with a function,
/// so reading one is refused instead.
/// </summary>
internal static class PrototypeNames
{
    private static readonly FrozenSet<string> OfObjects = Split(
        "constructor __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ hasOwnProperty isPrototypeOf " +
        "propertyIsEnumerable toLocaleString toString valueOf");

    private static readonly FrozenSet<string> OfTexts = Split(
        "anchor at big blink bold charAt charCodeAt codePointAt concat endsWith fixed fontcolor fontsize includes indexOf isWellFormed italics " +
        "lastIndexOf link localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search slice small split " +
        "startsWith strike sub substr substring sup toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase toWellFormed trim trimEnd " +
        "trimLeft trimRight trimStart");

    private static readonly FrozenSet<string> OfArrays = Split(
        "at concat copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys " +
        "lastIndexOf map pop push reduce reduceRight reverse shift slice some sort splice toReversed toSorted toSpliced unshift values with");

    private static readonly FrozenSet<string> OfNumbers = Split("toExponential toFixed toPrecision");

    public static bool Has(JsKind kind, string name) => OfObjects.Contains(name) || kind switch
    {
        JsKind.Text => OfTexts.Contains(name),
        JsKind.Array => OfArrays.Contains(name),
        JsKind.Number => OfNumbers.Contains(name),
        // Of these two every further name is refused: there are many, and neither carries data.
        JsKind.Date or JsKind.Function => true,
        _ => false,
    };

    private static FrozenSet<string> Split(string names) => names.Split(' ').ToFrozenSet();
}
