using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace AfterSales.Domain.Pipeline;

/// <summary>Carries out the lines of a file: the transaction is lost with the first broken one, and the others run on only to be named as well.</summary>
internal static class ImportLines
{
    /// <summary>What the line's command returned; its default where the line is broken, whose failures are added.</summary>
    /// <param name="line">Its number, from 1; failures are of the fields <c>lines[3].name</c>.</param>
    public static async Task<T?> SendLineAsync<T>(this IMediator mediator, int line, IRequest<T> command, List<ValidationFailure> failures, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(command, cancellationToken);
        }
        catch (ValidationException refusal)
        {
            failures.AddRange(refusal.Errors.Select(error => Broken(line, error.PropertyName, error.ErrorCode, error.FormattedMessagePlaceholderValues)));
        }
        catch (RuleViolationException refusal)
        {
            failures.Add(Broken(line, "", refusal.Code, refusal.Values.Select((value, index) => (value, index)).ToDictionary(v => $"{v.index}", v => v.value)));
        }

        return default;
    }

    private static ValidationFailure Broken(int line, string field, string code, Dictionary<string, object>? values) =>
        new($"lines[{line}].{field}".TrimEnd('.'), $"Line {line}: {field} {code}") { ErrorCode = code, FormattedMessagePlaceholderValues = values ?? [] };
}
