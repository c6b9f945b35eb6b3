using System.Globalization;

namespace AfterSales.Domain.Tasks;

/// <summary>
/// What a computed field is worth: numbers, fields, <c>+ - * /</c>, brackets, <c>sum(table.column)</c>, <c>count(table)</c>, <c>min(a,b)</c>, <c>max(a,b)</c> and
/// <c>round(x,digits)</c>. An empty field counts as nothing; where every field is empty, or something is divided by nothing, there is no value. It always ends and reaches nothing
/// but the form.
/// </summary>
public sealed class Formula
{
    public const int MaxLength = 500;

    private readonly List<FormulaStep> _steps = [];
    private readonly string _text;
    private int _at;

    private Formula(string text) => _text = text;

    /// <summary>In the order a stack machine takes them; the page's script runs the same steps.</summary>
    public IReadOnlyList<FormulaStep> Steps => _steps;

    /// <summary>The fields it reads; of a table with <see cref="FormulaStep.Column"/>, or none where its rows are counted.</summary>
    public IEnumerable<FormulaStep> Reads => _steps.Where(step => step.Field is not null);

    /// <exception cref="FormatException">It is no formula; <see cref="FormulaException.Position"/> says where.</exception>
    public static Formula Parse(string text)
    {
        if (text.Length > MaxLength)
            throw new FormulaException(MaxLength + 1);
        var formula = new Formula(text);
        formula.Sum();
        formula.Skip();
        return formula._at == text.Length ? formula : throw formula.Unexpected();
    }

    /// <param name="field">The number in a field; null when it is empty.</param>
    /// <param name="column">The numbers in a column of a table, or one null for each row where no column is named.</param>
    public decimal? Evaluate(Func<string, decimal?> field, Func<string, string?, IReadOnlyList<decimal?>> column)
    {
        var stack = new Stack<decimal>();
        var anything = !Reads.Any();
        try
        {
            foreach (var step in _steps)
            {
                if (step.Field is { } name)
                {
                    var values = step.Operation is "field" ? [field(name)] : column(name, step.Column);
                    anything |= step.Operation is "count" ? values.Count > 0 : values.Any(value => value is not null);
                    stack.Push(step.Operation is "count" ? values.Count : values.Sum() ?? 0);
                }
                else if (step.Number is { } number)
                {
                    stack.Push(number);
                }
                else
                {
                    var right = stack.Pop();
                    stack.Push(step.Operation is "negate" ? -right : Apply(step.Operation, stack.Pop(), right));
                }
            }

            return anything ? stack.Pop() : null;
        }
        catch (Exception exception) when (exception is DivideByZeroException or OverflowException)
        {
            return null;
        }
    }

    private static decimal Apply(string operation, decimal left, decimal right) => operation switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "min" => Math.Min(left, right),
        "max" => Math.Max(left, right),
        _ => Math.Round(left, (int)Math.Clamp(right, 0, 10), MidpointRounding.AwayFromZero),
    };

    private void Sum()
    {
        Product();
        while (Next() is '+' or '-')
        {
            var operation = _text[_at++];
            Product();
            _steps.Add(new FormulaStep(operation.ToString()));
        }
    }

    private void Product()
    {
        Factor();
        while (Next() is '*' or '/')
        {
            var operation = _text[_at++];
            Factor();
            _steps.Add(new FormulaStep(operation.ToString()));
        }
    }

    private void Factor()
    {
        switch (Next())
        {
            case '-':
                _at++;
                Factor();
                _steps.Add(new FormulaStep("negate"));
                break;
            case '(':
                _at++;
                Sum();
                Take(')');
                break;
            case >= '0' and <= '9':
                _steps.Add(new FormulaStep("number", Number: Digits()));
                break;
            case { } letter when char.IsLetter(letter):
                Named();
                break;
            default:
                throw Unexpected();
        }
    }

    private void Named()
    {
        var name = Name();
        if (Next() != '(')
        {
            _steps.Add(new FormulaStep("field", name));
            return;
        }

        var start = _at++;
        switch (name)
        {
            case "sum":
                var table = Name();
                Take('.');
                _steps.Add(new FormulaStep(name, table, Name()));
                break;
            case "count":
                _steps.Add(new FormulaStep(name, Name()));
                break;
            case "min" or "max" or "round":
                Sum();
                Take(',');
                Sum();
                _steps.Add(new FormulaStep(name));
                break;
            default:
                throw new FormulaException(start);
        }

        Take(')');
    }

    private string Name()
    {
        Skip();
        var start = _at;
        while (_at < _text.Length && (char.IsLetter(_text[_at]) || _text[_at] == '_' || (_at > start && char.IsDigit(_text[_at]))))
            _at++;
        return _at > start ? _text[start.._at] : throw Unexpected();
    }

    private decimal Digits()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        return decimal.TryParse(_text[start.._at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : throw new FormulaException(start + 1);
    }

    private char? Next()
    {
        Skip();
        return _at < _text.Length ? _text[_at] : null;
    }

    private void Take(char expected)
    {
        if (Next() != expected)
            throw Unexpected();
        _at++;
    }

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private FormulaException Unexpected() => new(_at + 1);
}

/// <summary>One step of a formula: something put on the stack, or an operation on what lies there.</summary>
public sealed record FormulaStep(string Operation, string? Field = null, string? Column = null, decimal? Number = null);

/// <summary>A text is no formula.</summary>
/// <param name="position">Where reading ended, from 1.</param>
public sealed class FormulaException(int position) : FormatException($"No formula from character {position} on.")
{
    public int Position => position;
}
