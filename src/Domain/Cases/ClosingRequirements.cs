using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Domain.Cases;

/// <summary>A record that closing rests on.</summary>
/// <param name="FormCode">For instance <c>FRM-18</c>.</param>
/// <param name="IsOfCase">Given once for the case, in whatever round; otherwise the present round needs its own.</param>
public sealed record RequiredRecord(string FormCode, bool IsOfCase = false)
{
    /// <summary>Fields that must not be blank.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The kind of notice it must be: <c>letter</c> or <c>phone</c>; null when it is no notice.</summary>
    public string? Notice { get; init; }
}

/// <summary>What a case needs before it may close.</summary>
/// <param name="NeedsCustomersWord">False only for cases that no customer stands behind, such as a preventive action.</param>
public sealed record ClosingRequirements(IReadOnlyList<RequiredRecord> Records, bool NeedsCustomersWord = true)
{
    /// <exception cref="RuleViolationException"><c>case.record-missing</c>, <c>case.statement-incomplete</c> or <c>case.notice-kind</c>: names the form and the field.</exception>
    public void Check(CaseFile file, CaseRecordSet records)
    {
        foreach (var required in Records)
        {
            var record = records.Latest(required.FormCode, required.IsOfCase ? null : file.Issue)
                ?? throw new RuleViolationException("case.record-missing", $"{required.FormCode} is missing in {file.Number}.", file.Number.Value, required.FormCode);
            if (required.Fields.FirstOrDefault(field => record.Text(field) is null) is { } missing)
                throw new RuleViolationException("case.statement-incomplete", $"{required.FormCode} of {file.Number} lacks {missing}.", file.Number.Value, missing, required.FormCode);
            if (required.Notice is { } wanted && record.Text("kind") != wanted)
                throw new RuleViolationException("case.notice-kind", $"Case {file.Number} takes a {wanted} notice.", file.Number.Value, wanted);
        }
    }
}

/// <summary>Each kind of case says what its closing takes.</summary>
public interface IClosingRules
{
    CaseKind Kind { get; }

    Task<ClosingRequirements> OfAsync(CaseFile file, CancellationToken cancellationToken);
}

/// <summary>Finds the rules of a case's kind. A kind without rules cannot close: forgetting them never makes closing easier.</summary>
internal sealed class ClosingRules(IEnumerable<IClosingRules> kinds)
{
    public Task<ClosingRequirements> OfAsync(CaseFile file, CancellationToken cancellationToken) =>
        (kinds.SingleOrDefault(rules => rules.Kind == file.Kind) ?? throw new InvalidOperationException($"Nothing says what closing a {file.Kind} takes.")).OfAsync(file, cancellationToken);
}
