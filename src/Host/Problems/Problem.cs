using System.Diagnostics;
using AfterSales.Host.Localization;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Problems;

/// <summary>A refusal as callers see it (RFC 9457): as JSON for programs, as a page for people.</summary>
/// <param name="Code">Stable, dotted, lower case; programs decide by it.</param>
/// <param name="Detail">For people, in the language of the request.</param>
/// <param name="Errors">Field → texts.</param>
/// <param name="Codes">Field → codes, in the order of the texts.</param>
public sealed record Problem(int Status, string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null, IReadOnlyDictionary<string, string[]>? Codes = null)
{
    /// <summary>Found again in the log and in the audit record.</summary>
    public string TraceId { get; } = Activity.Current?.TraceId.ToString() ?? "";

    public string Title => ErrorTexts.Of(CodeOf(Status));

    /// <summary>The problem of a bare status.</summary>
    public static Problem Of(int status) => new(status, CodeOf(status), ErrorTexts.Of($"{CodeOf(status)}.detail"));

    /// <summary>The problem of one field.</summary>
    public static Problem OfField(string field, string code, string text) =>
        new(StatusCodes.Status400BadRequest, code, text, new Dictionary<string, string[]> { [field] = [text] }, new Dictionary<string, string[]> { [field] = [code] });

    internal ProblemDetails ToDetails()
    {
        var details = new ProblemDetails { Type = $"urn:aftersales:error:{Code}", Title = Title, Status = Status, Detail = Detail };
        details.Extensions["code"] = Code;
        details.Extensions["traceId"] = TraceId;
        if (Errors is not null)
            details.Extensions["errors"] = Errors;
        if (Codes is not null)
            details.Extensions["codes"] = Codes;
        return details;
    }

    private static string CodeOf(int status) => status switch
    {
        400 => "request.invalid",
        401 => "auth.required",
        403 => "auth.forbidden",
        404 => "request.not-found",
        405 => "request.method",
        409 => "request.conflict",
        413 => "request.too-large",
        415 => "request.content-type",
        429 => "request.too-many",
        503 => "server.unavailable",
        >= 500 => "server.error",
        _ => "request.refused",
    };
}
