using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Expressions.Library;
using AfterSales.Engine.Expressions.Nodes;
using AfterSales.Engine.Expressions.Syntax;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions;

/// <summary>
/// An expression of a workflow definition, in a strict subset of JavaScript with Elsa's functions: what is accepted runs unchanged, and
/// gives the same, on a JavaScript engine whose time zone is UTC. It always ends, has no effects, and sees nothing but its
/// <see cref="IExpressionScope"/>. Compiled once; immutable and safe to share between threads.
/// </summary>
public sealed class JavaScriptExpression
{
    private static readonly JsonDocumentOptions ResultOptions = new() { MaxDepth = ExpressionLimits.DataDepth };

    private readonly Node _root;

    private JavaScriptExpression(string source, Node root)
    {
        Source = source;
        _root = root;
    }

    /// <summary>The text it was parsed from.</summary>
    public string Source { get; }

    /// <summary>Parses an expression, which may begin with <c>return</c> and end with a semicolon.</summary>
    /// <exception cref="ExpressionSyntaxException">The text is malformed, outside the subset, names something unknown, or is too long or too deep.</exception>
    public static JavaScriptExpression Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new JavaScriptExpression(source, Parser.Parse(source));
    }

    /// <summary>Parses an expression that may also call <c>setVariable</c>, <c>setOutcome</c> and <c>setOutcomes</c>. It is evaluated with an <see cref="IScriptScope"/>.</summary>
    /// <exception cref="ExpressionSyntaxException">As for <see cref="Parse"/>.</exception>
    public static JavaScriptExpression ParseScript(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new JavaScriptExpression(source, Parser.Parse(source, isScript: true));
    }

    /// <summary>
    /// Computes the value, as JSON that belongs to no tree yet. Whole numbers are written without a point; undefined, functions, NaN and the
    /// infinities become null, or are dropped where they are an undefined property; a Date becomes ISO 8601 text.
    /// </summary>
    /// <exception cref="ExpressionEvaluationException">The values do not fit the operations, a name is not found, or a limit is crossed.</exception>
    public JsonNode? Evaluate(IExpressionScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var run = new Evaluation(scope, Source);
        try
        {
            run.Enter(_root);
            var value = _root.Evaluate(run, frame: null);
            // Through text, so that a value just computed and one reloaded from the database are of the same kind.
            return JsonNode.Parse(JsonWriter.WriteResult(run, value), nodeOptions: null, ResultOptions);
        }
        catch (UnreadableValueException exception)
        {
            throw run.Fail($"A value of the workflow cannot be read: {exception.Message}", exception.InnerException);
        }
    }
}
