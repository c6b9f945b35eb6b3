using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Nodes;

internal static class BinaryOperations
{
    private delegate bool TextOrder(int comparison);

    public static JsValue Add(Evaluation run, JsValue left, JsValue right)
    {
        if (left.Kind is JsKind.Number && right.Kind is JsKind.Number)
            return left.AsNumber + right.AsNumber;

        left = Coerce.ToPrimitive(run, left);
        right = Coerce.ToPrimitive(run, right);
        if (left.Kind is not JsKind.Text && right.Kind is not JsKind.Text)
            return Coerce.ToNumber(run, left) + Coerce.ToNumber(run, right);

        var (start, end) = (Coerce.ToText(run, left), Coerce.ToText(run, right));
        run.ReserveText(start.Length + (long)end.Length);
        return start + end;
    }

    public static JsValue Subtract(Evaluation run, JsValue left, JsValue right) => Coerce.ToNumber(run, left) - Coerce.ToNumber(run, right);

    public static JsValue Multiply(Evaluation run, JsValue left, JsValue right) => Coerce.ToNumber(run, left) * Coerce.ToNumber(run, right);

    public static JsValue Divide(Evaluation run, JsValue left, JsValue right) => Coerce.ToNumber(run, left) / Coerce.ToNumber(run, right);

    public static JsValue Remainder(Evaluation run, JsValue left, JsValue right) => Coerce.ToNumber(run, left) % Coerce.ToNumber(run, right);

    public static JsValue Power(Evaluation run, JsValue left, JsValue right) => Power(Coerce.ToNumber(run, left), Coerce.ToNumber(run, right));

    /// <summary>Unlike <see cref="Math.Pow"/>, JavaScript has no answer for 1 to the NaN and ±1 to the infinite.</summary>
    public static double Power(double value, double exponent) =>
        double.IsNaN(exponent) || (double.IsInfinity(exponent) && Math.Abs(value) == 1) ? double.NaN : Math.Pow(value, exponent);

    public static JsValue StrictEqual(Evaluation run, JsValue left, JsValue right) => Equality.Strict(run, left, right);

    public static JsValue StrictUnequal(Evaluation run, JsValue left, JsValue right) => !Equality.Strict(run, left, right);

    public static JsValue LooseEqual(Evaluation run, JsValue left, JsValue right) => Equality.Loose(run, left, right);

    public static JsValue LooseUnequal(Evaluation run, JsValue left, JsValue right) => !Equality.Loose(run, left, right);

    public static JsValue Less(Evaluation run, JsValue left, JsValue right) =>
        Compare(run, left, right, static (a, b) => a < b, static order => order < 0);

    public static JsValue LessOrEqual(Evaluation run, JsValue left, JsValue right) =>
        Compare(run, left, right, static (a, b) => a <= b, static order => order <= 0);

    public static JsValue Greater(Evaluation run, JsValue left, JsValue right) =>
        Compare(run, left, right, static (a, b) => a > b, static order => order > 0);

    public static JsValue GreaterOrEqual(Evaluation run, JsValue left, JsValue right) =>
        Compare(run, left, right, static (a, b) => a >= b, static order => order >= 0);

    public static JsValue In(Evaluation run, JsValue left, JsValue right)
    {
        if (right.IsPrimitive)
            throw run.Fail($"The right side of 'in' must be an object or an array, not {right.Describe()}.");
        var key = Coerce.ToText(run, left);
        run.ChargeText(key.Length);
        return Properties.Has(run, right, key);
    }

    private static JsValue Compare(
        Evaluation run, JsValue left, JsValue right, Func<double, double, bool> numbers, TextOrder texts)
    {
        // A Date is compared as a number, everything else that is no primitive as text.
        if (left.Kind is JsKind.Object or JsKind.Array or JsKind.Function)
            left = Coerce.ToPrimitive(run, left);
        if (right.Kind is JsKind.Object or JsKind.Array or JsKind.Function)
            right = Coerce.ToPrimitive(run, right);
        if (left.Kind is not JsKind.Text || right.Kind is not JsKind.Text)
            return numbers(Coerce.ToNumber(run, left), Coerce.ToNumber(run, right));

        run.ChargeText(Math.Min(left.AsText.Length, right.AsText.Length));
        return texts(string.CompareOrdinal(left.AsText, right.AsText));
    }
}
