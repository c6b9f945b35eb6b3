namespace AfterSales.Domain.Pipeline;

/// <summary>Who may send a request: anyone holding one of the roles. A request without it may be sent by nobody; a test checks that none is forgotten.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AllowAttribute(params string[] roles) : Attribute
{
    public IReadOnlyList<string> Roles { get; } = roles;
}
