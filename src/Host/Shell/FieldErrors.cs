using AfterSales.Host.Problems;
using FluentValidation;

namespace AfterSales.Host.Shell;

/// <summary>What is wrong with the fields of a posted form, in the reader's language.</summary>
public sealed class FieldErrors(IReadOnlyList<(string Field, string Message)> all)
{
    public static FieldErrors None { get; } = new([]);

    public IReadOnlyList<(string Field, string Message)> All { get; } = all;

    public bool IsEmpty => All.Count == 0;

    public string? this[string field] => All.FirstOrDefault(e => e.Field == field).Message;

    public static FieldErrors From(ValidationException refusal) =>
        new([.. (FieldProblems.Of(refusal).Errors ?? new Dictionary<string, string[]>()).Select(error => (error.Key, error.Value[0]))]);
}
