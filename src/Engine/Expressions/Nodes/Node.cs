using System.Runtime.CompilerServices;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Nodes;

/// <summary>One operation of a parsed expression. Immutable: all state of a run is in <see cref="Evaluation"/> and <see cref="Frame"/>.</summary>
/// <param name="offset">Where a failure of this operation is reported.</param>
/// <param name="children">The operands; they give the node its height.</param>
internal abstract class Node(int offset, params ReadOnlySpan<Node> children)
{
    public int Offset { get; } = offset;

    public int Height { get; } = 1 + Tallest(children);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public JsValue Evaluate(Evaluation run, Frame? frame)
    {
        run.Charge(1);
        return Compute(run, frame);
    }

    protected abstract JsValue Compute(Evaluation run, Frame? frame);

    private static int Tallest(ReadOnlySpan<Node> nodes)
    {
        var height = 0;
        foreach (var node in nodes)
            height = Math.Max(height, node.Height);
        return height;
    }
}

/// <summary>The parameters of one call of an arrow function, inside those of the functions around it.</summary>
internal sealed class Frame(JsValue[] values, Frame? outer)
{
    public JsValue[] Values => values;
    public Frame? Outer => outer;
}
