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

    /// <summary>A person may hold several posts.</summary>
    public IReadOnlyList<Post> Posts => _posts;

    AuditSubject IAuditedEntity.Subject => new("organisation", nameof(Person), UserName);

    public static Person Create(string userName, LocalizedText name, DateTimeOffset now) => new() { Id = NewId.At(now), UserName = userName, Name = name };

    /// <summary>Gives the person a post; one already held stays as it is.</summary>
    public void Appoint(string role, Guid unitId)
    {
        if (!_posts.Exists(p => p.Role == role && p.UnitId == unitId))
            _posts.Add(new Post(role, unitId));
    }
}

/// <summary>A role in a unit.</summary>
/// <param name="Role">One of <see cref="Actors.Roles.OfPeople"/>.</param>
public sealed record Post(string Role, Guid UnitId);

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("People", "org");
        builder.Property(p => p.UserName).HasMaxLength(Person.UserNameMaxLength);
        builder.Property(p => p.Name).HasMaxLength(Person.NameMaxLength);
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
