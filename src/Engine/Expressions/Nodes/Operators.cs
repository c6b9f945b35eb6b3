using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Nodes;

internal enum UnaryOperator { Not, Minus, Plus, TypeOf, Void }

internal sealed class UnaryNode(int offset, UnaryOperator operation, Node operand) : Node(offset, operand)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var value = operand.Evaluate(run, frame);
        run.Offset = Offset;
        return operation switch
        {
            UnaryOperator.Not => !Coerce.ToBoolean(value),
            UnaryOperator.Minus => -Coerce.ToNumber(run, value),
            UnaryOperator.Plus => Coerce.ToNumber(run, value),
            UnaryOperator.TypeOf => TypeOf(value),
            _ => JsValue.Undefined,
        };
    }

    private static string TypeOf(JsValue value) => value.Kind switch
    {
        JsKind.Undefined => "undefined",
        JsKind.Boolean => "boolean",
        JsKind.Number => "number",
        JsKind.Text => "string",
        JsKind.Function => "function",
        _ => "object",
    };
}

internal enum LogicalOperator { And, Or, Coalesce }

internal sealed class LogicalNode(int offset, LogicalOperator operation, Node left, Node right) : Node(offset, left, right)
{
    public LogicalOperator Operation => operation;

    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var value = left.Evaluate(run, frame);
        var decided = operation switch
        {
            LogicalOperator.And => !Coerce.ToBoolean(value),
            LogicalOperator.Or => Coerce.ToBoolean(value),
            _ => !value.IsNullish,
        };
        return decided ? value : right.Evaluate(run, frame);
    }
}

internal sealed class ConditionalNode(int offset, Node condition, Node whenTrue, Node whenFalse) : Node(offset, condition, whenTrue, whenFalse)
{
    protected override JsValue Compute(Evaluation run, Frame? frame) =>
        (Coerce.ToBoolean(condition.Evaluate(run, frame)) ? whenTrue : whenFalse).Evaluate(run, frame);
}

internal delegate JsValue BinaryOperation(Evaluation run, JsValue left, JsValue right);

/// <summary>An operator that looks at both of its operands.</summary>
internal sealed class BinaryNode(int offset, BinaryOperation operation, Node left, Node right) : Node(offset, left, right)
{
    protected override JsValue Compute(Evaluation run, Frame? frame)
    {
        var leftValue = left.Evaluate(run, frame);
        var rightValue = right.Evaluate(run, frame);
        run.Offset = Offset;
        return operation(run, leftValue, rightValue);
    }
}
