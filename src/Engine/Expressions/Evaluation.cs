using System.Runtime.CompilerServices;
using AfterSales.Engine.Expressions.Nodes;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions;

/// <summary>One run of an expression: the scope, what is left of the limits, and where the run is, for messages.</summary>
internal sealed class Evaluation(IExpressionScope scope, string source)
{
    private int _stepsLeft = ExpressionLimits.Steps;
    private int _callHeight;

    public IExpressionScope Scope => scope;

    /// <summary>Offset of the operation in progress; a failure is reported there.</summary>
    public int Offset { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(long steps)
    {
        if (steps > _stepsLeft)
            throw Fail($"The expression took more than {ExpressionLimits.Steps:N0} steps.");
        _stepsLeft -= (int)steps;
    }

    /// <summary>Pays for copying or scanning text.</summary>
    public void ChargeText(long characters) => Charge(characters / ExpressionLimits.CharactersPerStep);

    /// <summary>Refuses, before it is made, a string that is too long; pays for one that is not.</summary>
    public void ReserveText(long characters)
    {
        if (characters > ExpressionLimits.TextLength)
            throw Fail($"A string became longer than {ExpressionLimits.TextLength:N0} characters.");
        ChargeText(characters);
    }

    /// <summary>Refuses, before it is made, an array that is too long; pays for one that is not.</summary>
    public void ReserveArray(long length)
    {
        if (length > ExpressionLimits.ArrayLength)
            throw Fail($"An array became longer than {ExpressionLimits.ArrayLength:N0} elements.");
        Charge(length);
    }

    public void CheckDepth(int depth)
    {
        if (depth > ExpressionLimits.DataDepth)
            throw Fail($"Data is nested more than {ExpressionLimits.DataDepth} levels deep.");
    }

    public void Enter(Node body)
    {
        // The second check is for a caller that is itself deep in its stack.
        if (_callHeight + body.Height > ExpressionLimits.CallHeight || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Fail("Functions call one another too deeply.");
        _callHeight += body.Height;
    }

    public void Leave(Node body) => _callHeight -= body.Height;

    public ExpressionEvaluationException Fail(string message, Exception? cause = null)
    {
        var (line, column) = SourcePosition.Of(source, Offset);
        return new ExpressionEvaluationException(message, line, column, cause);
    }
}
