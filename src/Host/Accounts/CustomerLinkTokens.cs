using System.Buffers.Text;
using System.Security.Cryptography;
using AfterSales.Domain.Portal;
using Microsoft.AspNetCore.DataProtection;

namespace AfterSales.Host.Accounts;

/// <summary>Signs the ids of customers' links with the product's keys.</summary>
internal sealed class CustomerLinkTokens(IDataProtectionProvider protection) : ICustomerLinkTokens
{
    private readonly IDataProtector _protector = protection.CreateProtector("AfterSales.CustomerLinks.v1");

    public string Protect(Guid linkId) => Base64Url.EncodeToString(_protector.Protect(linkId.ToByteArray()));

    public Guid? Read(string token)
    {
        if (!Base64Url.IsValid(token))
            return null;
        try
        {
            return new Guid(_protector.Unprotect(Base64Url.DecodeFromChars(token)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
