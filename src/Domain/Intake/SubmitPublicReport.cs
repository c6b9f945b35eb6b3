using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>
/// Takes what somebody reports on the public page, with or without a scanned label (CHN-01: the service web site). Opens a fault, or a complaint, and gives back its number and the link to follow it.
/// </summary>
/// <param name="Label">The last part of the label's address; null when none was scanned.</param>
/// <param name="Level">How bad it is, for a fault; null: a complaint.</param>
/// <param name="Language">The page's, in which the customer is then written to.</param>
[Allow(Roles.Customer)]
public sealed record SubmitPublicReport(
    string? Label, FaultLevel? Level, string CustomerName, string? CustomerUnit, string Phone, string? Email, string? Address, string Subject, string Description,
    string? IdempotencyKey = null, TemplateLanguage? Language = null) : ICommand<SubmittedReport>, IIdempotentCommand, ICaller;

/// <param name="FollowLinkId">The link to follow the case by; not yet signed, so that no answer that is kept holds an address that opens it.</param>
public sealed record SubmittedReport(CaseNumber Number, Guid FollowLinkId);

internal sealed class SubmitPublicReportValidator : AbstractValidator<SubmitPublicReport>
{
    public SubmitPublicReportValidator()
    {
        RuleFor(r => r.Level).IsInEnum();
        RuleFor(r => r.Language).IsInEnum();
        Include(new CallerValidator());
        RuleFor(r => r.Phone).NotEmpty();
        RuleFor(r => r.Subject).NotEmpty().MaximumLength(Complaint.SubjectMaxLength);
        RuleFor(r => r.Description).NotEmpty().MaximumLength(Complaint.DescriptionMaxLength);
    }
}

internal sealed class SubmitPublicReportHandler(AfterSalesDbContext db, IMediator mediator, INotifier notifier, TimeProvider clock) : IRequestHandler<SubmitPublicReport, SubmittedReport>
{
    public async Task<SubmittedReport> Handle(SubmitPublicReport request, CancellationToken cancellationToken)
    {
        var serial = request.Label is null ? null : await SerialAsync(request.Label, cancellationToken);
        var number = request.Level is { } level
            ? (await mediator.Send(
                new ReportFault(
                    request.CustomerName, request.CustomerUnit, request.Phone, request.Email, request.Address, Channel.Website, level, serial, null, request.Subject, request.Description,
                    Language: request.Language),
                cancellationToken)).Number
            : (await mediator.Send(
                new RegisterComplaint(
                    request.CustomerName, request.CustomerUnit, request.Phone, request.Email, request.Address, Channel.Website, ComplaintSeverity.Ordinary, null, request.Subject, request.Description,
                    EquipmentSerial: serial, Language: request.Language),
                cancellationToken)).Number;
        var link = FollowLink.Issue(number, clock.GetUtcNow());
        db.Add(link);
        notifier.SendFollowLink(link, request.Email);
        return new SubmittedReport(number, link.Id);
    }

    private async Task<string?> SerialAsync(string label, CancellationToken cancellationToken) =>
        await db.Equipment.AnyAsync(e => e.ReportToken == label, cancellationToken)
            ? await db.Equipment.Where(e => e.ReportToken == label).Select(e => e.SerialNumber).SingleAsync(cancellationToken)
            : throw new ForbiddenException("link.invalid", "The label leads to no device.");
}
