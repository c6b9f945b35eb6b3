using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Customers;

/// <summary>The customer register: entered and changed by hand or from a file, found as in taking a call, and what it says holds where a case says nothing (FRM-05).</summary>
public sealed class SaveCustomerTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private static readonly SaveCustomer Good = new(null, "热孜万", "和田交警支队", "0903-2020", "r@example.org", "北京西路 1 号", null, TemplateLanguage.English, null);

    private readonly TestProduct _product = fixture.Product;

    private Actor Clerk => _product.Holding(Roles.Clerk);

    [Fact]
    public async Task Customer_is_entered_changed_found_by_the_new_number_and_on_the_record()
    {
        var entered = Good with { Phone = "0903-4040" };
        var id = await _product.SendAsync(Clerk, entered with { Reason = "新签合同" });
        await _product.SendAsync(Clerk, entered with { Id = id, Revision = 0, Phone = " 0903-3030 ", Unit = "和田市交警支队", Language = null });

        var stored = Assert.Single(await FindAsync("3030"));
        Assert.Equal((id, "和田市交警支队", "0903-3030", null, 1), (stored.Id, stored.Unit, stored.Phone, stored.Language, stored.Revision));
        Assert.Empty(await FindAsync("09034040"));
        Assert.Equal(id, Assert.Single(await FindAsync("田市")).Id);
        Assert.Equal(id, Assert.Single((await _product.SendAsync(Clerk, new LookUpCaller("热孜"))).Customers).Id);
        var records = await _product.ReadAsync(db => db.Set<AuditRecord>().Where(r => r.Chain == $"customer:{id:N}").OrderBy(r => r.Sequence).Select(r => new { r.Action, r.Reason }).ToListAsync());
        Assert.Equal([(nameof(SaveCustomer), "新签合同"), (nameof(SaveCustomer), null)], records.Select(r => (r.Action, r.Reason)));
    }

    [Fact]
    public async Task Broken_fields_twins_and_what_somebody_else_changed_are_refused()
    {
        var first = Good with { Name = "第一" };
        var id = await _product.SendAsync(Clerk, first);

        await Refusal.FieldsAsync(_product, ["Name NotEmptyValidator", "Email EmailValidator"], () => _product.SendAsync(Clerk, Good with { Name = "", Email = "nowhere" }));
        await Refusal.FieldsAsync(_product, ["OfficeCode unit.unknown"], () => _product.SendAsync(Clerk, Good with { Name = "甲", OfficeCode = "moon" }));
        await Refusal.FieldsAsync(_product, ["CalendarCode calendar.unknown"], () => _product.SendAsync(_product.Holding(Roles.Administrator), Good with { Name = "乙", CalendarCode = "moon" }));
        await Refusal.RuleAsync(_product, "customer.known", () => _product.SendAsync(Clerk, first));
        await Refusal.RuleAsync(_product, "customer.changed", () => _product.SendAsync(Clerk, first with { Id = id, Revision = 7 }));
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Clerk, first with { Name = "丙", Id = Guid.NewGuid(), Revision = 0 }));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Agent), Good with { Name = "丁" }));
    }

    [Fact]
    public async Task Calendar_is_left_when_it_is_not_given_and_only_administrators_change_it()
    {
        await _product.SendAsync(Actor.System, new SeedCalendars());
        var his = Good with { Name = "日历先生" };
        var id = await _product.SendAsync(_product.Holding(Roles.Administrator), his with { CalendarCode = "cn-7x24" });

        var revision = await RevisionAsync(id);
        await Refusal.FieldsAsync(_product, ["CalendarCode customer.calendar"], () => _product.SendAsync(Clerk, his with { Id = id, Revision = revision, CalendarCode = "" }));
        await _product.SendAsync(Clerk, his with { Id = id, Revision = await RevisionAsync(id), Phone = "1" });
        Assert.Equal("cn-7x24", (await _product.SendAsync(Clerk, new GetCustomer(id)))!.Customer.CalendarCode);

        await _product.SendAsync(_product.Holding(Roles.Administrator), his with { Id = id, Revision = await RevisionAsync(id), CalendarCode = "" });
        Assert.Null((await _product.SendAsync(Clerk, new GetCustomer(id)))!.Customer.CalendarCode);
    }

    [Fact]
    public async Task Office_of_the_customer_answers_for_a_case_whose_device_names_none()
    {
        await _product.OpenOfficeAsync("tacheng", "far-north");
        await _product.SendAsync(Actor.System, new SeedCalendars());
        var number = (await _product.SendAsync(_product.Holding(Roles.Agent), new RegisterComplaint(
            "塔城先生", "塔城交警", "0901-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "离线", "离线"))).Number;
        var known = Assert.Single(await FindAsync("塔城先生"));
        Assert.Null(await _product.ReadAsync(db => db.OfficeOfAsync(number, CancellationToken.None)));

        await _product.SendAsync(Clerk, new SaveCustomer(known.Id, known.Name, known.Unit, known.Phone, null, null, "tacheng", null, known.Revision));

        var office = await _product.ReadAsync(db => db.Units.Where(u => u.Code == "tacheng").Select(u => u.Id).SingleAsync());
        Assert.Equal(office, await _product.ReadAsync(db => db.OfficeOfAsync(number, CancellationToken.None)));
        Assert.Equal(known.Id, Assert.Single(await _product.SendAsync(Clerk, new ListCustomers(OfficeCode: "tacheng"))).Id);
        Assert.Equal(number, Assert.Single((await _product.SendAsync(Clerk, new GetCustomer(known.Id)))!.Cases).Number);
        // Its clocks follow another calendar of that office.
        await _product.SendAsync(Actor.System, new StartClock(number, "promised", new DueRule(TimeSpan.FromHours(100), DueClock.WorkingTime)));
        Assert.Equal(1, (await _product.SendAsync(_product.Holding(Roles.Administrator), new PreviewAssignedCalendar(CalendarOwner.Unit, office, "cn-7x24"))).Largest.Count(move => move.Metric == "promised"));
    }

    [Fact]
    public async Task Pages_of_the_register_follow_one_another()
    {
        foreach (var name in (string[])["页一", "页二", "页三"])
            await _product.SendAsync(Clerk, Good with { Name = name });

        var all = (await _product.SendAsync(Clerk, new ListCustomers(Limit: 200))).Select(c => c.Id).ToList();
        var paged = new List<Guid>();
        for (Guid? after = null; paged.Count < all.Count; after = paged[^1])
            paged.AddRange((await _product.SendAsync(Clerk, new ListCustomers(After: after, Limit: 2))).Select(c => c.Id));

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Lines_of_a_file_enter_and_change_customers_and_leave_empty_cells_as_they_are()
    {
        var known = await _product.SendAsync(Clerk, Good with { Name = "老客户" });
        CustomerLine[] lines =
        [
            new(2, "老客户", Good.Unit, "0903-9090", null, null, null, null, null), new(3, "新客户", Good.Unit, "0903-1", null, null, null, null, TemplateLanguage.Chinese),
            new(4, "新客户", Good.Unit, "0903-1", null, null, null, null, null),
        ];
        var before = await DatabaseImage.TakeAsync(_product);
        var preview = await Assert.ThrowsAsync<CustomerImportPreviewException>(() => _product.SendAsync(Clerk, new ImportCustomers(lines, PreviewOnly: true)));
        Assert.Equal(new ImportedCustomers(1, 1, 1), preview.Outcome);
        Assert.Equal(before, await DatabaseImage.TakeAsync(_product));

        Assert.Equal(new ImportedCustomers(1, 1, 1), await _product.SendAsync(Clerk, new ImportCustomers(lines, PreviewOnly: false)));
        Assert.Equal(new ImportedCustomers(0, 0, 3), await _product.SendAsync(Clerk, new ImportCustomers(lines, PreviewOnly: false)));

        var changed = (await _product.SendAsync(Clerk, new GetCustomer(known)))!.Customer;
        Assert.Equal(("0903-9090", "r@example.org", TemplateLanguage.English), (changed.Phone, changed.Email, changed.Language));
    }

    [Fact]
    public async Task Every_broken_line_is_named_and_none_is_kept()
    {
        foreach (var phone in (string[])["1", "2"])
            await _product.SendAsync(Clerk, Good with { Name = "重名", Phone = phone });
        CustomerLine line = new(2, "好行", null, "1", null, null, null, null, null);

        await Refusal.FieldsAsync(
            _product, ["lines[3].Name NotEmptyValidator", "lines[4].OfficeCode unit.unknown", "lines[5].phone customer.ambiguous", "lines[6].CalendarCode customer.calendar"],
            () => _product.SendAsync(Clerk, new ImportCustomers(
                [line, line with { Line = 3, Name = "" }, line with { Line = 4, Name = "丑", OfficeCode = "moon" }, line with { Line = 5, Name = "重名", Unit = Good.Unit, Phone = "3" },
                    line with { Line = 6, Name = "寅", CalendarCode = "cn-5x8" }],
                PreviewOnly: false)));
        await Refusal.FieldsAsync(_product, ["Lines NotEmptyValidator"], () => _product.SendAsync(Clerk, new ImportCustomers([], PreviewOnly: false)));
        await Refusal.FieldsAsync(_product, ["lines organisation.too-many-lines"], () => _product.SendAsync(
            Clerk, new ImportCustomers([.. Enumerable.Range(2, ImportCustomers.MostLines + 1).Select(number => line with { Line = number })], PreviewOnly: false)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Auditor), new ImportCustomers([line], PreviewOnly: true)));
    }

    private Task<IReadOnlyList<CustomerSummary>> FindAsync(string text) => _product.SendAsync(Clerk, new ListCustomers(text));

    private Task<int> RevisionAsync(Guid id) => _product.ReadAsync(db => db.Customers.Where(c => c.Id == id).Select(c => c.Revision).SingleAsync());
}
