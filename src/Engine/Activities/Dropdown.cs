using System.Text.Json.Nodes;

namespace AfterSales.Engine.Activities;

/// <summary>The designer's specification of a drop-down list.</summary>
public static class Dropdown
{
    public static JsonObject Of(params IEnumerable<string> values) => new()
    {
        ["dropdown"] = new JsonObject
        {
            ["selectList"] = new JsonObject
            {
                ["items"] = new JsonArray([.. values.Select(value => new JsonObject { ["text"] = value, ["value"] = value })]),
                ["isFlagsEnum"] = false,
            },
        },
    };
}
