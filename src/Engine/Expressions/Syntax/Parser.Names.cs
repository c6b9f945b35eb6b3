using AfterSales.Engine.Expressions.Library;
using AfterSales.Engine.Expressions.Nodes;
using AfterSales.Engine.Expressions.Values;

namespace AfterSales.Engine.Expressions.Syntax;

internal sealed partial class Parser
{
    // Parameters of the arrow functions around the current position, innermost last.
    private readonly List<List<string>> _parameters = [];

    private Node ParseName()
    {
        var name = Advance();
        switch (name.Text)
        {
            case "true" or "false":
                return new ConstantNode(name.Offset, name.Text == "true");
            case "null":
                return new ConstantNode(name.Offset, JsValue.Null);
            case "new":
                return ParseNew(name);
        }

        if (TryParameter(name) is { } parameter)
            return parameter;
        if (isScript && Current.Is("(") && ScriptFunctions.All.TryGetValue(name.Text, out var effect))
            return new BuiltInCallNode(name.Offset, effect, ParseArguments());
        if (ElsaFunctions.Objects.TryGetValue(name.Text, out var read))
            return ParseScopeMember(name, read);
        if (Globals.IsNamespace(name.Text) && Current.Is("."))
            return ParseGlobalMember(name);
        if (Globals.TryGet(name.Text, out var value))
            return ValueOrCall(name, value);
        if (ElsaFunctions.IsAccessor(name.Text) && Globals.ReasonAgainst(name.Text) is null)
            return ParseAccessor(name);
        throw UnknownName(name);
    }

    private ParameterNode? TryParameter(Token name)
    {
        for (var depth = 0; depth < _parameters.Count; depth++)
        {
            var index = _parameters[^(depth + 1)].IndexOf(name.Text);
            if (index >= 0)
                return new ParameterNode(name.Offset, depth, index);
        }

        return null;
    }

    private BuiltInCallNode ParseNew(Token token)
    {
        if (!Current.IsName("Date") || TryParameter(Current) is not null)
            throw Failure(token, Keywords.RefusalOf("new")!);
        Advance();
        // 'new Date.now' would construct Date.now, so the parentheses are not left out.
        return new BuiltInCallNode(token.Offset, DateMethods.Construct, ParseArguments());
    }

    private ScopeMemberNode ParseScopeMember(Token name, BuiltInBody read)
    {
        // Neither object is ever nullish, so ?. is no different.
        var hasPoint = TrySkip("?.") || (!Peek(1).Is("[") && TrySkip("."));
        if (TrySkip("["))
        {
            var key = ParseExpression();
            Expect("]");
            return new ScopeMemberNode(name.Offset, read, key);
        }

        if (!hasPoint)
            throw Failure(name, $"'{name.Text}' is not a value by itself; name a property, like {name.Text}.Amount.");
        var member = ExpectMemberName();
        return new ScopeMemberNode(member.Offset, read, new ConstantNode(member.Offset, member.Text));
    }

    private Node ParseGlobalMember(Token space)
    {
        Advance();
        var member = ExpectMemberName();
        if (Globals.TryGetMember(space.Text, member.Text, out var value))
            return ValueOrCall(member, value);
        var reason = Globals.ReasonAgainst($"{space.Text}.{member.Text}");
        throw Failure(member, $"'{space.Text}.{member.Text}' is not supported{(reason is null ? "" : ": " + reason)}.");
    }

    private Node ValueOrCall(Token name, JsValue value) =>
        Current.Is("(") && value.Kind is JsKind.Function && value.AsFunction is BuiltInFunction function
            ? new BuiltInCallNode(name.Offset, function.Body, ParseArguments())
            : new ConstantNode(name.Offset, value);

    private BuiltInCallNode ParseAccessor(Token name)
    {
        if (!Current.Is("(") || !Peek(1).Is(")"))
            throw Failure(name, $"'{name.Text}' reads a variable and is called without arguments: {name.Text}().");
        return new BuiltInCallNode(name.Offset, ElsaFunctions.Accessor(name.Text), ParseArguments());
    }

    private ExpressionSyntaxException UnknownName(Token name)
    {
        if (Keywords.RefusalOf(name.Text) is { } refusal)
            return Failure(name, refusal);
        if (Keywords.IsReserved(name.Text))
            return Failure(name, $"'{name.Text}' is a word of the language and not supported here.");
        if (Globals.ReasonAgainst(name.Text) is { } reason)
            return Failure(name, $"'{name.Text}' is not supported: {reason}.");
        if (Globals.IsNamespace(name.Text))
            return Failure(name, $"'{name.Text}' is not a value by itself; name one of its members.");
        return Failure(name, $"'{name.Text}' is not known here; a workflow variable is read with variables.{name.Text} or getVariable(\"{name.Text}\").");
    }

    private ArrowNode? TryArrow()
    {
        if (FindArrow() is not { } arrow)
            return null;

        var start = Current;
        var names = ParseParameters(arrow);
        _position = arrow + 1;
        if (Current.Is("{"))
            throw Failure(Current, "A function's body is one expression here; an object goes into parentheses: item => ({ … }).");

        _parameters.Add(names);
        var body = ParseExpression();
        _parameters.RemoveAt(_parameters.Count - 1);
        return Checked(new ArrowNode(start.Offset, names.Count, body));
    }

    /// <summary>Position of the arrow, if an arrow function with plain parameters begins here.</summary>
    private int? FindArrow()
    {
        var arrow = _position + 1;
        if (Current.Is("("))
        {
            while (_tokens[arrow].Kind is TokenKind.Name || _tokens[arrow].Is(","))
                arrow++;
            if (!_tokens[arrow++].Is(")"))
                return null;
        }
        else if (Current.Kind is not TokenKind.Name)
        {
            return null;
        }

        return arrow < _tokens.Count && _tokens[arrow].Is("=>") ? arrow : null;
    }

    private List<string> ParseParameters(int arrow)
    {
        if (_tokens[arrow].IsOnNewLine)
            throw Failure(_tokens[arrow], "'=>' stands on the line of the parameters.");

        var names = new List<string>();
        var isListed = TrySkip("(");
        while (!Current.Is(")") && !Current.Is("=>"))
        {
            var name = Advance();
            if (name.Kind is not TokenKind.Name || Keywords.IsReserved(name.Text))
                throw Failure(name, $"{Capitalized(name.Describe())} cannot be a parameter.");
            if (names.Contains(name.Text))
                throw Failure(name, $"The parameter '{name.Text}' is there twice.");
            names.Add(name.Text);
            if (isListed && !Current.Is(")"))
                Expect(",");
        }

        return names;
    }
}
