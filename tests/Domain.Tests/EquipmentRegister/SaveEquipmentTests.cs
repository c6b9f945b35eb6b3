using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.EquipmentRegister;

public sealed class SaveEquipmentTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Clerk => _product.Holding(Roles.Clerk);

    [Fact]
    public async Task Device_is_found_by_office_and_by_part_of_its_number()
    {
        var good = await GoodAsync("SN-100");
        await _product.SendAsync(Clerk, good);
        await _product.SendAsync(Clerk, good with { FirstAcceptedOn = new(2026, 11, 20), Revision = 0 });

        var found = Assert.Single(await _product.SendAsync(Clerk, new ListEquipment("N-100", OfficeCode: "service-centre")));
        Assert.Equal(("SN-100", new DateOnly(2026, 11, 20), 1), (found.SerialNumber, found.FirstAcceptedOn, found.Revision));
        Assert.Empty(await _product.SendAsync(Clerk, new ListEquipment("N-100", OfficeCode: "elsewhere")));
    }

    [Fact]
    public async Task Wrong_names_are_refused_with_their_field()
    {
        var good = await GoodAsync("SN-200");
        await Refusal.FieldsAsync(_product, ["OfficeCode unit.unknown"], () => _product.SendAsync(Clerk, good with { OfficeCode = "moon" }));
        await Refusal.FieldsAsync(_product, ["OfficeCode NotEmptyValidator", "SerialNumber NotEmptyValidator"], () => _product.SendAsync(Clerk, good with { OfficeCode = "", SerialNumber = " " }));
        await Refusal.FieldsAsync(_product, ["CustomerId customer.unknown"], () => _product.SendAsync(Clerk, good with { CustomerId = Guid.NewGuid() }));
    }

    [Fact]
    public async Task Device_under_another_customers_contract_is_refused()
    {
        var good = await GoodAsync("SN-300");
        var other = await CustomerAsync("另一客户");
        await _product.SendAsync(
            _product.Holding(Roles.Administrator), new SaveContract("HT-OTHER", new LocalizedText("别家合同"), other, null, new(2026, 1, 1), new(2026, 12, 31), null, null, null));

        await Refusal.FieldsAsync(_product, ["ContractCode contract.unknown"], () => _product.SendAsync(Clerk, good with { ContractCode = "HT-OTHER" }));
    }

    [Fact]
    public async Task Serial_number_is_one_device()
    {
        var good = await GoodAsync("SN-400");
        await _product.SendAsync(Clerk, good);

        await Refusal.RuleAsync(_product, "equipment.changed", () => _product.SendAsync(Clerk, good));
        var other = await CustomerAsync("第三客户");
        await Refusal.FieldsAsync(_product, ["CustomerId equipment.other-customer"], () => _product.SendAsync(Clerk, good with { CustomerId = other, Revision = 0 }));
    }

    private async Task<SaveEquipment> GoodAsync(string serialNumber) =>
        new(serialNumber, "球机", "SD6", await CustomerAsync("乌鲁木齐交警支队"), null, null, "service-centre", null, new(2026, 11, 2), null);

    private async Task<Guid> CustomerAsync(string unit)
    {
        var complaint = await _product.SendAsync(
            _product.Holding(Roles.Agent), new RegisterComplaint("王女士", unit, "1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "题", "述"));
        return await _product.ReadAsync(db => db.Complaints.Where(c => c.Id == complaint.Id).Select(c => c.CustomerId).SingleAsync());
    }
}
