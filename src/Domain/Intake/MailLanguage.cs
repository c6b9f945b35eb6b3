using System.Text;
using AfterSales.Domain.Notifications;

namespace AfterSales.Domain.Intake;

/// <summary>Guesses from what a mail says which language its writer is answered in, where the register of customers does not say it.</summary>
internal static class MailLanguage
{
    /// <summary>
    /// Chinese where a Chinese character stands in it, since Chinese mails are full of Latin names and numbers of devices and hardly any other mail has a Chinese character; English where all its
    /// letters are Latin. Null where it has no letters, or letters of another script: then nobody knows, and staff can say it.
    /// </summary>
    public static TemplateLanguage? Of(string subject, string text)
    {
        var letters = $"{subject}\n{text}".EnumerateRunes().Where(Rune.IsLetter).Select(letter => letter.Value).ToHashSet();
        if (letters.Any(IsChinese))
            return TemplateLanguage.Chinese;
        return letters.Count > 0 && letters.All(IsLatin) ? TemplateLanguage.English : null;
    }

    // The blocks of unified ideographs, and the planes of rare ones.
    private static bool IsChinese(int letter) => letter is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x323AF;

    // Up to the extended Latin letters of European languages.
    private static bool IsLatin(int letter) => letter <= 0x024F;
}
