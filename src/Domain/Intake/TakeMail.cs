using System.Text;
using System.Text.RegularExpressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Intake;

/// <summary>
/// Takes in a mail (SYS-11, CHN-01, SLA-25). An answer to what we sent, or a mail of somebody known to the case it names, goes to that case as a note; anything else opens a complaint, which says
/// which case it names: a number can be guessed, and a note is taken for the customer's word. The same message counts once; what no person wrote opens nothing.
/// </summary>
[Allow(Roles.Customer)]
public sealed record TakeMail(IncomingMail Mail) : ICommand<TakenMail>;

/// <param name="Answers">Ids of the messages it answers, the nearest last.</param>
/// <param name="IsAutomatic">No person wrote it.</param>
public sealed record IncomingMail(
    string MessageId, string FromName, string FromAddress, string Subject, string Text, IReadOnlyList<string> Answers, bool IsAutomatic, IReadOnlyList<MailFile> Files);

public sealed record MailFile(string FileName, byte[] Content);

/// <param name="Number">Null where it was ignored.</param>
public sealed record TakenMail(MailOutcome Outcome, CaseNumber? Number);

internal sealed partial class TakeMailHandler(AfterSalesDbContext db, IMediator mediator, INotifier notifier, CurrentActor current, TimeProvider clock) : IRequestHandler<TakeMail, TakenMail>
{
    private const int MostFiles = 10, MostAnswers = 20;

    public async Task<TakenMail> Handle(TakeMail request, CancellationToken cancellationToken)
    {
        var (mail, now) = (request.Mail, clock.GetUtcNow());
        var id = ReceivedMail.IdOf(mail.MessageId);
        if (await db.Set<ReceivedMail>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is { } first)
            return new TakenMail(first.Outcome, first.Case is null ? null : new CaseNumber(first.Case));

        var (taken, named) = mail.IsAutomatic ? (new TakenMail(MailOutcome.Ignored, null), null) : await PutDownAsync(mail, now, cancellationToken);
        if (taken.Number is { } number)
            KeepFiles(mail, number, now);
        db.Add(ReceivedMail.Of(mail.MessageId, taken.Outcome, taken.Number, named, now));
        return taken;
    }

    private async Task<(TakenMail Taken, CaseNumber? Named)> PutDownAsync(IncomingMail mail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await AnsweredDeliveryAsync(mail, cancellationToken) is { } sent && await FindOpenAsync(sent.CaseNumber, cancellationToken) is { } answered)
            return (await AddNoteAsync(mail, answered, isFromCustomer: sent.PersonId is null, now, cancellationToken), null);

