using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Lets people know of a task without giving them one 抄送. They may read it, and their reading is noted 已阅. Those who know already are not told twice.</summary>
[Allow(Roles.SignedIn)]
public sealed record InformOfWorkItem(Guid Id, IReadOnlyList<string> People, string? Note = null) : ICommand;

internal sealed class InformOfWorkItemValidator : AbstractValidator<InformOfWorkItem>
{
    public const int MaxPeople = 50;

    public InformOfWorkItemValidator()
    {
        RuleFor(r => r.People).NotEmpty().Must(people => people is null || people.Count <= MaxPeople).WithErrorCode("task.too-many-people").WithMessage($"At most {MaxPeople} people.");
        RuleFor(r => r.Note).MaximumLength(InformedPerson.NoteMaxLength);
    }
}

internal sealed class InformOfWorkItemHandler(AfterSalesDbContext db, WorkItemStandings standings, INotifier notifier, TimeProvider clock) : IRequestHandler<InformOfWorkItem, Unit>
{
    public async Task<Unit> Handle(InformOfWorkItem request, CancellationToken cancellationToken)
    {
        var item = await db.FindWorkItemAsync(request.Id, cancellationToken);
        var standing = await standings.OfAsync(item, cancellationToken);
        standing.Require(standing.TakesPart, item);
        var told = new List<Guid>();
        foreach (var userName in request.People.Distinct(StringComparer.Ordinal))
        {
            var person = await db.FindColleagueAsync(userName, nameof(request.People), cancellationToken);
            if (await db.InformAsync(item, person.Id, standing.Actor.Name, request.Note, clock.GetUtcNow(), cancellationToken))
                told.Add(person.Id);
        }

        await notifier.AboutTaskAsync(NotificationKind.Copied, item, told, request.Note, cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Notes that somebody who was informed of a task has read it 已阅. Reading twice changes nothing.</summary>
[Allow(Roles.SignedIn)]
public sealed record ReadWorkItem(Guid Id) : ICommand;

internal sealed class ReadWorkItemHandler(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IRequestHandler<ReadWorkItem, Unit>
{
    public async Task<Unit> Handle(ReadWorkItem request, CancellationToken cancellationToken)
    {
        var me = current.Actor.PersonId;
        var told = await db.Set<InformedPerson>().SingleOrDefaultAsync(i => i.WorkItemId == request.Id && i.PersonId == me, cancellationToken)
            ?? throw new NotFoundException(nameof(InformedPerson), request.Id);
        told.Read(clock.GetUtcNow());
        return Unit.Value;
    }
}

internal static class Informing
{
    /// <summary>False when the person knew of it already.</summary>
    public static async Task<bool> InformAsync(this AfterSalesDbContext db, WorkItem item, Guid personId, string by, string? note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Set<InformedPerson>().AnyAsync(i => i.WorkItemId == item.Id && i.PersonId == personId, cancellationToken))
            return false;
        db.Add(InformedPerson.Tell(item, personId, by, note, now));
        return true;
    }
}
