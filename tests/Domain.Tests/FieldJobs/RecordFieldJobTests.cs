using AfterSales.Domain.Actors;
using AfterSales.Domain.FieldJobs;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.FieldJobs;

public sealed class RecordFieldJobTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Engineer => _product.Holding(Roles.Maintenance);

    [Fact]
    public async Task Jobs_of_a_case_are_numbered_after_it_and_count_on_the_companys_day()
    {
        var registered = await _product.RegisterAsync();
        var customer = await CustomerOfAsync(registered.Id);
        var request = new RecordFieldJob(null, registered.Number, customer, null, "service-centre", null);

        Assert.Equal($"{registered.Number}-J1", await _product.SendAsync(Engineer, request));
        Assert.Equal($"{registered.Number}-J2", await _product.SendAsync(Engineer, request));

        var days = await _product.ReadAsync(db => db.FieldJobs.Where(j => j.CaseNumber == registered.Number).Select(j => j.DoneOn).Distinct().ToListAsync());
        Assert.Equal([CompanyTime.DayOf(_product.Clock.GetUtcNow())], days);
    }

    [Fact]
    public async Task Job_outside_of_a_case_needs_its_sheets_number_once()
    {
        var customer = await CustomerOfAsync((await _product.RegisterAsync()).Id);
        var request = new RecordFieldJob("XC-2026-0007", null, customer, null, "service-centre", new(2026, 11, 3));
        await _product.SendAsync(Engineer, request);

        await Refusal.RuleAsync(_product, "field-job.known", () => _product.SendAsync(Engineer, request));
        await Refusal.FieldsAsync(_product, ["Number NotEmptyValidator"], () => _product.SendAsync(Engineer, request with { Number = null }));
    }

    [Fact]
    public async Task Nothing_was_done_tomorrow_or_at_nobodys()
    {
        var customer = await CustomerOfAsync((await _product.RegisterAsync()).Id);
        var tomorrow = CompanyTime.DayOf(_product.Clock.GetUtcNow()).AddDays(1);
        var request = new RecordFieldJob("XC-1", null, customer, null, "service-centre", tomorrow);

        await Refusal.FieldsAsync(_product, ["DoneOn field-job.future"], () => _product.SendAsync(Engineer, request));
        await Refusal.FieldsAsync(_product, ["CustomerId customer.unknown"], () => _product.SendAsync(Engineer, request with { DoneOn = null, CustomerId = Guid.NewGuid() }));
        await Refusal.FieldsAsync(_product, ["OfficeCode NotEmptyValidator"], () => _product.SendAsync(Engineer, request with { DoneOn = null, OfficeCode = null }));
        await Refusal.FieldsAsync(_product, ["EquipmentId equipment.unknown"], () => _product.SendAsync(Engineer, request with { DoneOn = null, EquipmentId = Guid.NewGuid() }));
    }

    private Task<Guid> CustomerOfAsync(Guid complaintId) => _product.ReadAsync(db => db.Complaints.Where(c => c.Id == complaintId).Select(c => c.CustomerId).SingleAsync());
}
