using System.Collections.Frozen;
using AfterSales.Engine.Expressions.Nodes;

namespace AfterSales.Engine.Expressions.Syntax;

internal sealed partial class Parser
{
    private const int LogicalOr = 1;
    private const int LogicalAnd = 2;
    private const int PowerPrecedence = 7;

    private static readonly FrozenDictionary<string, (int Precedence, BinaryOperation Operation)> BinaryOperators =
        new Dictionary<string, (int, BinaryOperation)>
        {
            ["=="] = (3, BinaryOperations.LooseEqual),
            ["!="] = (3, BinaryOperations.LooseUnequal),
            ["==="] = (3, BinaryOperations.StrictEqual),
            ["!=="] = (3, BinaryOperations.StrictUnequal),
            ["<"] = (4, BinaryOperations.Less),
            ["<="] = (4, BinaryOperations.LessOrEqual),
            [">"] = (4, BinaryOperations.Greater),
            [">="] = (4, BinaryOperations.GreaterOrEqual),
            ["in"] = (4, BinaryOperations.In),
            ["+"] = (5, BinaryOperations.Add),
            ["-"] = (5, BinaryOperations.Subtract),
            ["*"] = (6, BinaryOperations.Multiply),
            ["/"] = (6, BinaryOperations.Divide),
            ["%"] = (6, BinaryOperations.Remainder),
            ["**"] = (PowerPrecedence, BinaryOperations.Power),
        }.ToFrozenDictionary();

    // JavaScript lets ?? stand beside && and || only when one of them is in parentheses.
    private readonly HashSet<Node> _parenthesized = [];

    private Node ParseBinary(int minimum)
    {
        var left = ParseUnary();
        while (PrecedenceOfCurrent() is var precedence && precedence > minimum)
        {
            var token = Advance();
            // The one operator that groups to the right.
            var right = ParseBinary(precedence == PowerPrecedence ? precedence - 1 : precedence);
            left = Checked(Combine(token, left, right));
        }

        return left;
    }

    private int PrecedenceOfCurrent()
    {
        var token = Current;
        if (token.Kind is not TokenKind.Punctuator && !token.IsName("in"))
            return 0;
        return token.Text switch
        {
            "||" or "??" => LogicalOr,
            "&&" => LogicalAnd,
            _ => BinaryOperators.TryGetValue(token.Text, out var found) ? found.Precedence : 0,
        };
    }

    private Node Combine(Token token, Node left, Node right)
    {
        if (BinaryOperators.TryGetValue(token.Text, out var found))
            return new BinaryNode(token.Offset, found.Operation, left, right);

        var operation = token.Text switch
        {
            "&&" => LogicalOperator.And,
            "||" => LogicalOperator.Or,
            _ => LogicalOperator.Coalesce,
        };
        if (IsMixed(operation, left) || IsMixed(operation, right))
            throw Failure(token, "'??' beside '&&' or '||' needs parentheses.");
        return new LogicalNode(token.Offset, operation, left, right);
    }

    private bool IsMixed(LogicalOperator operation, Node operand) =>
        operand is LogicalNode logical && !_parenthesized.Contains(operand)
        && (operation is LogicalOperator.Coalesce) != (logical.Operation is LogicalOperator.Coalesce);

    private Node ParseUnary()
    {
        if (UnaryOperatorOf(Current) is not { } operation)
            return ParsePostfix();

        var token = Advance();
        EnterNesting();
        var operand = ParseUnary();
        _depth--;
        if (Current.Is("**"))
            throw Failure(Current, $"JavaScript does not allow '{token.Text}' before the base of '**' without parentheses.");
        return Checked(new UnaryNode(token.Offset, operation, operand));
    }

    private static UnaryOperator? UnaryOperatorOf(Token token) => token switch
    {
        { Kind: TokenKind.Punctuator, Text: "!" } => UnaryOperator.Not,
        { Kind: TokenKind.Punctuator, Text: "-" } => UnaryOperator.Minus,
        { Kind: TokenKind.Punctuator, Text: "+" } => UnaryOperator.Plus,
        { Kind: TokenKind.Name, Text: "typeof" } => UnaryOperator.TypeOf,
        { Kind: TokenKind.Name, Text: "void" } => UnaryOperator.Void,
        _ => null,
    };
}
