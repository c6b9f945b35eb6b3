using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Customers;

/// <summary>Finds whoever calls in the customer register, and enters them when they are new (FRM-05). Scoped.</summary>
internal sealed class CustomerRegister(AfterSalesDbContext db)
{
    // The same person at the same unit and number is the same customer; anything less sure makes a new entry, since entries can be merged but not told apart again.
    public async Task<Customer> FindOrRegisterAsync(Complainant caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await db.Customers.FirstOrDefaultAsync(c => c.Name == caller.Name && c.Phone == caller.Phone && c.Unit == caller.Unit, cancellationToken);
        if (known is not null)
            return known;

        var customer = Customer.Register(caller.Name, caller.Unit, caller.Phone, caller.Email, caller.Address, now);
        db.Add(customer);
        await db.KeepNameAsync(RegisterNameKind.CustomerUnit, customer.Unit, now, cancellationToken);
        return customer;
    }
}
