using System.Reflection;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;

namespace AfterSales.Host.Shell;

/// <summary>Whether to show the way to a request. The rule itself is the request's <see cref="AllowAttribute"/> and is enforced in the pipeline.</summary>
internal static class Permissions
{
    public static bool MaySend<TRequest>(Actor actor) => typeof(TRequest).GetCustomAttribute<AllowAttribute>() is { } allow && actor.IsAnyOf([.. allow.Roles]);
}
