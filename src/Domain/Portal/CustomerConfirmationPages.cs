using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Portal;

/// <summary>What a customer sees behind a link: the case in short, the repair report, and the form to answer. Tampered, expired and revoked links are refused alike (403).</summary>
[Allow(Roles.Customer)]
public sealed record GetCustomerConfirmation(string Token) : IQuery<CustomerConfirmationView>;

/// <param name="RepairReport">FRM-14 of the present issue as JSON; null when there is none.</param>
/// <param name="IsAnswered">True when the task is done or was taken back: there is nothing left to answer.</param>
public sealed record CustomerConfirmationView(
    CaseNumber CaseNumber, string Subject, DateTimeOffset RegisteredAt, string CustomerName, string? RepairReport, TaskFormDefinition Form, IReadOnlyList<WorkItemOutcome> Outcomes,
    bool IsAnswered, string? Outcome)
{
    /// <summary>What the fields of the repair report are called; those for staff only are left out.</summary>
    public TaskFormDefinition RepairReportForm { get; init; } = new();
}

/// <summary>
/// The customer's answer through a link: satisfied or not (PRC-17, INQ-08), and the confirmation of the repair report FRM-14, with the files and drawn signatures that its form asks for. All of it
/// is taken or none.
/// </summary>
[Allow(Roles.Customer)]
public sealed record AnswerCustomerConfirmation(string Token, string Outcome, JsonElement? Data, string? IdempotencyKey = null) : ICommand<CompletedWorkItem>, IIdempotentCommand
{
    public IReadOnlyList<AnswerFile> Files { get; init; } = [];
}

internal sealed class AnswerCustomerConfirmationValidator : AbstractValidator<AnswerCustomerConfirmation>
{
    public AnswerCustomerConfirmationValidator()
    {
        RuleFor(r => r.Outcome).NotEmpty().MaximumLength(WorkItem.OutcomeMaxLength);
        RuleFor(r => r.Data).Must(SubmittedData.IsReadable).WithErrorCode("form.not-an-object").WithMessage("data is a JSON object.");
        RuleForEach(r => r.Files).Custom((file, context) =>
        {
            if (file.File.Wrong() is var (code, message))
                context.AddFailure(InvalidFields.Failure($"data.{file.Field}", code, message));
        });
    }
}

internal sealed class GetCustomerConfirmationHandler(AfterSalesDbContext db, CustomerLinks links, TaskForms forms) : IRequestHandler<GetCustomerConfirmation, CustomerConfirmationView>
{
    public async Task<CustomerConfirmationView> Handle(GetCustomerConfirmation request, CancellationToken cancellationToken)
    {
        var item = await links.FindWorkItemAsync(request.Token, cancellationToken);
        var file = await db.FindCaseAsync(item.CaseNumber, cancellationToken);
        var report = await db.CaseRecords.AsNoTracking()
            .Where(r => r.CaseNumber == item.CaseNumber && r.FormCode == CaseRecordSet.RepairReport && r.Issue == file.Issue)
            .OrderByDescending(r => r.SubmittedAt).Select(r => r.Data).FirstOrDefaultAsync(cancellationToken);
        var customerName = await db.Customers.Where(c => c.Id == file.CustomerId).Select(c => c.Name).SingleOrDefaultAsync(cancellationToken) ?? "";
        var form = await forms.LoadAsync(item.FormHash, cancellationToken);
        var reportForm = await ReportFormAsync(item.CaseNumber, cancellationToken);
        return new CustomerConfirmationView(
            item.CaseNumber, file.Subject, file.OpenedAt, customerName, ForCustomer(report, reportForm), form with { Fields = [.. form.Fields.Where(f => f.IsAskedOf(customer: true))] },
            item.Outcomes, item.Status != WorkItemStatus.Open, item.Outcome)
        {
            RepairReportForm = reportForm,
        };
    }

    // A customer sees what the form shows to customers, and nothing that has since left the form.
    private static string? ForCustomer(string? report, TaskFormDefinition form) =>
        report is null
            ? null
            : new JsonObject(JsonNode.Parse(report)!.AsObject().Where(p => form.Fields.Any(f => f.Name == p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
                .ToJsonString(JsonText.Options);

    private async Task<TaskFormDefinition> ReportFormAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var hash = await db.WorkItems.Where(w => w.CaseNumber == number && w.FormCode == CaseRecordSet.RepairReport && w.Status == WorkItemStatus.Done)
            .OrderByDescending(w => w.Id).Select(w => w.FormHash).FirstOrDefaultAsync(cancellationToken);
        var form = await forms.LoadAsync(hash, cancellationToken);
        return form with { Fields = [.. form.Fields.Where(f => f.IsReadByCustomers)] };
    }
}

internal sealed class AnswerCustomerConfirmationHandler(CustomerLinks links, TaskForms forms, AnswerFiles files, WorkItemCompletion completion, TimeProvider clock)
    : IRequestHandler<AnswerCustomerConfirmation, CompletedWorkItem>
{
    public async Task<CompletedWorkItem> Handle(AnswerCustomerConfirmation request, CancellationToken cancellationToken)
    {
        var item = await links.FindWorkItemAsync(request.Token, cancellationToken);
        // Whoever answers what is answered hears that, and not what is wrong with their files.
        item.RefuseUnlessOpen();
        var form = await forms.LoadAsync(item.FormHash, cancellationToken);
        var answer = request.Data is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given)! : [];
        var (named, failures) = AnswerFiles.Name(form, answer, request.Files, clock.GetUtcNow());
        if (failures.Count > 0)
            throw InvalidFields.Refuse([.. failures]);
        var completed = await completion.CompleteAsync(item, request.Outcome, JsonSerializer.SerializeToElement(answer), cancellationToken, sent: [.. named.Keys]);
        files.Keep(item, form, named);
        return completed;
    }
}

/// <summary>Finds what a link leads to.</summary>
internal sealed class CustomerLinks(AfterSalesDbContext db, ICustomerLinkTokens tokens, TimeProvider clock)
{
    /// <summary>The tracked work item behind a token.</summary>
    public async Task<WorkItem> FindWorkItemAsync(string token, CancellationToken cancellationToken)
    {
        if (tokens.Read(token) is not { } id || await db.CustomerLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, cancellationToken) is not { } link)
            throw new ForbiddenException("link.invalid", "The link is not one of ours.");
        if (!link.IsValidAt(clock.GetUtcNow()))
            throw new ForbiddenException("link.expired", "The link has expired or was revoked.");
        return await db.FindWorkItemAsync(link.WorkItemId, cancellationToken);
    }
}
