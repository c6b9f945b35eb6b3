using AfterSales.Engine.Expressions;

namespace AfterSales.Engine.Tests.Expressions;

public class LimitTests
{
    [Theory]
    [InlineData("(", 200_000)]
    [InlineData("(", 30_000)]
    [InlineData("[", 30_000)]
    [InlineData("{a:", 10_000)]
    [InlineData("!", 30_000)]
    [InlineData("- ", 15_000)]
    [InlineData("x=>", 10_000)]
    [InlineData("1?", 15_000)]
    [InlineData("1**", 10_000)]
    [InlineData("1?1:", 8_000)]
    [InlineData("`${", 10_000)]
    [InlineData("1+", 16_000)]
    public void EndlessNesting_IsRefused(string part, int count)
    {
        var source = string.Concat(Enumerable.Repeat(part, count));

        Assert.Throws<ExpressionSyntaxException>(() => JavaScriptExpression.Parse(source + "1"));
    }

    [Fact]
    public void EndlessChain_IsRefused()
    {
        var source = "variables.a" + string.Concat(Enumerable.Repeat(".a", 10_000));

        Assert.Throws<ExpressionSyntaxException>(() => JavaScriptExpression.Parse(source));
    }

    [Theory]
    [InlineData("(f => f(f))(f => f(f))", "too deeply")]
    [InlineData("Array.from({ length: 1000000000 })", "longer than")]
    [InlineData("'x'.repeat(1000000000)", "longer than")]
    [InlineData("'x'.padStart(2000000)", "longer than")]
    [InlineData("Array.from({ length: 40 }).reduce(s => s + s, 'x')", "longer than")]
    [InlineData("Array.from({ length: 40 }).reduce(a => [...a, ...a], [1])", "longer than")]
    [InlineData("Array.from({ length: 2000 }).map(x => Array.from({ length: 2000 }).map(y => 1))", "steps")]
    [InlineData("(s => Array.from({ length: 90000 }).map((_, i) => s + i))('x'.repeat(900000))", "steps")]
    [InlineData("(s => Array.from({ length: 90000 }).map(_ => s.indexOf(s.slice(0, 100000) + 'y')))('x'.repeat(500000))", "steps")]
    [InlineData("Array.from({ length: 1000 }).reduce(a => [a], [])", "64 levels")]
    [InlineData("Array.from({ length: 1000 }).reduce(a => [a], []) + ''", "64 levels")]
    [InlineData("Array.from({ length: 1000 }).reduce(a => [a], []).flat(1 / 0)", "64 levels")]
    [InlineData("JSON.parse('['.repeat(1000))", "JSON")]
    public void EndlessWork_IsStopped(string source, string limit)
    {
        var expression = JavaScriptExpression.Parse(source);

        var failure = Assert.Throws<ExpressionEvaluationException>(() => expression.Evaluate(new FakeScope()));

        Assert.Contains(limit, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepestAllowedExpression_RunsOnASmallStack()
    {
        var nested = new string('(', 98) + "1" + new string(')', 98);
        var chain = string.Join('+', Enumerable.Repeat("1", 390));
        var result = "";

        var source = $"[{nested}, {chain}, (f => f(f, 60))((f, n) => n > 0 ? f(f, n - 1) : n)]";

        // Windows gives a thread 1 MB; this is half of it.
        var thread = new Thread(() => result = FakeScope.Evaluate(source), 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal("[1,390,0]", result);
    }

    [Fact]
    public void OneExpression_ServesManyThreads()
    {
        var expression = JavaScriptExpression.Parse("variables.Lines.map(l => l.price * 2).join()");

        Parallel.For(0, 200, _ => Assert.Equal("20,5,200", expression.Evaluate(new FakeScope())!.GetValue<string>()));
    }
}