        var number = await MentionedAsync(mail, cancellationToken);
        var named = await FindOpenAsync(number, cancellationToken);
        if (named is not null && await db.IsCorrespondentAsync([number!.Value, named.Number], mail.FromAddress, cancellationToken))
            return (await AddNoteAsync(mail, named, isFromCustomer: true, now, cancellationToken), null);
        return (new TakenMail(MailOutcome.NewCase, await OpenAsync(mail, now, cancellationToken)), named?.Number);
    }

    // An answer to a case that has ended is a new matter: nobody would see a note on it.
    private async Task<CaseFile?> FindOpenAsync(CaseNumber? number, CancellationToken cancellationToken)
    {
        var file = number is null ? null : await db.CaseFiles.SingleOrDefaultAsync(c => c.Number == number, cancellationToken);
        while (file?.MergedInto is { } into)
            file = await db.CaseFiles.SingleOrDefaultAsync(c => c.Number == into, cancellationToken);
        return file is { IsEnded: false } ? file : null;
    }

    // Ours carry the key of their delivery, with dots for its colons, before the @; only who has had the message knows it.
    private async Task<NotificationDelivery?> AnsweredDeliveryAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        string[] keys = [.. mail.Answers.Reverse().Take(MostAnswers).Select(answered => answered.Trim('<', '>', ' ').Split('@')[0].Replace('.', ':')).Where(key => key.Length is > 0 and <= NotificationDelivery.KeyMaxLength)];
        var sent = keys.Length == 0 ? [] : await db.NotificationDeliveries.AsNoTracking().Where(d => keys.Contains(d.Key) && d.CaseNumber != null).ToListAsync(cancellationToken);
        return sent.MinBy(delivery => Array.IndexOf(keys, delivery.Key));
    }

    private async Task<CaseNumber?> MentionedAsync(IncomingMail mail, CancellationToken cancellationToken)
    {
        foreach (var answered in mail.Answers.Reverse().Take(MostAnswers))
        {
            var id = ReceivedMail.IdOf(answered);
            if (await db.Set<ReceivedMail>().Where(m => m.Id == id && m.Case != null).Select(m => m.Case).SingleOrDefaultAsync(cancellationToken) is { } known)
                return new CaseNumber(known);
        }

        return Number().Match(mail.Subject) is { Success: true } named ? new CaseNumber(named.Value.ToUpperInvariant()) : null;
    }

    private async Task<TakenMail> AddNoteAsync(IncomingMail mail, CaseFile file, bool isFromCustomer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var said = Cut(Said(mail), CaseNote.TextMaxLength);
        db.Add(CaseNote.Write(file.Number, Channel.Email, isFromCustomer, current.Actor.Name, said, now));
        await notifier.CustomerWroteAsync(file, said, cancellationToken);
        return new TakenMail(MailOutcome.Note, file.Number);
    }

    private async Task<CaseNumber> OpenAsync(IncomingMail mail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await db.Customers.Where(c => c.Email == mail.FromAddress).OrderBy(c => c.Id).FirstOrDefaultAsync(cancellationToken);
        var name = known?.Name ?? Cut(string.IsNullOrWhiteSpace(mail.FromName) ? mail.FromAddress : mail.FromName.Trim(), Customer.NameMaxLength);
        var subject = string.IsNullOrWhiteSpace(mail.Subject) ? Said(mail).Split('\n')[0] : mail.Subject.Trim();
        var registered = await mediator.Send(
            new RegisterComplaint(
                name, known?.Unit, known?.Phone, Cut(mail.FromAddress, Customer.EmailMaxLength), known?.Address, Channel.Email, ComplaintSeverity.Ordinary, null, Cut(subject, Complaint.SubjectMaxLength),
                Cut(Said(mail), Complaint.DescriptionMaxLength), Language: known?.Language is null ? MailLanguage.Of(mail.Subject, mail.Text) : null),
            cancellationToken);
        var link = FollowLink.Issue(registered.Number, now);
        db.Add(link);
        notifier.SendFollowLink(link, mail.FromAddress);
        return registered.Number;
    }

    private void KeepFiles(IncomingMail mail, CaseNumber number, DateTimeOffset now)
    {
        // What is cut off a long text is kept beside it.
        IEnumerable<MailFile> files = mail.Text.Length > CaseNote.TextMaxLength ? [new MailFile("mail.txt", Encoding.UTF8.GetBytes(mail.Text)), .. mail.Files] : mail.Files;
        foreach (var file in files.Where(IsKept).Take(MostFiles))
        {
            var name = FileName(file);
            var kept = CaseAttachment.Of(number, name, FileKinds.Of(name, file.Content)!, file.Content, isFromCustomer: true, current.Actor.Name, now);
            db.AddRange(kept, CaseAttachmentContent.Of(kept, file.Content));
        }
    }

    private static bool IsKept(MailFile file) => file.Content.Length is > 0 and <= TaskAttachment.MaxSize && FileKinds.Of(FileName(file), file.Content) is not null;

    private static string FileName(MailFile file)
    {
        var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
        return name.Length <= TaskAttachment.FileNameMaxLength ? name : name[^TaskAttachment.FileNameMaxLength..];
    }

    // Whoever reads the case sees what did not come with it.
    private static string Said(IncomingMail mail)
    {
        var text = string.IsNullOrWhiteSpace(mail.Text) ? "—" : mail.Text.Trim();
        var lost = mail.Files.Where(file => !IsKept(file)).Concat(mail.Files.Where(IsKept).Skip(MostFiles)).Select(FileName).ToArray();
        return lost.Length == 0 ? text : $"{Cut(text, CaseNote.TextMaxLength - 500)}\n\n[✗ {Cut(string.Join(", ", lost), 400)}]";
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        // Not between the halves of one character.
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end];
    }

    [GeneratedRegex(@"\b[CFQA]-\d{4}-\d{5}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
