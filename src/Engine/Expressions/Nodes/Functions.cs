using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Nodes;

/// <summary>A parameter of an arrow function, <paramref name="depth"/> functions further out.</summary>
internal sealed class ParameterNode(int offset, int depth, int index) : Node(offset)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var owner = frame!;
        for (var i = 0; i < depth; i++)
            owner = owner.Outer!;
        return owner.Values[index];
    }
}

internal sealed class ArrowNode(int offset, int parameterCount, Node body) : Node(offset, body)
{
    protected override JsValue Compute(Evaluation run, Frame? frame) => new ArrowFunction(parameterCount, body, frame);

    private sealed class ArrowFunction(int parameterCount, Node body, Frame? outer) : JsFunction
    {
        public override JsValue Invoke(Evaluation run, ReadOnlySpan<JsValue> arguments)
        {
            var values = new JsValue[parameterCount];
            arguments[..Math.Min(parameterCount, arguments.Length)].CopyTo(values);

            var caller = run.Offset;
            run.Enter(body);
            var result = body.Evaluate(run, new Frame(values, outer));
            run.Leave(body);
            run.Offset = caller;
            return result;
        }
    }
}
