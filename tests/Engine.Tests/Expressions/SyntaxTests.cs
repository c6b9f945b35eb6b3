using AfterSales.Engine.Expressions;

namespace AfterSales.Engine.Tests.Expressions;

public class SyntaxTests
{
    [Theory]
    [InlineData("", 1, 1, "the end")]
    [InlineData("1 +", 1, 4, "the end")]
    [InlineData("1 +\n  )", 2, 3, "')'")]
    [InlineData("a = 1", 1, 1, "'a' is not known")]
    [InlineData("variables.A = 1", 1, 13, "Assignment")]
    [InlineData("variables.A++", 1, 12, "changes a variable")]
    [InlineData("function f() {}", 1, 1, "arrow function")]
    [InlineData("let x = 1", 1, 1, "'let'")]
    [InlineData("if (true) 1", 1, 1, "condition ? one : other")]
    [InlineData("1;\n2", 2, 1, "second one begins here")]
    [InlineData("return\n1", 2, 1, "line break after 'return'")]
    [InlineData("{ ok: true }", 1, 1, "opens a block")]
    [InlineData("'abc", 1, 1, "not closed")]
    [InlineData("`abc${1", 1, 8, "'}'")]
    [InlineData("/* x", 1, 1, "not closed")]
    [InlineData("variables.A.match(/x/)", 1, 19, "Regular expressions")]
    [InlineData("'a'.match('x')", 1, 5, "regular expressions")]
    [InlineData("[2, 1].sort()", 1, 8, "toSorted")]
    [InlineData("[1].push(2)", 1, 5, "[...items, item]")]
    [InlineData("'a'.trimm()", 1, 5, "'trimm' is not a supported method")]
    [InlineData("newGuid()", 1, 1, "another answer each time")]
    [InlineData("Math.random()", 1, 6, "another answer each time")]
    [InlineData("setVariable('A', 1)", 1, 1, "SetVariable activity")]
    [InlineData("foo(1)", 1, 1, "'foo' is not known")]
    [InlineData("System.IO.File", 1, 1, "'System' is not known")]
    [InlineData("getAmount(1)", 1, 1, "without arguments")]
    [InlineData("variables", 1, 1, "name a property")]
    [InlineData("({}).constructor", 1, 6, "not accessible")]
    [InlineData("[].__proto__", 1, 4, "not accessible")]
    [InlineData("this.a", 1, 1, "'this'")]
    [InlineData("new Map()", 1, 1, "new Date")]
    [InlineData("1 & 2", 1, 3, "Bitwise")]
    [InlineData("(1, 2)", 1, 3, "comma operator")]
    [InlineData("-2 ** 2", 1, 4, "parentheses")]
    [InlineData("1 ?? 2 || 3", 1, 8, "parentheses")]
    [InlineData("x => { return x }", 1, 6, "one expression")]
    [InlineData("({ a }) => a", 1, 4, "'a' is not known")]
    [InlineData("(x, x) => x", 1, 5, "twice")]
    [InlineData("010", 1, 1, "0o")]
    [InlineData("10n", 1, 3, "BigInt")]
    [InlineData("[1, , 2]", 1, 5, "missing")]
    [InlineData("new Date.now()", 1, 9, "'(' is expected")]
    [InlineData("Date()", 1, 1, "new Date")]
    public void OutsideTheSubset_IsRefusedWithPlaceAndReason(string source, int line, int column, string reason)
    {
        var refusal = Assert.Throws<ExpressionSyntaxException>(() => JavaScriptExpression.Parse(source));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (refusal.Line, refusal.Column));
    }

    [Theory]
    [InlineData("return getAmount() > 100;")]
    [InlineData("return [1,2]")]
    [InlineData("return { ok: true };")]
    [InlineData("getVariable('CurrentValue')")]
    [InlineData("(a, b,) => a")]
    [InlineData("variables?.Amount\r\n  ?.toFixed(2) ;;")]
    public void WhatDefinitionsWrite_IsAccepted(string source) => Assert.Equal(source, JavaScriptExpression.Parse(source).Source);
}
