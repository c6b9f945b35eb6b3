using System.Text;
using System.Text.RegularExpressions;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using MimeKit;
using MimeKit.Text;

namespace AfterSales.Host.Intake;

/// <summary>Reads what a mail says, whatever it looks like.</summary>
internal static partial class MailReader
{
    private const int MostText = 200_000, MostFiles = 50;

    /// <exception cref="FluentValidation.ValidationException">It is no mail, or nobody stands behind it.</exception>
    public static async Task<IncomingMail> ReadAsync(Stream message, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await MimeMessage.LoadAsync(message, cancellationToken));
        }
        catch (FormatException)
        {
            throw Broken();
        }
    }

    public static IncomingMail Read(MimeMessage mail)
    {
        if (mail.From.Mailboxes.FirstOrDefault() is not { Address.Length: > 0 } from || string.IsNullOrWhiteSpace(mail.MessageId))
            throw Broken();
        string[] answers = [.. mail.References, .. mail.InReplyTo is { Length: > 0 } nearest ? [nearest] : Array.Empty<string>()];
        return new IncomingMail(mail.MessageId, from.Name ?? "", from.Address, mail.Subject ?? "", Text(mail), answers, IsAutomatic(mail, from), [.. Files(mail)]);
    }

    private static FluentValidation.ValidationException Broken() => InvalidFields.Refuse(InvalidFields.Failure("body", "mail.broken", "The body is no RFC 5322 message with a sender and a Message-ID."));

    // RFC 3834, and what servers did before it.
    private static bool IsAutomatic(MimeMessage mail, MailboxAddress from) =>
        (mail.Headers[HeaderId.AutoSubmitted] is { } submitted && !submitted.Trim().Equals("no", StringComparison.OrdinalIgnoreCase))
        || mail.Headers[HeaderId.Precedence]?.Trim().ToLowerInvariant() is "bulk" or "junk" or "list" or "auto_reply"
        || mail.Headers["X-Autoreply"] is not null || mail.Headers["X-Autorespond"] is not null || mail.Headers[HeaderId.ListId] is not null
        || mail.Headers[HeaderId.ReturnPath]?.Trim() == "<>"
        || from.Address.Split('@')[0].ToLowerInvariant() is "mailer-daemon" or "postmaster"
        || mail.Body is MultipartReport;

    private static string Text(MimeMessage mail)
    {
        var text = mail.TextBody ?? (mail.HtmlBody is { } html ? HtmlText(html) : "");
        text = ManyBlankLines().Replace(text.ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal), "\n\n").Trim();
        return text.Length <= MostText ? text : text[..MostText];
    }

    /// <summary>What a reader would see of a page: no scripts, no styles, lines where there are lines.</summary>
    internal static string HtmlText(string html)
    {
        var text = new StringBuilder();
        var tokenizer = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        HtmlTagId? hidden = null;
        while (tokenizer.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken tag)
            {
                if (tag.Id is HtmlTagId.Script or HtmlTagId.Style or HtmlTagId.Title or HtmlTagId.Head)
                    hidden = tag.IsEndTag ? null : tag.IsEmptyElement ? hidden : tag.Id;
                else if (tag.Id is HtmlTagId.Body)
                    hidden = null;
                if (tag.Id is HtmlTagId.Br || (tag.IsEndTag && tag.Id is HtmlTagId.P or HtmlTagId.Div or HtmlTagId.LI or HtmlTagId.TR or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3))
                    text.Append('\n');
                else if (tag.IsEndTag && tag.Id is HtmlTagId.TD or HtmlTagId.TH)
                    text.Append('\t');
            }
            else if (hidden is null && token is HtmlDataToken data and not HtmlScriptDataToken)
            {
                text.Append(Blanks().Replace(data.Data, " "));
            }
        }

        return text.ToString();
    }

    private static IEnumerable<MailFile> Files(MimeMessage mail)
    {
        // Pictures that stand in the text count as well: customers paste them.
        var parts = mail.BodyParts.OfType<MimePart>().Where(p => p.IsAttachment || (p.ContentType.MediaType.Equals("image", StringComparison.OrdinalIgnoreCase) && p.FileName is not null));
        foreach (var part in parts.Take(MostFiles))
        {
            if (part.Content is null)
                continue;
            using var content = new MemoryStream();
            part.Content.DecodeTo(content);
            // Larger ones are named and not kept; their bytes are not carried on.
            yield return new MailFile(part.FileName ?? $"attachment.{part.ContentType.MediaSubtype}", content.Length > TaskAttachment.MaxSize ? [] : content.ToArray());
        }
    }

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBlankLines();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
