using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>Writes an activity's description as Studio reads it, in the language of the request.</summary>
internal sealed class DescriptorWriter(InputChoices choices)
{
    private const string AfterSales = "AfterSales.";

    /// <param name="isOffered">False: it is known, for definitions that use it, but not in the toolbox.</param>
    public JsonObject Write(ActivityDescriptor activity, bool isOffered = true) => new()
    {
        ["typeName"] = activity.TypeName,
        ["namespace"] = activity.Namespace,
        ["name"] = activity.Name,
        ["version"] = activity.Version,
        ["category"] = Category(activity),
        ["displayName"] = ActivityTexts.Of(activity.TypeName, activity.DisplayName),
        ["description"] = ActivityTexts.Of($"{activity.TypeName}.description", activity.Description),
        ["kind"] = activity.Kind.ToString(),
        ["isBrowsable"] = activity.IsBrowsable && isOffered,
        ["isContainer"] = activity.IsContainer,
        ["isStart"] = activity.IsStart,
        ["isTerminal"] = activity.IsTerminal,
        ["inputs"] = new JsonArray([.. activity.Inputs.Select((input, index) => Input(activity, input, index))]),
        ["outputs"] = new JsonArray([.. activity.Outputs.Select((output, index) => Output(activity, output, index))]),
        ["ports"] = new JsonArray([.. activity.Ports.Select(Port)]),
        ["customProperties"] = activity.CustomProperties.DeepClone(),
        ["constructionProperties"] = activity.ConstructionProperties.DeepClone(),
    };

    /// <summary>What an input's editor offers; null where it is free.</summary>
    public JsonObject? Specifications(ActivityDescriptor activity, InputDescriptor input) => choices.Of(activity, input);

    // The toolbox sorts by name: the space puts ours first in every language and is not seen.
    private static string Category(ActivityDescriptor activity) =>
        activity.TypeName.StartsWith(AfterSales, StringComparison.Ordinal) ? " " + ActivityTexts.Find("category.after-sales") : ActivityTexts.Of($"category.{activity.Category}", activity.Category);

    private JsonObject Input(ActivityDescriptor activity, InputDescriptor input, int index)
    {
        var editor = InputEditors.Of(input);
        return new JsonObject
        {
            ["name"] = input.Name,
            ["typeName"] = input.TypeName,
            ["displayName"] = ActivityTexts.Part(activity.TypeName, "input", input.Name) ?? input.DisplayName,
            ["description"] = ActivityTexts.Part(activity.TypeName, "input", input.Name, ".description") ?? input.Description,
            ["order"] = input.Order > 0 ? input.Order : index + 1,
            ["isBrowsable"] = input.IsBrowsable && editor.IsShown,
            ["isWrapped"] = input.IsWrapped,
            ["isSynthetic"] = false,
            ["isSensitive"] = input.IsSensitive,
            ["isReadOnly"] = input.IsReadOnly,
            ["uiHint"] = choices.HintOf(activity, input) ?? editor.Hint,
            ["category"] = input.Category is { } category ? ActivityTexts.Of($"category.{category}", category) : null,
            ["defaultValue"] = input.DefaultValue?.DeepClone(),
            ["defaultSyntax"] = editor.Syntax,
            ["storageDriverType"] = null,
            ["uiSpecifications"] = choices.Of(activity, input),
        };
    }

    private static JsonObject Output(ActivityDescriptor activity, OutputDescriptor output, int index) => new()
    {
        ["name"] = output.Name,
        ["typeName"] = output.TypeName,
        ["displayName"] = ActivityTexts.Part(activity.TypeName, "output", output.Name) ?? output.DisplayName,
        ["description"] = output.Description,
        ["order"] = index + 1,
        ["isBrowsable"] = output.IsBrowsable,
        ["isSynthetic"] = false,
    };

    private static JsonObject Port(PortDescriptor port) => new()
    {
        ["name"] = port.Name,
        ["displayName"] = ActivityTexts.Of($"port.{port.Name}", port.DisplayName),
        ["type"] = port.Type.ToString(),
        ["isBrowsable"] = port.IsBrowsable,
    };
}

/// <summary>How an input is edited.</summary>
/// <param name="Syntax">What a fresh value is taken for.</param>
/// <param name="IsShown">False: kept for other servers, without effect here.</param>
internal sealed record InputEditor(string Hint, string Syntax, bool IsShown = true);

internal static class InputEditors
{
    private static readonly HashSet<string> WithoutEffect = ["StartNewTrace", "ChannelName"];

    public static InputEditor Of(InputDescriptor input)
    {
        if (WithoutEffect.Contains(input.Name))
            return new InputEditor("singleline", input.DefaultSyntax, IsShown: false);
        if (input.Name is "Condition" || (input.Name is "Items" && input.IsWrapped))
            return new InputEditor("singleline", "JavaScript");
        // A list whose entries only another server knows: an object is written as JSON here.
        return input is { UiHint: "dropdown", UiSpecifications: null, TypeName: "ObjectDictionary" }
            ? new InputEditor("json-editor", "Object")
            : new InputEditor(input.UiHint, input.UiHint is "dynamic-outcomes" ? "Object" : input.DefaultSyntax);
    }
}
