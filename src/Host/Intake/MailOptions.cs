namespace AfterSales.Host.Intake;

/// <summary>How mail comes in, under <c>Intake:Mail</c>. Nothing is taken in unless it is set.</summary>
public sealed class MailIntakeOptions
{
    public const string Section = "Intake:Mail";

    /// <summary>What a mail server that delivers by <c>POST /api/v1/intake/mail</c> must send as <c>X-Intake-Key</c>; empty: the door is shut.</summary>
    public string? Key { get; set; }

    /// <summary>The mailbox that is looked into; empty: none.</summary>
    public string? ImapHost { get; set; }

    public int ImapPort { get; set; } = 993;

    public string? ImapUser { get; set; }

    public string? ImapPassword { get; set; }

    /// <summary>False only where the server stands on the same machine.</summary>
    public bool ImapTls { get; set; } = true;

    /// <summary>Between two looks into the mailbox; three a day is what was promised (SLA-25), a minute is what people expect.</summary>
    public int PollSeconds { get; set; } = 60;

    /// <summary>Fewer characters than these protect nothing.</summary>
    public const int ShortestKey = 16;

    public bool IsOpen => Key is { Length: >= ShortestKey };
}
