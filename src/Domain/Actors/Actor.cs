using System.Collections.Frozen;

namespace AfterSales.Domain.Actors;

/// <summary>Whoever is answerable for what happens: a person, a customer behind a link, or the product itself.</summary>
/// <param name="PersonId">Null for a customer and for the product.</param>
/// <param name="Name">As it stands in the audit record.</param>
public sealed record Actor(Guid? PersonId, string Name, FrozenSet<string> Roles)
{
    /// <summary>The product acting on its own, for instance when a timer is due.</summary>
    public static Actor System { get; } = new(null, "system", [Actors.Roles.System]);

    /// <summary>Nobody signed in.</summary>
    public static Actor Anonymous { get; } = new(null, "anonymous", []);

    public static Actor Person(Guid id, string userName, IEnumerable<string> roles) => new(id, userName, roles.Append(Actors.Roles.SignedIn).ToFrozenSet());

    public static Actor Customer(string name) => new(null, name, [Actors.Roles.Customer]);

    public bool Is(string role) => Roles.Contains(role);

    public bool IsAnyOf(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role))
                return true;
        }

        return false;
    }
}

/// <summary>The actor of the current scope. Set once where a request enters: by the sign-in, a customer's link, or a background worker.</summary>
public sealed class CurrentActor
{
    public Actor Actor { get; private set; } = Actor.Anonymous;

    public void ActAs(Actor actor) => Actor = actor;
}

/// <summary>The running process on whose behalf commands are being sent, or null when a person sends them directly.</summary>
/// <param name="InstanceId">Opaque here; the workflow layer can look it up.</param>
/// <param name="ActivityId">The activity of the definition that sent the command.</param>
public sealed record ProcessOrigin(string InstanceId, string ActivityId, string DefinitionId, int DefinitionVersion);

/// <summary>Holds the <see cref="ProcessOrigin"/> of the current scope while an activity runs.</summary>
public sealed class CurrentProcess
{
    public ProcessOrigin? Origin { get; private set; }

    /// <summary>Sets the origin until the returned scope is disposed; scopes nest.</summary>
    public IDisposable Enter(ProcessOrigin origin)
    {
        var outer = Origin;
        Origin = origin;
        return new Scope(this, outer);
    }

    private sealed class Scope(CurrentProcess process, ProcessOrigin? outer) : IDisposable
    {
        public void Dispose() => process.Origin = outer;
    }
}
