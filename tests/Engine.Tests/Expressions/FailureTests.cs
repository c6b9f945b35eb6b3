using System.Text.Json.Nodes;
using AfterSales.Engine.Expressions;

namespace AfterSales.Engine.Tests.Expressions;

public class FailureTests
{
    [Theory]
    [InlineData("variables.note.length", 1, 16, "'length' cannot be read from null")]
    [InlineData("1 +\n  variables.Nothing.trim()", 2, 21, "cannot be called on undefined")]
    [InlineData("variables.Amount.trim()", 1, 18, "'trim' is not a method of a number")]
    [InlineData("variables.Tags.map(1)", 1, 16, "A function is expected")]
    [InlineData("getMissing()", 1, 1, "'Missing' or 'missing'")]
    [InlineData("'a'.trim", 1, 5, "was a call meant?")]
    [InlineData("({})['constr' + 'uctor']", 1, 5, "'constructor'")]
    [InlineData("[]['__proto__']", 1, 3, "'__proto__'")]
    [InlineData("(x => x)(1)(2)", 1, 12, "Only a function can be called")]
    [InlineData("[...5]", 1, 2, "can be spread")]
    [InlineData("[].reduce((a, b) => a)", 1, 4, "initial value")]
    [InlineData("new Date('1/2/2026')", 1, 1, "ISO 8601")]
    [InlineData("new Date('2026-02-29')", 1, 1, "ISO 8601")]
    [InlineData("JSON.parse('{')", 1, 6, "no JSON")]
    [InlineData("(5).toFixed(101)", 1, 5, "0 to 100")]
    [InlineData("'' + (x => x)", 1, 4, "no text")]
    public void ValuesThatDoNotFit_FailWithPlaceAndReason(string source, int line, int column, string reason)
    {
        var failure = Assert.Throws<ExpressionEvaluationException>(() => FakeScope.Evaluate(source));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (failure.Line, failure.Column));
    }

    [Fact]
    public void ScopeValueThatIsNoText_FailsAsTheExpression()
    {
        var scope = new FakeScope();
        scope.Variables["Broken"] = JsonNode.Parse("\"\\ud800\"");

        Assert.Throws<ExpressionEvaluationException>(() => JavaScriptExpression.Parse("variables.Broken + 'x'").Evaluate(scope));
    }
}
