using System.Text.Json.Nodes;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Browser.Tests;

/// <summary>A small process in two versions, as owners would have it in the designer: repair on site, then a call to the customer.</summary>
internal static class ProcessDefinitions
{
    /// <summary>The first version: dispatch, repair (done or parts missing), call.</summary>
    public static string First(string id) => Json(id,
    [
        Event("Registered", 0, 60),
        Task("Dispatch", "派工", "manager", 260, 60, "Done"),
        Task("Repair", "上门维修", "maintenance", 520, 60, "Fixed", "PartsMissing"),
        Task("OrderParts", "订购备件", "clerk", 780, 180, "Done"),
        Task("CallBack", "电话回访", "agent", 780, 0, "Done"),
    ],
    ["Registered:Done>Dispatch", "Dispatch:Done>Repair", "Repair:Fixed>CallBack", "Repair:PartsMissing>OrderParts", "OrderParts:Done>Repair"]);

    /// <summary>The second: the repair is checked, the call has another role, dispatch has another id, and parts are ordered elsewhere on the canvas.</summary>
    public static string Second(string id) => Json(id,
    [
        Event("Registered", 0, 60),
        Task("Assign", "派工到人", "manager", 260, 60, "Done"),
        Task("Repair", "上门维修", "maintenance", 520, 60, "Fixed", "PartsMissing"),
        Task("OrderParts", "订购备件", "clerk", 640, 220, "Done"),
        Task("Check", "维修质量抽查", "quality", 780, 0, "Passed", "Again"),
        Task("CallBack", "电话回访", "manager", 1040, 0, "Done"),
    ],
    ["Registered:Done>Assign", "Assign:Done>Repair", "Repair:Fixed>Check", "Check:Passed>CallBack", "Check:Again>Repair", "Repair:PartsMissing>OrderParts", "OrderParts:Done>Repair"]);

    /// <summary>A process that is over as soon as it has begun, unless it has a task.</summary>
    public static string AtOnce(string id, string? task = null) => task is null
        ? Json(id, [Event("Registered", 0, 0)], [])
        : Json(id, [Event("Registered", 0, 0), Task("Extra", task, "agent", 260, 0, "Done")], ["Registered:Done>Extra"]);

    /// <summary>A person of the demo company, to send requests as.</summary>
    public static async Task<Actor> PersonAsync(this Product product, string userName)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var person = await scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>().Set<Person>().AsNoTracking().SingleAsync(p => p.UserName == userName);
        return Actor.Person(person.Id, person.UserName, person.Posts.Select(post => post.Role));
    }

    /// <summary>Puts a definition in force as the product does with its files.</summary>
    public static async Task LoadAsync(this Product product, string id, string json)
    {
        var folder = Directory.CreateTempSubdirectory("aftersales-process-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, id + ".json"), json);
        await product.SendAsync(new ImportDefinitionFiles(folder.FullName));
        folder.Delete(recursive: true);
    }

    private static string Json(string id, JsonObject[] activities, string[] arrows) => new JsonObject
    {
        ["id"] = id + "-v1", ["definitionId"] = id, ["name"] = "上门维修流程", ["version"] = 1,
        ["root"] = new JsonObject
        {
            ["id"] = "Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray([.. activities]), ["connections"] = new JsonArray([.. arrows.Select(Arrow)]),
        },
    }.ToJsonString();

    private static JsonObject Arrow(string arrow)
    {
        var (source, port, target) = (arrow.Split(':')[0], arrow.Split(':', '>')[1], arrow.Split('>')[1]);
        return new JsonObject { ["source"] = new JsonObject { ["activity"] = source, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" }, ["vertices"] = new JsonArray() };
    }

    private static JsonObject Event(string id, int x, int y)
    {
        var activity = Activity(id, "Elsa.Event", "投诉已登记", x, y);
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        activity["eventName"] = Input("ComplaintRegistered");
        return activity;
    }

    private static JsonObject Task(string id, string title, string role, int x, int y, params string[] outcomes)
    {
        var activity = Activity(id, "AfterSales.HumanTask", title, x, y);
        activity["title"] = Input(title);
        activity["candidateRole"] = Input(role);
        activity["outcomes"] = Input(new JsonArray([.. outcomes.Select(outcome => (JsonNode)outcome)]).ToJsonString(), "Object");
        return activity;
    }

    private static JsonObject Activity(string id, string type, string text, int x, int y) => new()
    {
        ["id"] = id, ["type"] = type, ["version"] = 1,
        ["metadata"] = new JsonObject
        {
            ["displayText"] = text,
            ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = x, ["y"] = y }, ["size"] = new JsonObject { ["width"] = 210, ["height"] = 54 } },
        },
    };

    private static JsonObject Input(string value, string type = "Literal") =>
        new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
}
