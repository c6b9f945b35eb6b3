using AfterSales.Domain.Customers;

namespace AfterSales.Domain.Intake;

/// <summary>Numbers are written with blanks, dashes and brackets or without; the digits are what is compared.</summary>
internal static class PhoneNumbers
{
    /// <summary>Fewer digits than these are part of too many numbers.</summary>
    public const int FewestDigits = 4;

    public static string Digits(string? text) => text is null ? "" : new string([.. text.Where(char.IsAsciiDigit)]);

    /// <summary>Customers whose number holds these digits, with or without the area code.</summary>
    public static IQueryable<Customer> WithPhone(this IQueryable<Customer> customers, string digits) =>
        customers.Where(c => c.PhoneDigits != null && c.PhoneDigits.Contains(digits));
}
