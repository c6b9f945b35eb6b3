using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Workflows.Activities;

/// <summary>Inputs whose value is one of an enum's names; the names are a contract with stored definitions.</summary>
internal static class Choices
{
    public static InputDescriptor Of<T>(string name)
        where T : struct, Enum => new(name)
    {
        UiHint = "dropdown",
        AllowedValues = Enum.GetNames<T>(),
        UiSpecifications = new JsonObject
        {
            ["dropdown"] = new JsonObject
            {
                ["selectList"] = new JsonObject
                {
                    ["items"] = new JsonArray([.. Enum.GetNames<T>().Select(value => new JsonObject { ["text"] = value, ["value"] = value })]),
                    ["isFlagsEnum"] = false,
                },
            },
        },
    };
}
