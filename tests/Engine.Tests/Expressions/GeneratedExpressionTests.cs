using AfterSales.Engine.Expressions;
using Xunit.Abstractions;

namespace AfterSales.Engine.Tests.Expressions;

public class GeneratedExpressionTests(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", ".", "?.", ",", ";", ":", "?", "=>", "...", "+", "-", "*", "/", "%", "**", "!", "==", "===", "<", ">=", "&&", "||", "??",
        "=", "++", "&", " ", "\n", "'", "\"", "`", "${", "\\", "//", "/*", "*/", "0", "1", "2.5", "1e9", "0x", "'a'", "\"b\"", "`c${", "x", "y", "x => ", "(x, y) => ",
        "return ", "typeof ", "in ", "new Date(", "null", "undefined", "true", "variables.", "Amount", "Lines", "Tags", "getAmount()", "input.limit", "Math.max(",
        "Object.entries(", "JSON.stringify(", "Array.from(", ".map(", ".filter(", ".reduce(", ".slice(", ".length", ".trim()", ".split(", ".repeat(", ".toSorted(",
        ".toString()", "[0]", "['a']", "a:", "中文", "\ud800", "\u2028", "function", "this", "let ",
    ];

    [Fact]
    public void AnyText_GivesAValueOrOneOfTheTwoErrors()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);

        for (var i = 0; i < 20_000; i++)
        {
            var source = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            AssertEndsWell(source);
        }
    }

    [Fact]
    public void AnyBalancedText_GivesAValueOrOneOfTheTwoErrors()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);

        for (var i = 0; i < 5_000; i++)
            AssertEndsWell(Generate(random, 5));
    }

    private static string Generate(Random random, int depth)
    {
        string Next() => Generate(random, depth - 1);
        return random.Next(depth > 0 ? 14 : 4) switch
        {
            0 => "1.5",
            1 => "'text'",
            2 => "variables.Lines",
            3 => "x",
            4 => $"({Next()} {Pieces[random.Next(14, 28)]} {Next()})",
            5 => $"[{Next()}, ...[{Next()}]]",
            6 => $"({{ a: {Next()}, [{Next()}]: {Next()} }})",
            7 => $"({Next()} ? {Next()} : {Next()})",
            8 => $"(x => {Next()})({Next()})",
            9 => $"({Next()})?.[{Next()}]",
            10 => $"`${{{Next()}}}`",
            11 => $"[{Next()}, {Next()}]{Pieces[random.Next(68, 71)]}x => {Next()})",
            12 => $"String({Next()}).slice({Next()})",
            _ => $"JSON.stringify({Next()}, null, {Next()})",
        };
    }

    private static void AssertEndsWell(string source)
    {
        try
        {
            JavaScriptExpression.Parse(source).Evaluate(new FakeScope());
        }
        catch (ExpressionSyntaxException exception)
        {
            Assert.True(exception is { Line: > 0, Column: > 0 }, source);
        }
        catch (ExpressionEvaluationException exception)
        {
            Assert.True(exception is { Line: > 0, Column: > 0 }, source);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{exception.GetType().Name} for:\n{source}\n{exception}");
        }
    }
}
