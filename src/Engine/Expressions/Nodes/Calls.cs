using AfterSales.Engine.Expressions.Library;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Nodes;

/// <summary>A call of a library function known when the expression was parsed.</summary>
internal sealed class BuiltInCallNode(int offset, BuiltInBody body, Node[] arguments) : Node(offset, arguments)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var values = Elements.Evaluate(run, frame, arguments, Offset);
        run.Offset = Offset;
        return body(run, JsValue.Undefined, values);
    }
}

/// <summary>A call of a function an expression has as a value: a parameter, or an arrow function in parentheses.</summary>
internal sealed class FunctionCallNode(int offset, Node function, Node[] arguments, bool isOptional) : Node(offset, [function, .. arguments])
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var value = function.Evaluate(run, frame);
        if (value.Kind is JsKind.Skipped || (isOptional && value.IsNullish))
            return JsValue.Skipped;

        var values = Elements.Evaluate(run, frame, arguments, Offset);
        run.Offset = Offset;
        if (value.Kind is not JsKind.Function)
            throw run.Fail($"Only a function can be called, not {value.Describe()}.");
        return value.AsFunction.Invoke(run, values);
    }
}

/// <summary><c>target.name(…)</c>; what the name means depends on what the target turns out to be.</summary>
internal sealed class MethodCallNode(int offset, Node target, Method method, Node[] arguments, bool isOptional, bool isOptionalCall)
    : Node(offset, [target, .. arguments])
{
    public bool IsOptionalCall => isOptionalCall;

    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var self = target.Evaluate(run, frame);
        if (self.Kind is JsKind.Skipped || (isOptional && self.IsNullish))
            return JsValue.Skipped;

        run.Offset = Offset;
        var body = Find(run, self);
        if (body is null && isOptionalCall)
            return JsValue.Skipped;

        var values = Elements.Evaluate(run, frame, arguments, Offset);
        run.Offset = Offset;
        return (body ?? throw NotAMethod(run, self))(run, self, values);
    }

    private BuiltInBody? Find(Evaluation run, JsValue self)
    {
        if (self.IsNullish)
            throw run.Fail($"'{method.Name}' cannot be called on {self.Describe()}; '?.' stops there.");
        if (self.Kind is not JsKind.Object || !self.AsObject.TryGet(method.Name, out var own))
            return method.For(self.Kind);
        if (own.IsNullish)
            return null;
        return own.Kind is JsKind.Function ? (run, _, values) => own.AsFunction.Invoke(run, values) : throw NotAMethod(run, self);
    }

    private ExpressionEvaluationException NotAMethod(Evaluation run, JsValue self) =>
        run.Fail($"'{method.Name}' is not a method of {self.Describe()}.");
}
