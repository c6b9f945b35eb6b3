using System.Text.Json.Nodes;

namespace AfterSales.Engine.Tests;

/// <summary>Short names for activities, so that a definition can be read in a row of a table.</summary>
internal static class Sketch
{
    public static JsonObject Ask(string id) => Flow.Activity(id, "Test.Ask");

    public static JsonObject Work(string id) => Flow.Activity(id, "Test.Work");

    /// <summary>Writes down the value of an expression: what a body sees of its loop.</summary>
    public static JsonObject Note(string id, string script) => Flow.Activity(id, "Test.Work", ("text", Flow.Js(script)));

    public static JsonObject Start(string id = "s") => Flow.Activity(id, "Elsa.Start");

    public static JsonObject End(string id = "end") => Flow.Activity(id, "Elsa.End");

    public static JsonObject Finish(string id = "finish") => Flow.Activity(id, "Elsa.Finish");

    public static JsonObject Break(string id = "break") => Flow.Activity(id, "Elsa.Break");

    public static JsonObject Complete(string id, params string[] outcomes) => Flow.Activity(id, "Elsa.Complete", ("outcomes", Literals(outcomes)));

    public static JsonObject Delay(string id, string span) => Flow.Activity(id, "Elsa.Delay", ("timeSpan", span));

    public static JsonObject Set(string id, string variable, string script) =>
        Flow.Activity(id, "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v-" + variable, ["name"] = variable }), ("value", Flow.Js(script)));

    public static JsonObject Seq(string id, params JsonObject[] activities) => Flow.Activity(id, "Elsa.Sequence", ("activities", new JsonArray([.. activities])));

    public static JsonObject Par(string id, params JsonObject[] activities) => Flow.Activity(id, "Elsa.Parallel", ("activities", new JsonArray([.. activities])));

    public static JsonObject Fork(string id, string mode, params JsonObject[] branches) => Flow.Activity(id, "Elsa.Fork", ("joinMode", mode), ("branches", new JsonArray([.. branches])));

    public static JsonObject If(string id, string condition, JsonObject? then, JsonObject? otherwise = null) =>
        Flow.Activity(id, "Elsa.If", ("condition", Flow.Js(condition)), ("then", then), ("else", otherwise));

    public static JsonObject While(string id, string condition, JsonObject? body) => Flow.Activity(id, "Elsa.While", ("condition", Flow.Js(condition)), ("body", body));

    public static JsonObject For(string id, string bounds, JsonObject? body) => For(id, bounds, isInclusive: true, body);

    /// <param name="bounds">Start, end and step: <c>1 9 2</c>.</param>
    public static JsonObject For(string id, string bounds, bool isInclusive, JsonObject? body)
    {
        var numbers = bounds.Split(' ');
        return Flow.Activity(id, "Elsa.For", ("start", Flow.Js(numbers[0])), ("end", Flow.Js(numbers[1])), ("step", Flow.Js(numbers[2])), ("outerBoundInclusive", isInclusive), ("body", body));
    }

    public static JsonObject ForEach(string id, string items, JsonObject? body) => Flow.Activity(id, "Elsa.ForEach", ("items", Flow.Js(items)), ("body", body));

    public static JsonObject ParallelForEach(string id, string items, JsonObject? body) => Flow.Activity(id, "Elsa.ParallelForEach", ("items", Flow.Js(items)), ("body", body));

    public static JsonObject Switch(string id, string mode, JsonObject? otherwise, params (string Condition, JsonObject? Activity)[] cases) =>
        Flow.Activity(id, "Elsa.Switch", ("mode", mode), ("default", otherwise), ("cases", new JsonArray([.. cases.Select((@case, index) => new JsonObject
        {
            ["label"] = $"case {index}",
            ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = @case.Condition },
            ["activity"] = @case.Activity,
        })])));

    public static JsonObject FlowFork(string id, params string[] branches) => Flow.Activity(id, "Elsa.FlowFork", ("branches", Literals(branches)));

    public static JsonObject Join(string id, string mode) => Flow.Activity(id, "Elsa.FlowJoin", ("mode", mode));

    public static JsonObject Script(string id, string script, params string[] outcomes) => Flow.Activity(id, "Elsa.RunJavaScript", ("script", script), ("possibleOutcomes", Literals(outcomes)));

    /// <summary>A flowchart with its arrows: <c>"a->b, a:No->c"</c>.</summary>
    public static JsonObject Chart(string id, string arrows, params JsonObject[] activities)
    {
        var chart = new Flow(id).Connect(arrows.Split(", ", StringSplitOptions.RemoveEmptyEntries)).Flowchart(id);
        chart["activities"] = new JsonArray([.. activities]);
        return chart;
    }

    public static JsonObject Merges(this JsonObject activity, string mode)
    {
        activity["customProperties"] = new JsonObject { ["mergeMode"] = mode };
        return activity;
    }

    /// <summary>Variables of a container.</summary>
    public static JsonObject With(this JsonObject container, params (string Name, string Type, JsonNode? Value)[] variables)
    {
        container["variables"] = new JsonArray([.. variables.Select(v => new JsonObject { ["id"] = $"v-{v.Name}", ["name"] = v.Name, ["typeName"] = v.Type, ["value"] = v.Value })]);
        return container;
    }

    /// <summary>Binds an output to a variable.</summary>
    public static JsonObject Into(this JsonObject activity, string output, string variable)
    {
        activity[output] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-" + variable } };
        return activity;
    }

    public static JsonObject Literals(string[] texts) => Flow.Expression("Literal", new JsonArray([.. texts.Select(text => (JsonNode)text)]).ToJsonString());
}
