using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Organisation;

/// <summary>Grants somebody a post certificate (FRM-35), renews it, or ends it early by another last day.</summary>
/// <param name="ProjectCode">The project it is for; null: any.</param>
[Allow(Roles.Administrator)]
public sealed record SaveCertificate(string UserName, string Kind, string? ProjectCode, DateOnly ValidUntil, string? Reason = null) : ICommand, IReasonedCommand;

internal sealed class SaveCertificateValidator : AbstractValidator<SaveCertificate>
{
    public SaveCertificateValidator()
    {
        RuleFor(r => r.UserName).NotEmpty();
        RuleFor(r => r.Kind).NotEmpty().MaximumLength(PostCertificate.KindMaxLength);
    }
}

internal sealed class SaveCertificateHandler(AfterSalesDbContext db, TimeProvider clock) : IRequestHandler<SaveCertificate, Unit>
{
    public async Task<Unit> Handle(SaveCertificate request, CancellationToken cancellationToken)
    {
        var person = await db.FindPersonIdAsync(nameof(request.UserName), request.UserName, cancellationToken);
        var project = await db.FindProjectIdAsync(nameof(request.ProjectCode), request.ProjectCode, cancellationToken);
        var kind = request.Kind.Trim();
        await db.Certificates.Where(c => c.PersonId == person && c.Kind == kind && c.ProjectId == project).LoadAsync(cancellationToken);
        if (db.Certificates.Local.FirstOrDefault(c => c.PersonId == person && c.Kind == kind && c.ProjectId == project) is { } held)
            held.ChangeEnd(request.ValidUntil);
        else
            db.Add(PostCertificate.Grant(person!.Value, kind, project, request.ValidUntil, clock.GetUtcNow()));
        return Unit.Value;
    }
}
