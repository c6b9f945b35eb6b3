using System.Text.Json;
using AfterSales.Engine.Definitions;
using AfterSales.Host.Localization;
using FluentValidation;
using FluentValidation.Results;

namespace AfterSales.Host.Problems;

/// <summary>Broken rules of fields: every field with its texts and codes.</summary>
internal static class FieldProblems
{
    // FluentValidation names its own rules by class; callers get names that do not change with the library.
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["NotEmptyValidator"] = "field.required",
        ["NotNullValidator"] = "field.required",
        ["MaximumLengthValidator"] = "field.too-long",
        ["EmailValidator"] = "field.not-an-email",
        ["EnumValidator"] = "field.invalid",
        ["InclusiveBetweenValidator"] = "field.out-of-range",
        ["GreaterThanValidator"] = "field.too-small",
        ["PredicateValidator"] = "field.invalid",
    };

    public static Problem Of(ValidationException exception)
    {
        var failures = exception.Errors.Select(f => (Field: FieldName(f.PropertyName), Code: Codes.GetValueOrDefault(f.ErrorCode, f.ErrorCode), Failure: f))
            .Select(f => (f.Field, f.Code, Text: Text(f.Code, f.Failure))).ToLookup(f => f.Field);
        return new Problem(
            StatusCodes.Status400BadRequest,
            failures is { Count: 1 } && failures.Single().Count() == 1 ? failures.Single().Single().Code : "fields.invalid",
            ErrorTexts.Of("fields.invalid", string.Join(", ", failures.Select(f => f.Key))),
            failures.ToDictionary(f => f.Key, f => f.Select(e => e.Text).ToArray()),
            failures.ToDictionary(f => f.Key, f => f.Select(e => e.Code).ToArray()));
    }

    private static string Text(string code, ValidationFailure failure) =>
        ErrorTexts.Find(code, failure.FormattedMessagePlaceholderValues?.ToDictionary(v => v.Key, v => v.Value is DefinitionProblem problem ? DefinitionProblemTexts.Of(problem) : (object?)v.Value) ?? []) ?? failure.ErrorMessage;

    // As callers wrote it: the JSON's name, not the property's. Headers and a form's own fields already are.
    private static string FieldName(string property) =>
        property.Contains('-', StringComparison.Ordinal) ? property : string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
