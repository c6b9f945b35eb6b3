using System.Text.Json.Nodes;
using AfterSales.Engine.Expressions;

namespace AfterSales.Engine.Tests.Expressions;

/// <summary>A workflow with a customer's case in its variables, at one fixed moment.</summary>
internal sealed class FakeScope : IExpressionScope
{
    public static readonly DateTimeOffset Friday = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly JsonObject _outputs = Parse("""{ "Approval": { "Outcome": "Approved" }, "task1": { "": 7 } }""");

    public JsonObject Variables { get; } = Parse(
        """
        {
          "Amount": 150, "CustomerName": "张三", "note": null, "Total": 12.50, "Tags": ["urgent", "warranty"],
          "Case": { "number": "C-2026-00042", "open": true, "customer": { "region": "华东", "trim": "GLX" } },
          "Lines": [ { "sku": "A", "price": 10, "qty": 3 }, { "sku": "B", "price": 2.5, "qty": 4 }, { "sku": "C", "price": 100, "qty": 0 } ]
        }
        """);

    public JsonObject Inputs { get; } = Parse("""{ "Priority": "High", "limit": 100 }""");

    public DateTimeOffset Now => Friday;
    public JsonNode? LastResult => "done";
    public string? CorrelationId => "C-2026-00042";
    public string InstanceId => "instance-1";
    public string DefinitionId => "definition-1";
    public string DefinitionVersionId => "definition-1:3";
    public int DefinitionVersion => 3;

    public bool TryGetVariable(string name, out JsonNode? value) => Variables.TryGetPropertyValue(name, out value);

    public bool TryGetInput(string name, out JsonNode? value) => Inputs.TryGetPropertyValue(name, out value);

    public JsonNode? GetOutput(string activityIdOrName, string? outputName) => _outputs[activityIdOrName]?[outputName ?? ""];

    /// <summary>The JSON an expression gives in this scope.</summary>
    public static string Evaluate(string source) => JavaScriptExpression.Parse(source).Evaluate(new FakeScope())?.ToJsonString(Readable) ?? "null";

    private static readonly System.Text.Json.JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
