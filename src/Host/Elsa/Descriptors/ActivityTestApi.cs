using System.Text.Json.Nodes;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>Studio's Test tab runs one activity. Here a whole draft is tried on a private copy instead, so the tab says where.</summary>
internal static class ActivityTestApi
{
    public static void MapActivityTests(this IEndpointRouteBuilder group) => group.MapPost("/tests/activities", Refuse);

    // Not a refusal by status: the tab shows the text of an exception, but only a banner for a status.
    private static IResult Refuse() => ElsaJson.AnswerNodes(new JsonObject
    {
        ["activityState"] = new JsonObject(),
        ["payload"] = new JsonObject { ["Outcomes"] = new JsonArray() },
        ["outputs"] = new JsonObject(),
        ["exception"] = new JsonObject { ["type"] = "TestNotRun", ["message"] = ActivityTexts.Of("test.use-trial", "Use a trial run."), ["stackTrace"] = null, ["innerException"] = null },
        ["status"] = "Faulted",
    });
}
