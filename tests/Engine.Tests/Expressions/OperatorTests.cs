namespace AfterSales.Engine.Tests.Expressions;

public class OperatorTests
{
    [Theory]
    [InlineData("return 100 + 50;", "150")]
    [InlineData("0x1F + 1e3 + .5", "1031.5")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("(-2) ** 2", "4")]
    [InlineData("7 % -3", "1")]
    [InlineData("1 / 0 > 1e308", "true")]
    [InlineData("1 - 2 - 3", "-4")]
    [InlineData("1 + 2 * 3", "7")]
    public void Arithmetic_FollowsPrecedence(string source, string expected) => Assert.Equal(expected, FakeScope.Evaluate(source));

    [Theory]
    [InlineData("'Order ' + 5", "\"Order 5\"")]
    [InlineData("1 + 2 + 'x' + 1 + 2", "\"3x12\"")]
    [InlineData("'5' * '2'", "10")]
    [InlineData("[1, [2, 3]] + ''", "\"1,2,3\"")]
    [InlineData("'' + {}", "\"[object Object]\"")]
    [InlineData("'' + null + undefined + true", "\"nullundefinedtrue\"")]
    [InlineData("null + 1", "1")]
    [InlineData("undefined + 1", "null")]
    [InlineData("+''", "0")]
    [InlineData("-'3'", "-3")]
    public void Operands_AreConverted(string source, string expected) => Assert.Equal(expected, FakeScope.Evaluate(source));

    [Theory]
    [InlineData("1 == '1'", "true")]
    [InlineData("1 === '1'", "false")]
    [InlineData("null == undefined", "true")]
    [InlineData("null === undefined", "false")]
    [InlineData("null == 0", "false")]
    [InlineData("NaN != NaN", "true")]
    [InlineData("true == 1", "true")]
    [InlineData("[1] == 1", "true")]
    [InlineData("({}) === ({})", "false")]
    [InlineData("variables.Case === variables.Case", "true")]
    [InlineData("'10' < '9'", "true")]
    [InlineData("'10' < 9", "false")]
    [InlineData("undefined >= 0", "false")]
    [InlineData("'number' in variables.Case", "true")]
    [InlineData("5 in [1, 2]", "false")]
    public void Comparisons_FollowJavaScript(string source, string expected) => Assert.Equal(expected, FakeScope.Evaluate(source));

    [Theory]
    [InlineData("'' || 'otherwise'", "\"otherwise\"")]
    [InlineData("'' ?? 'otherwise'", "\"\"")]
    [InlineData("0 && missing.not", null)]
    [InlineData("null ?? undefined ?? 3", "3")]
    [InlineData("(null || 0) ?? 3", "0")]
    [InlineData("!'' && !!'0' && !NaN", "true")]
    [InlineData("variables.Amount > 100 ? 'high' : 'low'", "\"high\"")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("typeof undefined + typeof null + typeof 'a' + typeof (x => x)", "\"undefinedobjectstringfunction\"")]
    [InlineData("void 5", "null")]
    public void Logic_ChoosesAnOperand(string source, string? expected)
    {
        if (expected is null)
            Assert.Throws<AfterSales.Engine.Expressions.ExpressionSyntaxException>(() => FakeScope.Evaluate(source));
        else
            Assert.Equal(expected, FakeScope.Evaluate(source));
    }

    [Theory]
    [InlineData("variables.note?.length", "null")]
    [InlineData("variables.note?.a.b.c[1].trim()", "null")]
    [InlineData("variables.note?.['a']", "null")]
    [InlineData("typeof variables.note?.a", "\"undefined\"")]
    [InlineData("variables.Case?.customer?.region", "\"华东\"")]
    [InlineData("variables.Case.trim?.()", "null")]
    [InlineData("(f => f?.(1))(null)", "null")]
    [InlineData("(f => f?.(1))(x => x + 1)", "2")]
    [InlineData("true?.5:1", "0.5")]
    public void OptionalChain_StopsAtNothing(string source, string expected) => Assert.Equal(expected, FakeScope.Evaluate(source));

    [Theory]
    [InlineData("`${variables.CustomerName}: ${1 + 1}`", "\"张三: 2\"")]
    [InlineData("`a${`b${`c`}`}d`", "\"abcd\"")]
    [InlineData("`{${ { a: 1 }.a }}`", "\"{1}\"")]
    [InlineData("`\\`\\${}`", "\"`${}\"")]
    [InlineData("'\\u4e2d\\x41\\u{1F600}\\n'.length", "5")]
    [InlineData("/* why */ 1 // because", "1")]
    [InlineData("return [1, ...[2, 3], ...'ab']", "[1,2,3,\"a\",\"b\"]")]
    [InlineData("return { a: 1, 'b-c': 2, 3: 4, ['d' + 1]: 5, ...{ a: 9 }, }", "{\"3\":4,\"a\":9,\"b-c\":2,\"d1\":5}")]
    [InlineData("[1, 2].map(n => ({ n }))", "[{\"n\":1},{\"n\":2}]")]
    [InlineData("({ dropped: undefined, kept: null, f: x => x })", "{\"kept\":null}")]
    [InlineData("[undefined, x => x, NaN, 1 / 0]", "[null,null,null,null]")]
    public void Literals_BuildValues(string source, string expected) => Assert.Equal(expected, FakeScope.Evaluate(source));
}
