using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Expressions;
using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Definitions;

/// <summary>Compiles inputs: wrapped ones, bare literals, and the conditions of switch cases.</summary>
internal sealed class InputParser(ProblemList problems, List<string> scripts)
{
    private static readonly InputDescriptor Condition = new("Condition", "Boolean");

    public InputExpression Parse(JsonNode? stored, InputDescriptor input, string path, string activityId)
    {
        if (!input.IsWrapped)
            return stored is null ? Default(input) : Checked(stored, input, path, activityId);
        if (stored is JsonObject wrapped && (wrapped.ContainsKey("expression") || wrapped.ContainsKey("memoryReference")))
            return wrapped["expression"] switch
            {
                null => Default(input),
                JsonObject expression => ParseExpression(expression, input, path + ".expression", activityId),
                _ => Wrong(path + ".expression", activityId, "problem.not-an-expression", $"An expression with a type and a value is expected here."),
            };
        if (stored is JsonObject plain && !plain.ContainsKey("typeName") && LiteralConverter.TryConvert(plain, input.TypeName, out _) && input.TypeName is not ("Object" or "ObjectDictionary"))
            return Default(input); // an object without typeName reads as null
        if (stored is null or JsonObject { Count: 0 })
            return Default(input);
        return input.IsScript ? ParseScript(stored, input, path, activityId) : Literal(stored, input, path, activityId);
    }

    /// <summary>The condition of a switch case: an expression without an input around it.</summary>
    public InputExpression ParseCondition(JsonNode? stored, string path, string activityId) =>
        stored is JsonObject expression && !expression.ContainsKey("expression") ? ParseExpression(expression, Condition, path, activityId) : Parse(stored, Condition, path, activityId);

    private InputExpression ParseExpression(JsonObject expression, InputDescriptor input, string path, string activityId)
    {
        var value = expression["value"];
        if (expression["type"] is { } type && type.GetValueKind() is not JsonValueKind.String)
            return Wrong(path + ".type", activityId, "problem.expression-type-no-name", $"The type of an expression is a name.");
        return expression.Text("type") switch
        {
            null or "Literal" when input.IsScript => ParseScript(value, input, path + ".value", activityId),
            not null when input.IsScript => Wrong(path + ".type", activityId, "problem.script-not-literal", $"A script is written here, as a Literal; it cannot be computed."),
            null or "Literal" => value is null ? Default(input) : Literal(value, input, path + ".value", activityId),
            "Object" => ParseObject(value, input, path + ".value", activityId),
            "JavaScript" => ParseScript(value, input, path + ".value", activityId),
            "Variable" => Reference(value) is { } variable ? InputExpression.Variable(variable.Text("id") ?? variable.Text("name") ?? "") : Default(input),
            "Input" => Reference(value)?.Text("name") is { } name ? InputExpression.WorkflowInput(name) : Default(input),
            var other => Wrong(path + ".type", activityId, "problem.expression-type", $"Expressions of type '{other}' are not supported; use Literal, Object, Variable, Input or JavaScript."),
        };
    }

    public static InputExpression Default(InputDescriptor input) => input.DefaultValue is null ? InputExpression.Unset : InputExpression.Literal(input.DefaultValue.DeepClone());

    private InputExpression Literal(JsonNode value, InputDescriptor input, string path, string activityId)
    {
        if (!LiteralConverter.TryConvert(value, input.TypeName, out var converted))
            return Wrong(path, activityId, "problem.wrong-type", $"'{VariableParser.Shorten(value.ToString())}' is no {input.TypeName} ({input.Name}).");
        return converted is null ? Default(input) : Checked(converted, input, path, activityId);
    }

    private InputExpression Checked(JsonNode value, InputDescriptor input, string path, string activityId)
    {
        if (input.AllowedValues is not { } allowed)
            return InputExpression.Literal(value.DeepClone());
        return allowed.FirstOrDefault(each => each.Equals(Values.Text(value), StringComparison.OrdinalIgnoreCase)) is { } known
            ? InputExpression.Literal(known)
            : Wrong(path, activityId, "problem.not-allowed", $"'{VariableParser.Shorten(value.ToString())}' is no {input.TypeName} ({input.Name}): {string.Join(", ", allowed)}.");
    }

    private InputExpression ParseObject(JsonNode? value, InputDescriptor input, string path, string activityId)
    {
        if (value is null || (value is JsonValue && string.IsNullOrWhiteSpace(value.ToString())))
            return Default(input);
        if (value is not JsonValue text || text.GetValueKind() is not JsonValueKind.String)
            return Literal(value, input, path, activityId);
        try
        {
            return JsonText.Parse(text.ToString()) is { } parsed
                ? Literal(parsed, input, path, activityId)
                : Default(input);
        }
        catch (JsonException e)
        {
            return Wrong(path, activityId, "problem.no-json", $"The text is no JSON: {e.Message}", (int?)e.LineNumber + 1, (int?)e.BytePositionInLine + 1);
        }
    }

    private InputExpression ParseScript(JsonNode? value, InputDescriptor input, string path, string activityId)
    {
        if (value is JsonArray or JsonObject)
            return Wrong(path, activityId, "problem.script-no-text", $"JavaScript is text.");
        if (value is not JsonValue text || string.IsNullOrWhiteSpace(text.ToString()))
            return Default(input);
        try
        {
            var script = text.ToString();
            scripts.Add(script);
            return InputExpression.JavaScript(input.IsScript ? JavaScriptExpression.ParseScript(script) : JavaScriptExpression.Parse(script));
        }
        catch (ExpressionSyntaxException e)
        {
            return Wrong(path, activityId, "problem.expression", $"{e.Message}", e.Line, e.Column);
        }
    }

    // Studio stores the picked object as text; switching the expression's type keeps the old text, which may be no JSON at all: then nothing is picked yet.
    private static JsonObject? Reference(JsonNode? value) => (value is JsonValue text ? Values.TryParse(text.ToString()) : value) as JsonObject;

    private InputExpression Wrong(string path, string activityId, string code, FormattableString text, int? line = null, int? column = null)
    {
        var problem = DefinitionProblem.Of(path, activityId, code, text) with { Line = line, Column = column };
        problems.Add(problem);
        return InputExpression.Invalid($"{path}: {problem.Message}");
    }
}
