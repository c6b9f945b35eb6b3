using System.Text;

namespace AfterSales.Engine.Expressions.Values;

/// <summary>Builds a string within the limits of a run: too long fails before the memory is used.</summary>
internal readonly struct TextBuilder(Evaluation run)
{
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public void Append(string value)
    {
        Reserve(value.Length);
        _text.Append(value);
    }

    public void Append(ReadOnlySpan<char> value)
    {
        Reserve(value.Length);
        _text.Append(value);
    }

    public void Append(char value)
    {
        Reserve(1);
        _text.Append(value);
    }

    public override string ToString() => _text.ToString();

    private void Reserve(int characters)
    {
        if (_text.Length + (long)characters > ExpressionLimits.TextLength)
            run.ReserveText(_text.Length + (long)characters);
        run.ChargeText(characters);
    }
}
