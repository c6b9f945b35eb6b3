using System.Globalization;
using AfterSales.Domain.Complaints;

namespace AfterSales.Benchmarks.Floor;

/// <summary>One row inserted, updated or deleted.</summary>
internal sealed record RowChange(string Sql, IReadOnlyList<object> Values);

/// <summary>What the product writes for one instance: a list of row changes for its start and for each completion, to be written again for any other instance.</summary>
/// <param name="Steps">The start, then each completion.</param>
/// <param name="Ids">The ids of the rows that come into being, with the step they do in.</param>
internal sealed record FloorScript(CaseNumber Case, IReadOnlyList<IReadOnlyList<RowChange>> Steps, IReadOnlyDictionary<Guid, int> Ids)
{
    /// <summary>The values of every change for another case, step by step. Its ids sort as the product's would: by the time of the step.</summary>
    public object[][][] ValuesFor(CaseNumber other, int instance, int steps = int.MaxValue)
    {
        var ids = Ids.ToDictionary(id => id.Key, id => Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(60).AddDays(id.Value).AddMilliseconds(instance)));
        (string Old, string New)[] texts = [.. ids.Select(id => (Hex(id.Key), Hex(id.Value))), (Case.Value, other.Value)];
        return [.. Steps.Take(steps).Select(step => step.Select(change => change.Values.Select(Translate).ToArray()).ToArray())];

        object Translate(object value) => value switch
        {
            byte[] { Length: 16 } bytes when ids.TryGetValue(new Guid(bytes, true), out var id) => id.ToByteArray(true),
            string text => texts.Aggregate(text, (current, pair) => current.Replace(pair.Old, pair.New, StringComparison.Ordinal)),
            _ => value,
        };
    }

    private static string Hex(Guid id) => id.ToString("N", CultureInfo.InvariantCulture);
}
