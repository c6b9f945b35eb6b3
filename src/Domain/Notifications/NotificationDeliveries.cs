using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Notifications;

/// <summary>Messages on their way out that were not sent, newest first: failed, uncertain, not configured, dropped and waiting ones. At most 100.</summary>
/// <param name="Status">Only these; null: all but the sent ones.</param>
[Allow(Roles.Administrator, Roles.Auditor)]
public sealed record ListNotificationDeliveries(DeliveryStatus? Status = null) : IQuery<IReadOnlyList<DeliveryLine>>;

/// <param name="Person">Null when it goes to a customer.</param>
/// <param name="MaySendAgain">False while it is on its way, and when it was sent.</param>
public sealed record DeliveryLine(
    Guid Id, NotificationChannel Channel, NotificationKind Kind, LocalizedText? Person, CaseNumber? CaseNumber, DateTimeOffset CreatedAt, DateTimeOffset DueAt, DeliveryStatus Status, string? LastError)
{
    public bool MaySendAgain => NotificationDelivery.MaySendAgain(Status);
}

/// <summary>Has a message sent again that was not sent, or of which nobody can tell; the person who does so takes the risk that it comes twice.</summary>
[Allow(Roles.Administrator)]
public sealed record ResendNotification(Guid Id, string Reason) : ICommand, IReasonedCommand;

internal sealed class ResendNotificationValidator : AbstractValidator<ResendNotification>
{
    public ResendNotificationValidator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(500);
}

internal sealed class ListNotificationDeliveriesHandler(AfterSalesDbContext db, KnownCases known) : IRequestHandler<ListNotificationDeliveries, IReadOnlyList<DeliveryLine>>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<DeliveryLine>> Handle(ListNotificationDeliveries request, CancellationToken cancellationToken)
    {
        var deliveries = request.Status is { } status
            ? db.NotificationDeliveries.Where(d => d.Status == status)
            : db.NotificationDeliveries.Where(d => d.Status != DeliveryStatus.Sent);
        // Who looks after the messages need not know of a confidential case (PRC-39).
        var hidden = await known.HiddenAsync(cancellationToken);
        deliveries = deliveries.Where(d => d.CaseNumber == null || !hidden.Contains(d.CaseNumber.Value));
        return await deliveries.OrderByDescending(d => d.Id).Take(Most).Select(d => new DeliveryLine(
            d.Id, d.Channel, d.Kind, db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).FirstOrDefault(), d.CaseNumber, d.CreatedAt, d.DueAt, d.Status, d.LastError)).ToListAsync(cancellationToken);
    }
}

internal sealed class ResendNotificationHandler(AfterSalesDbContext db, IMessageOutbox outbox, AuditTrail audit) : IRequestHandler<ResendNotification, Unit>
{
    public async Task<Unit> Handle(ResendNotification request, CancellationToken cancellationToken)
    {
        var delivery = await db.NotificationDeliveries.SingleOrDefaultAsync(d => d.Id == request.Id, cancellationToken) ?? throw new NotFoundException("notification", request.Id);
        audit.Note(delivery.CaseNumber?.Value ?? "notifications", "message", $"{delivery.Kind} {delivery.Channel}: {delivery.Status}");
        delivery.SendAgain();
        await outbox.SendAgainAsync(delivery, cancellationToken);
        return Unit.Value;
    }
}
