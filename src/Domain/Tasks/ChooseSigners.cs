using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>
/// Finds the people who complete a task together, at this moment: each entry is a user name, <c>role:X</c> for everybody who holds a role, or <c>unit:CODE/X</c> for those who hold it
/// in a unit. In the order given, each once; who has left is left out. What was found is on the record.
/// </summary>
[Allow(Roles.System)]
public sealed record ChooseSigners(CaseNumber Case, IReadOnlyList<string> Entries) : ICommand<IReadOnlyList<string>>;

internal sealed class ChooseSignersValidator : AbstractValidator<ChooseSigners>
{
    /// <summary>More people than this do not complete one task together.</summary>
    public const int MaxEntries = 200;

    public ChooseSignersValidator() => RuleFor(r => r.Entries).NotEmpty().Must(entries => entries is null || entries.Count <= MaxEntries).WithErrorCode("task.too-many-people").WithMessage($"At most {MaxEntries} entries.");
}

internal sealed class ChooseSignersHandler(AfterSalesDbContext db, AuditTrail audit) : IRequestHandler<ChooseSigners, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> Handle(ChooseSigners request, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var entry in request.Entries)
            found.AddRange(await FindAsync(entry, cancellationToken));
        string[] people = [.. found.Distinct()];
        audit.Note(request.Case.Value, "signers", $"{string.Join(", ", request.Entries)} → {(people.Length == 0 ? "-" : string.Join(", ", people))}");
        return people;
    }

    private async Task<List<string>> FindAsync(string entry, CancellationToken cancellationToken)
    {
        var active = db.People.AsNoTracking().Where(p => p.IsActive);
        if (entry.StartsWith("role:", StringComparison.Ordinal))
        {
            var role = entry["role:".Length..];
            active = active.Where(p => p.Posts.Any(post => post.Role == role));
        }
        else if (entry.StartsWith("unit:", StringComparison.Ordinal) && entry["unit:".Length..].Split('/') is [var unit, var roleThere])
        {
            active = active.Where(p => p.Posts.Any(post => post.Role == roleThere && db.Units.Any(u => u.Id == post.UnitId && u.Code == unit)));
        }
        else
        {
            active = active.Where(p => p.UserName == entry);
        }

        return await active.OrderBy(p => p.UserName).Select(p => p.UserName).ToListAsync(cancellationToken);
    }
}
