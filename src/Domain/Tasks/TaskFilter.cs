using AfterSales.Domain.Cases;
using FluentValidation;

namespace AfterSales.Domain.Tasks;

/// <summary>What a list of tasks is narrowed to; null and false narrow nothing.</summary>
/// <param name="Text">Part of the title, the case's subject, or the beginning of its number.</param>
/// <param name="Person">User name of the holder.</param>
/// <param name="Customer">Part of the customer's name or unit.</param>
public sealed record TaskFilter(
    string? Role = null, string? Process = null, CaseKind? Kind = null, bool Overdue = false, DateTimeOffset? DueBefore = null, string? Text = null, string? Customer = null, string? Person = null)
{
    public const int TextMaxLength = 100;

    public static TaskFilter None { get; } = new();

    internal IQueryable<WorkItem> Apply(AfterSalesDbContext db, IQueryable<WorkItem> items, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(Role))
            items = items.Where(w => w.CandidateRole == Role);
        if (!string.IsNullOrWhiteSpace(Process))
            items = items.Where(w => w.DefinitionId == Process);
        if (Kind is { } kind)
            items = items.Where(w => db.CaseFiles.Any(c => c.Number == w.CaseNumber && c.Kind == kind));
        if (Overdue)
            items = items.Where(w => w.DueOrder < now);
        if (DueBefore is { } dueBefore)
            items = items.Where(w => w.DueOrder < dueBefore);
        if (Text?.Trim() is { Length: > 0 } text)
            items = items.Where(w => ((string)(object)w.Title).Contains(text) || ((string)(object)w.CaseNumber).StartsWith(text) || db.CaseFiles.Any(c => c.Number == w.CaseNumber && c.Subject.Contains(text)));
        if (Customer?.Trim() is { Length: > 0 } customer)
            items = items.Where(w => db.CaseFiles.Any(c => c.Number == w.CaseNumber && db.Customers.Any(k => k.Id == c.CustomerId && (k.Name.Contains(customer) || k.Unit!.Contains(customer)))));
        if (!string.IsNullOrWhiteSpace(Person))
            items = items.Where(w => db.People.Any(p => p.Id == w.AssigneeId && p.UserName == Person));
        return items;
    }
}

internal sealed class TaskFilterValidator : AbstractValidator<TaskFilter>
{
    public TaskFilterValidator()
    {
        RuleFor(f => f.Text).MaximumLength(TaskFilter.TextMaxLength);
        RuleFor(f => f.Customer).MaximumLength(TaskFilter.TextMaxLength);
        RuleFor(f => f.Process).MaximumLength(TaskFilter.TextMaxLength);
        RuleFor(f => f.Role).MaximumLength(TaskFilter.TextMaxLength);
        RuleFor(f => f.Person).MaximumLength(TaskFilter.TextMaxLength);
        RuleFor(f => f.Kind).IsInEnum();
    }
}
