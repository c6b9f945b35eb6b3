using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>Adds what a caller said to a case that is open already, instead of opening another for the same matter (PRC-30). Returns the note's id.</summary>
[Allow(
    Roles.Agent, Roles.Manager, Roles.Clerk, Roles.Maintenance, Roles.ProjectManager, Roles.DepartmentDirector, Roles.EngineeringDirector, Roles.Quality, Roles.Expert, Roles.InquiryOfficer,
    Roles.VerificationOfficer, Roles.Administrator, Roles.System)]
public sealed record AddCaseNote(CaseNumber Case, Channel Channel, string Text, string? IdempotencyKey = null) : ICommand<Guid>, IIdempotentCommand;

internal sealed class AddCaseNoteValidator : AbstractValidator<AddCaseNote>
{
    public AddCaseNoteValidator()
    {
        RuleFor(r => r.Channel).IsInEnum();
        RuleFor(r => r.Text).NotEmpty().MaximumLength(CaseNote.TextMaxLength);
    }
}

internal sealed class AddCaseNoteHandler(AfterSalesDbContext db, CurrentActor current, KnownCases known, TimeProvider clock) : IRequestHandler<AddCaseNote, Guid>
{
    public async Task<Guid> Handle(AddCaseNote request, CancellationToken cancellationToken)
    {
        var file = await known.FindAsync(request.Case, cancellationToken);
        file.RefuseWhenEnded();
        var note = CaseNote.Write(file.Number, request.Channel, isFromCustomer: false, current.Actor.Name, request.Text.Trim(), clock.GetUtcNow());
        db.Add(note);
        return note.Id;
    }
}
