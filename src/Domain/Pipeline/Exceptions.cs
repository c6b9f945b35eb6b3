using FluentValidation.Results;

namespace AfterSales.Domain.Pipeline;

/// <summary>What was asked for does not exist. HTTP 404.</summary>
public sealed class NotFoundException(string kind, object id) : Exception($"{kind} {id} does not exist.")
{
    public string Kind { get; } = kind;
}

/// <summary>The request is well-formed but the business does not allow it now. HTTP 409.</summary>
/// <param name="code">Stable, dotted, lower case; texts are looked up by it.</param>
/// <param name="message">For developers and logs: what is wrong and what to do next.</param>
/// <param name="values">Values that the translated text mentions, in order.</param>
public sealed class RuleViolationException(string code, string message, params object[] values) : Exception(message)
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Values { get; } = values;
}

/// <summary>The actor may not do this. HTTP 403, or 401 when nobody is signed in.</summary>
public sealed class ForbiddenException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>Fields break rules that no static validator knows, such as a task's own form. HTTP 400, like a validator's failures.</summary>
public static class InvalidFields
{
    public static FluentValidation.ValidationException Refuse(params ValidationFailure[] failures) => new(failures);

    public static ValidationFailure Failure(string field, string code, string message, params object[] values) =>
        new(field, message) { ErrorCode = code, FormattedMessagePlaceholderValues = values.Select((v, i) => (v, i)).ToDictionary(p => $"{p.i}", p => p.v) };
}
