using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Tasks;

/// <summary>Keeps what the inbox is filtered and sorted by under a name. The same name once more replaces it.</summary>
/// <param name="Query">The query string of the inbox's address, without its question mark.</param>
[Allow(Roles.SignedIn)]
public sealed record SaveInboxView(string Name, string Query) : ICommand;

internal sealed class SaveInboxViewValidator : AbstractValidator<SaveInboxView>
{
    public SaveInboxViewValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(InboxView.NameMaxLength);
        RuleFor(r => r.Query).NotEmpty().MaximumLength(InboxView.QueryMaxLength);
    }
}

internal sealed class SaveInboxViewHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<SaveInboxView, Unit>
{
    public async Task<Unit> Handle(SaveInboxView request, CancellationToken cancellationToken)
    {
        var (me, name) = (current.Actor.PersonId!.Value, request.Name.Trim());
        var known = await db.Set<InboxView>().Where(v => v.PersonId == me).ToListAsync(cancellationToken);
        if (known.Find(v => v.Name == name) is { } same)
            same.Change(request.Query);
        else if (known.Count >= InboxView.MaxPerPerson)
            throw new RuleViolationException("inbox.too-many-views", $"At most {InboxView.MaxPerPerson} views are kept.", InboxView.MaxPerPerson);
        else
            db.Add(InboxView.Keep(me, current.Actor.Name, name, request.Query, clock.GetUtcNow()));
        return Unit.Value;
    }
}

[Allow(Roles.SignedIn)]
public sealed record DeleteInboxView(Guid Id) : ICommand;

internal sealed class DeleteInboxViewHandler(AfterSalesDbContext db, CurrentActor current) : IRequestHandler<DeleteInboxView, Unit>
{
    public async Task<Unit> Handle(DeleteInboxView request, CancellationToken cancellationToken)
    {
        var me = current.Actor.PersonId;
        db.Remove(await db.Set<InboxView>().SingleOrDefaultAsync(v => v.Id == request.Id && v.PersonId == me, cancellationToken) ?? throw new NotFoundException(nameof(InboxView), request.Id));
        return Unit.Value;
    }
}

/// <summary>One's own views of the inbox, by name.</summary>
[Allow(Roles.SignedIn)]
public sealed record ListInboxViews : IQuery<IReadOnlyList<InboxViewSummary>>;

public sealed record InboxViewSummary(Guid Id, string Name, string Query);

internal sealed class ListInboxViewsHandler(AfterSalesDbContext db, CurrentActor current) : IRequestHandler<ListInboxViews, IReadOnlyList<InboxViewSummary>>
{
    public async Task<IReadOnlyList<InboxViewSummary>> Handle(ListInboxViews request, CancellationToken cancellationToken)
    {
        var me = current.Actor.PersonId;
        return await db.Set<InboxView>().AsNoTracking().Where(v => v.PersonId == me).OrderBy(v => v.Name).Select(v => new InboxViewSummary(v.Id, v.Name, v.Query)).ToListAsync(cancellationToken);
    }
}

/// <summary>A person's own way to look at the inbox.</summary>
public sealed class InboxView : IAuditedEntity
{
    public const int NameMaxLength = 60;
    public const int QueryMaxLength = 1000;
    public const int MaxPerPerson = 30;

    private InboxView()
    {
    }

    public Guid Id { get; private init; }

    public Guid PersonId { get; private init; }

    public string UserName { get; private init; } = "";

    public string Name { get; private init; } = "";

    public string Query { get; private set; } = "";

    AuditSubject IAuditedEntity.Subject => new("inbox", nameof(InboxView), $"{UserName}/{Id:N}");

    public static InboxView Keep(Guid personId, string userName, string name, string query, DateTimeOffset now) =>
        new() { Id = NewId.At(now), PersonId = personId, UserName = userName, Name = name, Query = query };

    public void Change(string query) => Query = query;
}

internal sealed class InboxViewConfiguration : IEntityTypeConfiguration<InboxView>
{
    public void Configure(EntityTypeBuilder<InboxView> builder)
    {
        builder.ToTable("InboxViews", "tasks");
        builder.NotInTrials();
        builder.Property(v => v.UserName).HasMaxLength(Person.UserNameMaxLength);
        builder.Property(v => v.Name).HasMaxLength(InboxView.NameMaxLength);
        builder.Property(v => v.Query).HasMaxLength(InboxView.QueryMaxLength);
        builder.HasIndex(v => new { v.PersonId, v.Name }).IsUnique();
    }
}
