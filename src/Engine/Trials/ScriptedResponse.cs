using System.Text.Json.Nodes;
using AfterSales.Engine.Http;

namespace AfterSales.Engine.Trials;

/// <summary>What a request of a workflow gets for an answer in a trial; nothing is sent.</summary>
public sealed record ScriptedResponse
{
    public int StatusCode { get; init; } = 200;
    public JsonObject? Headers { get; init; }

    /// <summary>The body as it would be parsed.</summary>
    public JsonNode? Content { get; init; }

    /// <summary>There is no answer in time.</summary>
    public bool TimesOut { get; init; }

    /// <summary>Nobody can be reached.</summary>
    public bool FailsToConnect { get; init; }

    internal JsonNode Write()
    {
        var end = TimesOut ? HttpCallEnd.TimedOut : FailsToConnect ? HttpCallEnd.FailedToConnect : HttpCallEnd.Responded;
        return new HttpAnswer(end) { StatusCode = end is HttpCallEnd.Responded ? StatusCode : 0, Headers = Headers?.DeepClone().AsObject() ?? [], Content = Content?.DeepClone() }.Write();
    }
}
