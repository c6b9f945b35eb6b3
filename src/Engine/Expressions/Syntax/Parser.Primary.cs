using AfterSales.Engine.Expressions.Nodes;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Syntax;

internal sealed partial class Parser
{
    private Node ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return new ConstantNode(token.Offset, token.Number);
            case TokenKind.Text:
                Advance();
                return new ConstantNode(token.Offset, token.Text);
            case TokenKind.TemplateStart:
                return ParseTemplate();
            case TokenKind.Name:
                return ParseName();
            case TokenKind.Punctuator when token.Text == "(":
                return ParseParenthesized();
            case TokenKind.Punctuator when token.Text == "[":
                Advance();
                return new ArrayNode(token.Offset, ParseList("]"));
            case TokenKind.Punctuator when token.Text == "{":
                Advance();
                return ParseObject(token);
            default:
                throw Unexpected($"An expression is expected here, not {token.Describe()}.");
        }
    }

    private Node ParseParenthesized()
    {
        Advance();
        var expression = ParseExpression();
        if (Current.Is(","))
            throw Failure(Current, "The comma operator is not supported.");
        Expect(")");
        _parenthesized.Add(expression);
        return expression;
    }

    private TemplateNode ParseTemplate()
    {
        var start = Advance();
        var texts = new List<string> { start.Text };
        var values = new List<Node>();
        for (var part = start; !part.EndsTemplate; texts.Add(part.Text))
        {
            values.Add(ParseExpression());
            if (Current.Kind is not TokenKind.TemplateNext)
                throw Unexpected($"'}}' is expected here, not {Current.Describe()}.");
            part = Advance();
        }

        return new TemplateNode(start.Offset, [.. texts], [.. values]);
    }

    private ObjectNode ParseObject(Token brace)
    {
        var members = new List<ObjectMember>();
        while (!TrySkip("}"))
        {
            members.Add(ParseObjectMember());
            if (!TrySkip(",") && !Current.Is("}"))
                throw Unexpected($"',' or '}}' is expected here, not {Current.Describe()}.");
        }

        return new ObjectNode(brace.Offset, [.. members]);
    }

    private ObjectMember ParseObjectMember()
    {
        var token = Current;
        if (token.Is("..."))
            return new ObjectMember(null, null, ParseSpreadable());
        if (TrySkip("["))
            return ParseComputedMember();

        var key = token.Kind switch
        {
            TokenKind.Name or TokenKind.Text => token.Text,
            TokenKind.Number => NumberText.Format(token.Number),
            _ => throw Unexpected($"A property is expected here, not {token.Describe()}."),
        };
        if (key == "__proto__")
            throw Failure(token, "'__proto__' is not accessible.");
        if (token.Kind is TokenKind.Name && (Peek(1).Is(",") || Peek(1).Is("}")))
            return new ObjectMember(key, null, ParseShorthand(token));

        Advance();
        if (Current.Is("(") || Current.Kind is not TokenKind.Punctuator)
            throw Failure(Current, "Methods, getters and setters are not supported in an object; write name: value.");
        Expect(":");
        return new ObjectMember(key, null, ParseExpression());
    }

    private Node ParseShorthand(Token name) =>
        Keywords.IsReserved(name.Text) ? throw Failure(name, $"'{name.Text}' needs a value here: {name.Text}: ….") : ParseName();

    private ObjectMember ParseComputedMember()
    {
        var key = ParseExpression();
        Expect("]");
        Expect(":");
        return new ObjectMember(null, key, ParseExpression());
    }
}
