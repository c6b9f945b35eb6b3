using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>
/// Merges an open case into another of the same customer and kind that is about the same matter. It ends without counting as closed: its processes are cancelled, its clocks stop and its
/// tasks go; its notes and files go over to the other. What closing demands is not lowered by it (ACC-12): a serious case goes only into a serious one, a confidential one only into a
/// confidential one. A case that was opened by a mail naming another may go into that one whoever wrote it: whoever merges has read it.
/// </summary>
[Allow(Roles.Agent, Roles.Manager, Roles.Clerk, Roles.Administrator)]
public sealed record MergeCase(CaseNumber Case, CaseNumber Into, string Reason) : ICommand, IReasonedCommand;

/// <summary>A case was merged into another; whatever runs for it ends in the same transaction.</summary>
public sealed record CaseMerged(CaseFile File, CaseFile Into, string Reason) : INotification;

internal sealed class MergeCaseValidator : AbstractValidator<MergeCase>
{
    public MergeCaseValidator()
    {
        RuleFor(r => r.Into).Must(into => !string.IsNullOrWhiteSpace(into.Value)).WithErrorCode("field.required").WithMessage("Into which case?");
        RuleFor(r => r.Reason).NotEmpty().MaximumLength(AuditRecord.ReasonMaxLength);
    }
}

internal sealed class MergeCaseHandler(AfterSalesDbContext db, KnownCases known, AuditTrail audit, IMediator events, TimeProvider clock) : IRequestHandler<MergeCase, Unit>
{
    public async Task<Unit> Handle(MergeCase request, CancellationToken cancellationToken)
    {
        var file = await known.FindAsync(request.Case, cancellationToken);
        var into = await FindTargetAsync(request.Into, cancellationToken);
        var now = clock.GetUtcNow();
        file.MergeInto(into, await IsNamedAsync(file.Number, into.Number, cancellationToken), now);
        // The other case's own record tells of it too, so that either leads to the other.
        audit.Note(into.Number.Value, "mergedFrom", file.Number.Value);
        await MoveWhatWasSaidAsync(file, into, cancellationToken);
        await events.Publish(new CaseMerged(file, into, request.Reason), cancellationToken);
        await EndWhatNoProcessEndsAsync(file.Number, request.Reason, now, cancellationToken);
        return Unit.Value;
    }

    private Task<bool> IsNamedAsync(CaseNumber number, CaseNumber into, CancellationToken cancellationToken) =>
        db.Set<ReceivedMail>().AnyAsync(m => m.Case == number.Value && m.NamedCase == into.Value, cancellationToken);

    private async Task MoveWhatWasSaidAsync(CaseFile file, CaseFile into, CancellationToken cancellationToken)
    {
        var isSameCustomer = file.CustomerId == into.CustomerId;
        var notes = await db.Set<CaseNote>().Where(n => n.CaseNumber == file.Number).ToListAsync(cancellationToken);
        notes.ForEach(note => note.MoveTo(into.Number, isSameCustomer));
        var files = await db.Set<CaseAttachment>().Where(a => a.CaseNumber == file.Number).ToListAsync(cancellationToken);
        files.ForEach(attachment => attachment.MoveTo(into.Number, isSameCustomer));
        if (await FirstWordsAsync(file.Number, cancellationToken) is { } said)
            db.Add(CaseNote.Write(into.Number, said.Channel, isFromCustomer: false, file.OpenedBy, said.Text, file.OpenedAt));
        foreach (var number in (CaseNumber[])[file.Number, into.Number])
        {
            audit.Note(number.Value, "movedNotes", notes.Count.ToString(CultureInfo.InvariantCulture));
            audit.Note(number.Value, "movedFiles", files.Count.ToString(CultureInfo.InvariantCulture));
        }
    }

    // What the case was opened with would otherwise be read by nobody again.
    private async Task<(Channel Channel, string Text)?> FirstWordsAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        var said = await db.Complaints.Where(c => c.Number == number).Select(c => new { c.Channel, c.Description }).SingleOrDefaultAsync(cancellationToken)
            ?? await db.Faults.Where(f => f.Number == number).Select(f => new { f.Channel, f.Description }).SingleOrDefaultAsync(cancellationToken);
        return said is null ? null : (said.Channel, said.Description);
    }

    private async Task<CaseFile> FindTargetAsync(CaseNumber number, CancellationToken cancellationToken)
    {
        try
        {
            return await known.FindAsync(number, cancellationToken);
        }
        catch (NotFoundException)
        {
            throw InvalidFields.Refuse(InvalidFields.Failure(nameof(MergeCase.Into), "merge.unknown", $"There is no case {number}.", number.Value));
        }
    }

    private async Task EndWhatNoProcessEndsAsync(CaseNumber number, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var running in await db.SlaClocks.Where(c => c.CaseNumber == number && c.StoppedAt == null).ToListAsync(cancellationToken))
            running.Stop(now);
        var items = await db.WorkItems
            .Where(w => w.CaseNumber == number && (w.Status == WorkItemStatus.Open || w.Status == WorkItemStatus.Planned || w.Status == WorkItemStatus.Signing)).ToListAsync(cancellationToken);
        foreach (var item in items)
            item.Cancel(reason.Length <= WorkItem.ReasonMaxLength ? reason : reason[..WorkItem.ReasonMaxLength]);
    }
}
