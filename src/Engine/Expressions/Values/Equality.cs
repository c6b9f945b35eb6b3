namespace AfterSales.Engine.Expressions.Values;

internal static class Equality
{
    /// <summary><c>===</c></summary>
    public static bool Strict(Evaluation run, JsValue left, JsValue right)
    {
        if (left.Kind != right.Kind)
            return false;

        switch (left.Kind)
        {
            case JsKind.Undefined or JsKind.Null:
                return true;
            case JsKind.Boolean or JsKind.Number:
                return left.AsNumber == right.AsNumber;
            case JsKind.Text:
                if (left.AsText.Length == right.AsText.Length)
                    run.ChargeText(left.AsText.Length);
                return string.Equals(left.AsText, right.AsText, StringComparison.Ordinal);
            default:
                return ReferenceEquals(left.Identity, right.Identity);
        }
    }

    /// <summary><c>==</c></summary>
    public static bool Loose(Evaluation run, JsValue left, JsValue right)
    {
        if (left.IsNullish || right.IsNullish)
            return left.IsNullish && right.IsNullish;
        if (left.Kind == right.Kind || (!left.IsPrimitive && !right.IsPrimitive))
            return Strict(run, left, right);
        if (!left.IsPrimitive && right.Kind is not JsKind.Boolean)
            return Loose(run, Coerce.ToPrimitive(run, left), right);
        if (!right.IsPrimitive && left.Kind is not JsKind.Boolean)
            return Loose(run, left, Coerce.ToPrimitive(run, right));
        if (!left.IsPrimitive || !right.IsPrimitive)
            return Loose(run, BooleanAsNumber(left), BooleanAsNumber(right));
        return Coerce.ToNumber(run, left) == Coerce.ToNumber(run, right);
    }

    /// <summary>What <c>includes</c> asks: like <c>===</c>, and NaN equals NaN.</summary>
    public static bool SameValueZero(Evaluation run, JsValue left, JsValue right) =>
        Strict(run, left, right)
        || (left.Kind is JsKind.Number && right.Kind is JsKind.Number && double.IsNaN(left.AsNumber) && double.IsNaN(right.AsNumber));

    private static JsValue BooleanAsNumber(JsValue value) => value.Kind is JsKind.Boolean ? value.AsNumber : value;
}
