using AfterSales.Domain.Customers;
using FluentValidation;

namespace AfterSales.Domain.Complaints;

/// <summary>Who reports something, as the requests that take cases in have it.</summary>
public interface ICaller
{
    string CustomerName { get; }

    string? CustomerUnit { get; }

    string? Phone { get; }

    string? Email { get; }

    string? Address { get; }
}

/// <summary>The name is needed; how to reach them is as long as the register holds. For the validators of those requests to include.</summary>
internal sealed class CallerValidator : AbstractValidator<ICaller>
{
    public CallerValidator()
    {
        RuleFor(r => r.CustomerName).NotEmpty().MaximumLength(Customer.NameMaxLength);
        RuleFor(r => r.CustomerUnit).MaximumLength(Customer.UnitMaxLength);
        RuleFor(r => r.Phone).MaximumLength(Customer.PhoneMaxLength);
        RuleFor(r => r.Email).MaximumLength(Customer.EmailMaxLength).EmailAddress().Unless(r => string.IsNullOrEmpty(r.Email));
        RuleFor(r => r.Address).MaximumLength(Customer.AddressMaxLength);
    }
}
