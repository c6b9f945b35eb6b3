using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Nodes;

/// <summary><c>target.name</c> or <c>target?.name</c></summary>
internal sealed class MemberNode(int offset, Node target, string name, bool isOptional) : Node(offset, target)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var value = target.Evaluate(run, frame);
        if (value.Kind is JsKind.Skipped || (isOptional && value.IsNullish))
            return JsValue.Skipped;
        run.Offset = Offset;
        return Properties.Get(run, value, name);
    }
}

/// <summary><c>target[key]</c> or <c>target?.[key]</c></summary>
internal sealed class IndexNode(int offset, Node target, Node key, bool isOptional) : Node(offset, target, key)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var value = target.Evaluate(run, frame);
        if (value.Kind is JsKind.Skipped || (isOptional && value.IsNullish))
            return JsValue.Skipped;
        var keyValue = key.Evaluate(run, frame);
        run.Offset = Offset;
        return Properties.Get(run, value, keyValue);
    }
}

/// <summary>The whole of an optional chain: where it stopped early, the value is undefined.</summary>
internal sealed class ChainNode(int offset, Node chain) : Node(offset, chain)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var value = chain.Evaluate(run, frame);
        return value.Kind is JsKind.Skipped ? JsValue.Undefined : value;
    }
}

/// <summary><c>variables.Name</c>, <c>input["Name"]</c>: a property of one of Elsa's two objects, which are never values themselves.</summary>
internal sealed class ScopeMemberNode(int offset, BuiltInBody read, Node name) : Node(offset, name)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var key = name.Evaluate(run, frame);
        run.Offset = Offset;
        return read(run, JsValue.Undefined, [key]);
    }
}
