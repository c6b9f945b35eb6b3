using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Complaints;

/// <summary>Accepts a complaint from any channel (PRC-02, CHN-01): fills FRM-01 and FRM-08, registers the customer when new, and starts the process.</summary>
/// <param name="IsSupervision">监督投诉 (PRC-39): about a person's service; seen only by those who handle it.</param>
/// <param name="EquipmentSerial">The device it is about, whose customer, project and contract are then the case's; null when it is about none.</param>
/// <param name="Language">What the customer wants to be written to in; null when nobody asked.</param>
[Allow(Roles.Agent, Roles.Manager, Roles.Clerk, Roles.Maintenance, Roles.InquiryOfficer, Roles.Administrator, Roles.System, Roles.Customer)]
public sealed record RegisterComplaint(
    string CustomerName, string? CustomerUnit, string? Phone, string? Email, string? Address, Channel Channel, ComplaintSeverity Severity, string? ProjectCode, string Subject,
    string Description, string? IdempotencyKey = null, bool IsSupervision = false, string? EquipmentSerial = null,
    TemplateLanguage? Language = null) : ICommand<RegisteredComplaint>, IIdempotentCommand, ICaller;

public sealed record RegisteredComplaint(Guid Id, CaseNumber Number);

/// <summary>A complaint was accepted; the process that handles it starts in the same transaction.</summary>
public sealed record ComplaintRegistered(Complaint Complaint, string? ProjectCode) : INotification;

internal sealed class RegisterComplaintValidator : AbstractValidator<RegisterComplaint>
{
    public RegisterComplaintValidator()
    {
        Include(new CallerValidator());
        RuleFor(r => r.Channel).IsInEnum();
        RuleFor(r => r.Severity).IsInEnum();
        RuleFor(r => r.Language).IsInEnum();
        RuleFor(r => r.Subject).NotEmpty().MaximumLength(Complaint.SubjectMaxLength);
        RuleFor(r => r.Description).NotEmpty().MaximumLength(Complaint.DescriptionMaxLength);
    }
}

internal sealed class RegisterComplaintHandler(AfterSalesDbContext db, CaseFiles files, CustomerRegister customers, CurrentActor current, IMediator events, TimeProvider clock)
    : IRequestHandler<RegisterComplaint, RegisteredComplaint>
{
    public async Task<RegisteredComplaint> Handle(RegisterComplaint request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var equipment = await FindEquipmentAsync(request.EquipmentSerial, cancellationToken);
        var projectId = await FindProjectAsync(request.ProjectCode, cancellationToken) ?? equipment?.ProjectId;
        var complainant = new Complainant(request.CustomerName, request.CustomerUnit, request.Phone, request.Email, request.Address);
        var customerId = equipment?.CustomerId ?? (await customers.FindOrRegisterAsync(complainant, now, cancellationToken)).Id;
        var file = await files.OpenAsync(
            new CaseOpening(
                CaseKind.Complaint, request.Subject, customerId, projectId, equipment?.ContractId, equipment?.Id, IsSerious: request.Severity == ComplaintSeverity.Serious,
                IsConfidential: request.IsSupervision, Language: request.Language),
            cancellationToken);
        var complaint = Complaint.Register(
            file.Number, customerId, complainant, request.Channel, request.Severity, projectId, request.Subject, request.Description, current.Actor.Name, now, request.IsSupervision);
        db.Add(complaint);

        await events.Publish(new ComplaintRegistered(complaint, request.ProjectCode), cancellationToken);
        return new RegisteredComplaint(complaint.Id, complaint.Number);
    }

    private async Task<EquipmentRegister.Equipment?> FindEquipmentAsync(string? serial, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(serial)
            ? null
            : await db.Equipment.AsNoTracking().SingleOrDefaultAsync(e => e.SerialNumber == serial, cancellationToken)
                ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(RegisterComplaint.EquipmentSerial), "equipment.no-serial", $"There is no equipment {serial}.", serial));

    private async Task<Guid?> FindProjectAsync(string? code, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(code))
            return null;
        var project = await db.Projects.Where(p => p.Code == code).Select(p => new { p.Id }).SingleOrDefaultAsync(cancellationToken);
        return project?.Id ?? throw InvalidFields.Refuse(InvalidFields.Failure(nameof(RegisterComplaint.ProjectCode), "project.unknown", $"There is no project {code}.", code));
    }
}
