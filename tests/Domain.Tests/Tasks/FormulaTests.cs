using AfterSales.Domain.Tasks;

namespace AfterSales.Domain.Tests.Tasks;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1+2*3", "7")]
    [InlineData("(1+2)*3", "9")]
    [InlineData("-a+10", "6")]
    [InlineData("10-2-3", "5")]
    [InlineData("round(10/3, 2)", "3.33")]
    [InlineData("round(-2.5,0)", "-3")]
    [InlineData("min(a, 2) + max(a, 2)", "6")]
    [InlineData("sum(t.x) + count(t)", "8")]
    [InlineData("empty", null)]
    [InlineData("empty + a", "4")]
    [InlineData("a / empty", null)]
    [InlineData("数量 * 2", "6")]
    [InlineData("79228162514264337593543950335 * 10", null)]
    public void Is_worth_what_arithmetic_says(string text, string? worth)
    {
        var value = Formula.Parse(text).Evaluate(name => name switch { "a" => 4m, "数量" => 3m, _ => null }, (_, column) => column is null ? [null, null, null] : [2m, null, 3m]);
        Assert.Equal(worth is null ? null : decimal.Parse(worth, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("1+", 3)]
    [InlineData("(1", 3)]
    [InlineData("1 2", 3)]
    [InlineData("a.b", 2)]
    [InlineData("sum(t)", 6)]
    [InlineData("eval(1)", 4)]
    [InlineData("1..2", 1)]
    [InlineData("a=1", 2)]
    public void Text_that_is_none_is_refused_at_its_place(string text, int position) => Assert.Equal(position, Assert.Throws<FormulaException>(() => Formula.Parse(text)).Position);

    [Fact]
    public void Endless_text_is_refused_and_deep_brackets_are_read()
    {
        Assert.Throws<FormulaException>(() => Formula.Parse(new string('1', Formula.MaxLength + 1)));
        Assert.Single(Formula.Parse(new string('(', 249) + "1" + new string(')', 249)).Steps);
    }
}
