using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>Records what a customer said outside of a planned inquiry, such as on a patrol or a quality visit (PRC-12, PRC-27, FRM-21). Its process starts at once.</summary>
/// <param name="OfficeCode">The local office that follows it; null: the equipment's.</param>
[Allow(Roles.InquiryOfficer, Roles.Maintenance, Roles.Agent, Roles.Manager)]
public sealed record RecordInquiryIssue(Guid CustomerId, Guid? EquipmentId, string? OfficeCode, InquiryTopic Topic, string Description) : ICommand<CaseNumber>;

/// <summary>An issue was recorded; the process that follows it starts in the same transaction.</summary>
public sealed record InquiryIssueOpened(InquiryIssue Issue) : INotification;

internal sealed record FoundIssue(InquiryTopic Topic, string Description, Guid CustomerId, Guid? EquipmentId, Guid? OfficeUnitId, Guid? PlannedInquiryId);

internal sealed class RecordInquiryIssueValidator : AbstractValidator<RecordInquiryIssue>
{
    public RecordInquiryIssueValidator()
    {
        RuleFor(r => r.Topic).IsInEnum();
        RuleFor(r => r.Description).NotEmpty().MaximumLength(InquiryIssue.DescriptionMaxLength);
    }
}

internal sealed class RecordInquiryIssueHandler(AfterSalesDbContext db, InquiryIssues issues) : IRequestHandler<RecordInquiryIssue, CaseNumber>
{
    public async Task<CaseNumber> Handle(RecordInquiryIssue request, CancellationToken cancellationToken)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == request.CustomerId, cancellationToken))
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.CustomerId), "customer.unknown", "There is no such customer."));
        var equipment = await db.Equipment.Where(e => e.Id == request.EquipmentId).Select(e => new { e.CustomerId, e.OfficeUnitId }).SingleOrDefaultAsync(cancellationToken);
        if (request.EquipmentId is not null && equipment?.CustomerId != request.CustomerId)
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(request.EquipmentId), "equipment.unknown", "The customer has no such equipment."));
        var office = await db.FindUnitIdAsync(nameof(request.OfficeCode), request.OfficeCode, cancellationToken) ?? equipment?.OfficeUnitId;
        return await issues.OpenAsync(new FoundIssue(request.Topic, request.Description.Trim(), request.CustomerId, request.EquipmentId, office, null), cancellationToken);
    }
}

/// <summary>Makes a case of what a customer said. Scoped.</summary>
internal sealed class InquiryIssues(AfterSalesDbContext db, CaseFiles files, InquirySupervision supervision, IMediator events, TimeProvider clock)
{
    private const int SubjectLength = 60;

    public async Task<CaseNumber> OpenAsync(FoundIssue found, CancellationToken cancellationToken)
    {
        var equipment = await db.Equipment.Where(e => e.Id == found.EquipmentId).Select(e => new { e.ProjectId, e.ContractId }).SingleOrDefaultAsync(cancellationToken);
        var description = found.Description.Length <= InquiryIssue.DescriptionMaxLength ? found.Description : found.Description[..InquiryIssue.DescriptionMaxLength];
        var subject = description.Length <= SubjectLength ? description : $"{description[..(SubjectLength - 1)]}…";
        var file = await files.OpenAsync(
            new CaseOpening(CaseKind.InquiryIssue, subject, found.CustomerId, equipment?.ProjectId, equipment?.ContractId, found.EquipmentId), cancellationToken);
        var issue = InquiryIssue.Record(file.Number, found.PlannedInquiryId, found.Topic, description, found.OfficeUnitId, clock.GetUtcNow());
        db.Add(issue);
        await supervision.RecordedAsync(issue, cancellationToken);
        await events.Publish(new InquiryIssueOpened(issue), cancellationToken);
        return file.Number;
    }
}
