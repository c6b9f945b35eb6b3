using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Contracts;

public sealed class SaveContractTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Admin => _product.Holding(Roles.Administrator);

    [Fact]
    public async Task Contract_is_kept_and_its_terms_can_be_agreed_anew()
    {
        await _product.SendAsync(Actor.System, new SeedCalendars());
        var good = await GoodAsync("HT-1");
        await _product.SendAsync(Admin, good);
        await _product.SendAsync(Admin, good with { PolicyCode = "003", CalendarCode = "cn-5x8", WarrantyUntil = new(2028, 1, 14), Revision = 0 });

        var stored = (await _product.SendAsync(Admin, new ListContracts(good.CustomerId))).Single(c => c.Code == "HT-1");
        Assert.Equal(("003", "cn-5x8", new DateOnly(2028, 1, 14), 1), (stored.PolicyCode, stored.CalendarCode, stored.WarrantyUntil, stored.Revision));
    }

    [Fact]
    public async Task Broken_fields_are_named()
    {
        var good = await GoodAsync("HT-2");
        await Refusal.FieldsAsync(_product, ["WarrantyUntil contract.warranty-backwards"], () => _product.SendAsync(Admin, good with { WarrantyUntil = new(2024, 1, 14) }));
        await Refusal.FieldsAsync(_product, ["CalendarCode calendar.unknown"], () => _product.SendAsync(Admin, good with { CalendarCode = "moon" }));
        await Refusal.FieldsAsync(_product, ["ProjectCode project.unknown"], () => _product.SendAsync(Admin, good with { ProjectCode = "XX" }));
        await Refusal.FieldsAsync(_product, ["CustomerId customer.unknown"], () => _product.SendAsync(Admin, good with { CustomerId = Guid.NewGuid() }));
        await Refusal.FieldsAsync(_product, ["Code NotEmptyValidator", "Name field.required"], () => _product.SendAsync(Admin, good with { Code = "", Name = LocalizedText.Empty }));
    }

    [Fact]
    public async Task Change_of_a_contract_that_somebody_else_changed_is_refused()
    {
        var good = await GoodAsync("HT-3");
        await _product.SendAsync(Admin, good);
        await _product.SendAsync(Admin, good with { PolicyCode = "001", Revision = 0 });

        await Refusal.RuleAsync(_product, "contract.changed", () => _product.SendAsync(Admin, good with { PolicyCode = "002", Revision = 0 }));
        await Refusal.RuleAsync(_product, "contract.changed", () => _product.SendAsync(Admin, good));
    }

    [Fact]
    public async Task Only_administrators_and_managers_change_contracts()
    {
        var good = await GoodAsync("HT-4");
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Agent), good));
    }

    [Fact]
    public void ACC_18_Thirty_six_months_from_handover_end_with_their_last_day()
    {
        var handover = new DateOnly(2024, 1, 15);
        var contract = Contract.Sign(
            "HT-5", Guid.NewGuid(), new ContractTerms(new LocalizedText("质保"), null, handover, handover.AddMonths(36).AddDays(-1), "002", null), _product.Clock.GetUtcNow());

        Assert.Equal(
            (false, true, true, false),
            (contract.IsInWarrantyOn(new(2024, 1, 14)), contract.IsInWarrantyOn(handover), contract.IsInWarrantyOn(new(2027, 1, 14)), contract.IsInWarrantyOn(new(2027, 1, 15))));
    }

    private async Task<SaveContract> GoodAsync(string code)
    {
        var complaint = await _product.RegisterAsync();
        var customer = await _product.ReadAsync(db => db.Complaints.Where(c => c.Id == complaint.Id).Select(c => c.CustomerId).SingleAsync());
        return new SaveContract(code, new LocalizedText("监控维保", "Surveillance maintenance"), customer, null, new(2025, 1, 15), new(2028, 1, 14), "002", null, null);
    }
}
