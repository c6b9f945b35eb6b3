using AfterSales.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Organisation;

/// <summary>Somebody who works in the company. Signing in is the host's matter; it knows the same id.</summary>
public sealed class Person : IAuditedEntity
{
    public const int UserNameMaxLength = 50;
    public const int NameMaxLength = 100;
    private readonly List<Post> _posts = [];

    private Person()
    {
    }

    public Guid Id { get; private init; }

    public string UserName { get; private init; } = "";

    public LocalizedText Name { get; private set; } = LocalizedText.Empty;

    public bool IsActive { get; private set; } = true;

    /// <summary>A person may hold several posts; some may be over or still to come, see <see cref="Post.IsHeldOn"/>.</summary>
    public IReadOnlyList<Post> Posts => _posts;

    /// <summary>Concurrency token.</summary>
    public int Revision { get; private set; }

    AuditSubject IAuditedEntity.Subject => new("organisation", nameof(Person), UserName);

    public static Person Create(string userName, LocalizedText name, DateTimeOffset now) => new() { Id = NewId.At(now), UserName = userName, Name = name };

    /// <summary>Gives the person a post; one already held stays as it is.</summary>
    public void Appoint(string role, Guid unitId)
    {
        if (!_posts.Exists(p => p.Role == role && p.UnitId == unitId))
            _posts.Add(new Post(role, unitId));
    }

    public void Rename(LocalizedText name)
    {
        Name = name;
        Revision++;
    }

    /// <summary>Replaces the posts by these; one for the same role and unit stays and takes the new dates.</summary>
    public void Hold(IReadOnlyCollection<Post> posts)
    {
        _posts.RemoveAll(held => !posts.Any(held.IsFor));
        foreach (var post in posts)
        {
            if (_posts.Find(post.IsFor) is { } held)
                held.Last(post.From, post.Until);
            else
                _posts.Add(post);
        }

        Revision++;
    }

    /// <summary>Ends the person's work here: they can no longer sign in, and get no tasks. Their name stays on what they did.</summary>
    public void Deactivate()
    {
        IsActive = false;
        Revision++;
    }

    public void Reactivate()
    {
        IsActive = true;
        Revision++;
    }
}

/// <summary>A role in a unit, for as long as the dates say.</summary>
public sealed class Post
{
    public Post(string role, Guid unitId, DateOnly? from = null, DateOnly? until = null) => (Role, UnitId, From, Until) = (role, unitId, from, until);

    /// <summary>One of <see cref="Actors.Roles.OfPeople"/>.</summary>
    public string Role { get; private init; }

    public Guid UnitId { get; private init; }

    /// <summary>The first day, in company time; null: from the beginning.</summary>
    public DateOnly? From { get; private set; }

    /// <summary>The last day; null: for good.</summary>
    public DateOnly? Until { get; private set; }

    public bool IsHeldOn(DateOnly day) => !(From > day) && !(Until < day);

    internal bool IsFor(Post other) => Role == other.Role && UnitId == other.UnitId;

    internal void Last(DateOnly? from, DateOnly? until) => (From, Until) = (from, until);
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("People", "org");
        builder.Property(p => p.UserName).HasMaxLength(Person.UserNameMaxLength);
        builder.Property(p => p.Name).HasMaxLength(Person.NameMaxLength);
        builder.Property(p => p.Revision).IsConcurrencyToken();
        builder.HasIndex(p => p.UserName).IsUnique();
        builder.OwnsMany(p => p.Posts, post =>
        {
            post.ToTable("Posts", "org");
            post.WithOwner().HasForeignKey("PersonId");
            post.HasKey("PersonId", nameof(Post.Role), nameof(Post.UnitId));
            post.Property(p => p.Role).HasMaxLength(40).IsUnicode(false);
            // Answers "who holds this role (in this unit)" when a task opens.
            post.HasIndex(p => new { p.Role, p.UnitId });
            post.HasOne<OrganisationUnit>().WithMany().HasForeignKey(p => p.UnitId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
