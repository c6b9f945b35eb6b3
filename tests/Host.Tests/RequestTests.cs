using System.Reflection;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Accounts;
using MediatR;

namespace AfterSales.Host.Tests;

public sealed class RequestTests
{
    private static readonly string[] KnownRoles = [.. Roles.OfPeople, Roles.SignedIn, Roles.Customer, Roles.System, SignIn.Role];

    [Fact]
    public void Every_request_says_who_may_send_it()
    {
        Type[] requests =
        [
            .. new[] { typeof(DomainServices).Assembly, typeof(Program).Assembly }.SelectMany(a => a.GetTypes())
                .Where(t => t is { IsAbstract: false, IsInterface: false } && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))),
        ];

        Assert.True(requests.Length > 15);
        Assert.Empty(requests.Where(r => r.GetCustomAttribute<AllowAttribute>() is not { Roles.Count: > 0 }).Select(r => r.Name));
        Assert.Empty(requests.SelectMany(r => r.GetCustomAttribute<AllowAttribute>()!.Roles).Except(KnownRoles));
    }
}
