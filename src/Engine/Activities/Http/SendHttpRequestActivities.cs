using System.Globalization;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Graphs;
using AfterSales.Engine.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Engine.Activities.Http;

/// <summary>Has a request sent after the commit and waits for the answer. No attempt, no secret and no header of it is kept in the instance.</summary>
internal abstract class HttpRequestActivity : Activity
{
    public override IEnumerable<DefinitionProblem> Check(ActivityNode node) => HttpActivityInputs.Check(node);

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var bookmarkId = context.CreateBookmark(Descriptor.TypeName);
        var call = HttpCallBuilder.Build(context, bookmarkId);
        context.Services.GetRequiredService<HttpTargets>().Check(call.Url);
        context.SendWhileWaiting(HttpCall.MessageKind, call.Write(), $"http:{bookmarkId:N}");
        return ValueTask.CompletedTask;
    }

    public override ValueTask ResumeAsync(ActivityContext context, BookmarkResumption resumption, CancellationToken cancellationToken)
    {
        var answer = HttpAnswer.Read(resumption.Payload!);
        if (answer.End is HttpCallEnd.Refused)
        {
            context.Fail(new HttpTargetRefusedException(answer.Reason ?? "The request was refused."));
            return ValueTask.CompletedTask;
        }

        if (answer.End is HttpCallEnd.Responded)
        {
            context.SetOutput("StatusCode", answer.StatusCode);
            context.SetOutput("ResponseHeaders", answer.Headers.DeepClone());
            context.SetOutput("ParsedContent", answer.Content?.DeepClone());
            context.SetOutput("Result", new JsonObject { ["StatusCode"] = answer.StatusCode, ["Headers"] = answer.Headers.DeepClone(), ["Content"] = answer.Content?.DeepClone() });
        }

        Leave(context, answer);
        return ValueTask.CompletedTask;
    }

    public override ValueTask CancelAsync(ActivityContext context, CancellationToken cancellationToken) => context.WithdrawAsync(cancellationToken);

    protected abstract void Leave(ActivityContext context, HttpAnswer answer);
}

/// <summary>Leaves by the status code if it is one of those expected, else by <c>Unmatched status code</c>, and by <c>Done</c> in either case.</summary>
internal sealed class FlowSendHttpRequestActivity : HttpRequestActivity
{
    private const string Unmatched = "Unmatched status code", FailedToConnect = "Failed to connect", Timeout = "Timeout";

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.FlowSendHttpRequest", "HTTP", "Send an HTTP request.")
    {
        DisplayName = "HTTP Request (flow)",
        Kind = ActivityKind.Task,
        Inputs = [.. HttpActivityInputs.All(new InputDescriptor("ExpectedStatusCodes", "List<Int32>")
        {
            DisplayName = "Expected Status Codes", UiHint = "multitext", DefaultValue = new JsonArray(200), Description = "A list of expected status codes to handle.",
        })],
        Outputs = HttpActivityInputs.Outputs,
    };

    public override IReadOnlyList<string>? DescribeOutcomes(ActivityNode node) =>
        node.LiteralStrings("ExpectedStatusCodes") is { } codes ? [.. codes, Unmatched, FailedToConnect, Timeout, "Done"] : null;

    protected override void Leave(ActivityContext context, HttpAnswer answer)
    {
        if (answer.End is HttpCallEnd.Responded)
        {
            var expected = Values.Strings(context.GetInput("ExpectedStatusCodes"));
            var code = answer.StatusCode.ToString(CultureInfo.InvariantCulture);
            if (expected.Length is 0)
                context.Complete("Done");
            else
                context.Complete(expected.Contains(code) ? code : Unmatched, "Done");
        }
        else
            context.Complete(answer.End is HttpCallEnd.TimedOut ? Timeout : FailedToConnect);
    }
}

/// <summary>Runs the activity that is nested for the status code, or for what went wrong, and then leaves.</summary>
internal sealed class SendHttpRequestActivity : HttpRequestActivity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.SendHttpRequest", "HTTP", "Send an HTTP request.")
    {
        DisplayName = "HTTP Request",
        Kind = ActivityKind.Task,
        Inputs = [.. HttpActivityInputs.All(new InputDescriptor("ExpectedStatusCodes", "ICollection<HttpStatusCodeCase>")
        {
            DisplayName = "Expected Status Codes", UiHint = "http-status-codes", IsWrapped = false, Description = "A list of expected status codes to handle and the activity to run for each.",
        })],
        Outputs = HttpActivityInputs.Outputs,
        Ports = [new PortDescriptor("UnmatchedStatusCode", PortType.Embedded), new PortDescriptor("FailedToConnect", PortType.Embedded), new PortDescriptor("Timeout", PortType.Embedded)],
    };

    protected override void Leave(ActivityContext context, HttpAnswer answer)
    {
        var code = answer.StatusCode.ToString(CultureInfo.InvariantCulture);
        var port = answer.End switch
        {
            HttpCallEnd.TimedOut => "Timeout",
            HttpCallEnd.FailedToConnect => "FailedToConnect",
            _ when IsExpected(context.Node, answer.StatusCode) => code,
            _ => "UnmatchedStatusCode",
        };
        if (context.Node.Embedded.TryGetValue(port, out var branch))
            context.ScheduleChild(branch);
        else
            context.Complete();
    }

    private static bool IsExpected(ActivityNode node, int statusCode) =>
        (node.Json["expectedStatusCodes"] as JsonArray ?? []).Any(item => item?["statusCode"] is JsonValue value && value.ToString() == statusCode.ToString(CultureInfo.InvariantCulture));
}
