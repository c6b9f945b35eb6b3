using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Nodes;

internal sealed class ConstantNode(int offset, JsValue value) : Node(offset)
{
    public JsValue Value => value;

    protected override JsValue Compute(Evaluation run, Frame? frame) => value;
}

/// <summary>A template literal: the texts alternate with the values, beginning and ending with a text.</summary>
internal sealed class TemplateNode(int offset, string[] texts, Node[] values) : Node(offset, values)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var text = new TextBuilder(run);
        text.Append(texts[0]);
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i].Evaluate(run, frame);
            run.Offset = values[i].Offset;
            text.Append(Coerce.ToText(run, value));
            text.Append(texts[i + 1]);
        }

        return text.ToString();
    }
}

/// <summary><c>...items</c> in an array literal, an object literal or a list of arguments, which take it apart themselves.</summary>
internal sealed class SpreadNode(int offset, Node value) : Node(offset, value)
{
    protected override JsValue Compute(Evaluation run, Frame? frame) => value.Evaluate(run, frame);
}

internal sealed class ArrayNode(int offset, Node[] elements) : Node(offset, elements)
{
    protected override JsValue Compute(Evaluation run, Frame? frame) => JsArray.Of(Elements.Evaluate(run, frame, elements, Offset));
}

/// <summary>A list of values, some of them spread: an array literal's elements or a call's arguments.</summary>
internal static class Elements
{
    public static JsValue[] Evaluate(Evaluation run, Frame? frame, Node[] nodes, int offset)
    {
        if (Array.Exists(nodes, node => node is SpreadNode))
            return EvaluateSpread(run, frame, nodes, offset);

        var values = new JsValue[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
            values[i] = nodes[i].Evaluate(run, frame);
        return values;
    }

    private static JsValue[] EvaluateSpread(Evaluation run, Frame? frame, Node[] nodes, int offset)
    {
        var values = new List<JsValue>();
        foreach (var node in nodes)
        {
            var value = node.Evaluate(run, frame);
            if (node is SpreadNode)
            {
                run.Offset = node.Offset;
                Iteration.AddTo(run, values, value);
            }
            else
            {
                values.Add(value);
            }
        }

        run.Offset = offset;
        return [.. values];
    }
}

/// <summary>One <c>key: value</c>; the key is computed when <paramref name="Key"/> is given.</summary>
internal sealed record ObjectMember(string? Name, Node? Key, Node Value);

internal sealed class ObjectNode(int offset, ObjectMember[] members) : Node(offset, [.. Operands(members)])
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var result = new JsRecord();
        foreach (var member in members)
        {
            if (member.Value is SpreadNode)
                Spread(run, frame, member.Value, result);
            else
                Set(run, frame, member, result);
        }

        return result;
    }

    private static void Set(Evaluation run, Frame? frame, ObjectMember member, JsRecord result)
    {
        var name = member.Name;
        if (name is null)
        {
            var key = member.Key!.Evaluate(run, frame);
            run.Offset = member.Key.Offset;
            name = Coerce.ToText(run, key);
            run.ChargeText(name.Length);
        }

        result.Set(name, member.Value.Evaluate(run, frame));
    }

    private static void Spread(Evaluation run, Frame? frame, Node value, JsRecord result)
    {
        var source = value.Evaluate(run, frame);
        run.Offset = value.Offset;
        foreach (var (key, item) in Properties.Of(run, source))
            result.Set(key, item);
    }

    private static IEnumerable<Node> Operands(ObjectMember[] members)
    {
        foreach (var member in members)
        {
            if (member.Key is not null)
                yield return member.Key;
            yield return member.Value;
        }
    }
}
