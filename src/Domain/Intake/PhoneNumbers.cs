namespace AfterSales.Domain.Intake;

/// <summary>Numbers are written with blanks, dashes and brackets or without; the digits are what is compared.</summary>
internal static class PhoneNumbers
{
    /// <summary>Fewer digits than these are part of too many numbers.</summary>
    public const int FewestDigits = 4;

    private const int LongestWithoutCountry = 11;

    public static string Digits(string? text) => text is null ? "" : new string([.. text.Where(char.IsAsciiDigit)]);

    /// <summary>True for what can only be meant as a number: letters make it a name or a serial number, whatever digits it holds.</summary>
    public static bool IsNumber(string text) => !text.Any(char.IsLetter) && text.Count(char.IsAsciiDigit) >= FewestDigits;

    /// <summary>A number's digits without China's 86 and without the area's, which begins with 0 and has three digits where the second is 1 or 2, otherwise four. Null where it has neither.</summary>
    public static string? Local(string digits)
    {
        var local = digits.StartsWith("0086", StringComparison.Ordinal) ? digits[4..] : digits.StartsWith("86", StringComparison.Ordinal) && digits.Length >= LongestWithoutCountry ? digits[2..] : digits;
        if (local is ['0', '1' or '2', ..])
            local = local.Length > 3 ? local[3..] : "";
        else if (local is ['0', ..])
            local = local.Length > 4 ? local[4..] : "";
        return local.Length == 0 || local == digits ? null : local;
    }
}
