using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Http;

/// <summary>What both request activities show to the designer.</summary>
internal static class HttpActivityInputs
{
    public static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];

    private static readonly string[] ContentTypes = ["", "text/plain", "text/html", "application/json", "application/xml", "application/x-www-form-urlencoded"];

    public static IEnumerable<InputDescriptor> All(InputDescriptor expected) =>
    [
        expected,
        new("Url", "Uri") { Description = "The URL to send the request to." },
        new("Method") { UiHint = "dropdown", DefaultValue = "GET", UiSpecifications = Dropdown.Of(Methods), Description = "The HTTP method to use when sending the request." },
        new("Content", "Object") { Description = "The content to send with the request: a text, or an object to be sent as JSON or as a form." },
        new("ContentType") { DisplayName = "Content Type", UiHint = "dropdown", UiSpecifications = Dropdown.Of(ContentTypes), Description = "The content type to use when sending the request." },
        new("Authorization") { Category = "Security", IsSensitive = true, Description = "The Authorization header value to send with the request. For example: Bearer {some-access-token}" },
        new("DisableAuthorizationHeaderValidation", "Boolean") { DisplayName = "Disable Authorization Header Validation", Category = "Security", UiHint = "checkbox", Description = "Send the Authorization header as it is written." },
        new("RequestHeaders", "HttpHeaders") { DisplayName = "Request Headers", Category = "Advanced", UiHint = "json-editor", IsSensitive = true, Description = "The headers to send along with the request." },
        new("EnableResiliency", "Boolean") { DisplayName = "Enable Resiliency", Category = "Resiliency", UiHint = "checkbox", Description = "Try again, with growing waits, what may pass by itself: no connection, no answer in time, and status 408, 429 and 5xx." },
    ];

    public static readonly OutputDescriptor[] Outputs =
    [
        new("StatusCode", "Int32") { DisplayName = "Status Code", Description = "The HTTP response status code." },
        new("ParsedContent") { DisplayName = "Parsed Content", Description = "The parsed content, if any." },
        new("ResponseHeaders", "HttpHeaders") { DisplayName = "Response Headers", Description = "The response headers that were received, without those that hold credentials." },
        new("Result", "HttpResponseMessage") { Description = "Status code, headers and content together." },
    ];

    public static IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (node.Input("Url") is { IsKnown: true, LiteralValue: var url } && Refusal(() => HttpCallBuilder.Url(url?.ToString())) is { } badUrl)
            yield return node.Problem("Url", "problem.url", $"{badUrl}");
        if (node.Input("Method") is { IsKnown: true, LiteralValue: var method } && Refusal(() => HttpCallBuilder.Method(method?.ToString())) is { } badMethod)
            yield return node.Problem("Method", "problem.method", $"{badMethod}");
    }

    private static string? Refusal(Func<object> build)
    {
        try
        {
            build();
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
