using AfterSales.Engine.Expressions.Library;
using AfterSales.Engine.Expressions.Nodes;

namespace AfterSales.Engine.Expressions.Syntax;

internal sealed partial class Parser
{
    private Node ParsePostfix()
    {
        var start = Current.Offset;
        var node = ParsePrimary();
        var isChain = false;
        while (true)
        {
            var isOptional = Current.Is("?.");
            if (ParseSuffix(node, isOptional) is not { } longer)
                return isChain ? Checked(new ChainNode(start, node)) : node;
            isChain |= isOptional || longer is MethodCallNode { IsOptionalCall: true };
            node = Checked(longer);
        }
    }

    /// <summary>One more <c>.name</c>, <c>[key]</c> or <c>(…)</c>, after <c>?.</c> where <paramref name="isOptional"/>; null if none follows.</summary>
    private Node? ParseSuffix(Node target, bool isOptional)
    {
        if (Current.Kind is TokenKind.TemplateStart)
            throw Failure(Current, "Tagged template literals are not supported.");
        if (isOptional)
            Advance();

        var token = Current;
        if (TrySkip("["))
            return ParseIndex(token, target, isOptional);
        if (token.Is("("))
            return new FunctionCallNode(token.Offset, target, ParseArguments(), isOptional);
        if (isOptional || TrySkip("."))
            return ParseMember(target, isOptional);
        return null;
    }

    private IndexNode ParseIndex(Token bracket, Node target, bool isOptional)
    {
        var key = ParseExpression();
        Expect("]");
        return new IndexNode(bracket.Offset, target, key, isOptional);
    }

    private Node ParseMember(Node target, bool isOptional)
    {
        var name = ExpectMemberName();
        var isOptionalCall = Current.Is("?.") && Peek(1).Is("(");
        if (!isOptionalCall && !Current.Is("("))
            return new MemberNode(name.Offset, target, name.Text, isOptional);

        var method = Method.Find(name.Text) ?? throw UnknownMethod(name);
        if (isOptionalCall)
            Advance();
        return new MethodCallNode(name.Offset, target, method, ParseArguments(), isOptional, isOptionalCall);
    }

    private Token ExpectMemberName()
    {
        if (Current.Kind is not TokenKind.Name)
            throw Unexpected($"A member's name is expected here, not {Current.Describe()}.");
        var name = Advance();
        if (name.Text is "constructor" or "prototype" or "__proto__")
            throw Failure(name, $"'{name.Text}' is not accessible.");
        return name;
    }

    private ExpressionSyntaxException UnknownMethod(Token name)
    {
        var reason = Globals.ReasonAgainstMethod(name.Text);
        return Failure(name, reason is null ? $"'{name.Text}' is not a supported method." : $"'{name.Text}' is not supported: {reason}.");
    }

    private Node[] ParseArguments()
    {
        Expect("(");
        return ParseList(")");
    }

    /// <summary>Elements separated by commas up to a closing bracket, with spreads; a trailing comma is fine.</summary>
    private Node[] ParseList(string end)
    {
        var nodes = new List<Node>();
        while (!TrySkip(end))
        {
            if (Current.Is(","))
                throw Failure(Current, "An element is missing before ','.");
            nodes.Add(ParseSpreadable());
            if (!TrySkip(",") && !Current.Is(end))
                throw Unexpected($"',' or '{end}' is expected here, not {Current.Describe()}.");
        }

        return [.. nodes];
    }

    private Node ParseSpreadable()
    {
        var token = Current;
        return TrySkip("...") ? new SpreadNode(token.Offset, ParseExpression()) : ParseExpression();
    }
}
