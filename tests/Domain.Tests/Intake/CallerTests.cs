using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Intake;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Intake;

/// <summary>Who calls, and whether it is about something that is open already.</summary>
public sealed class CallerTests : IAsyncLifetime
{
    private TestProduct _product = null!;

    private Actor Agent => _product.Holding(Roles.Agent);

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync();
        await _product.OpenOfficeAsync("office", "division");
        await _product.InstallAsync("office", 2, null, null);
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Theory]
    [InlineData("0991 123-4567")]
    [InlineData("1234567")]
    [InlineData("王女")]
    [InlineData("交警支队")]
    public async Task Caller_is_found_by_number_name_or_unit(string typed)
    {
        await _product.RegisterAsync();

        var found = await _product.SendAsync(Agent, new LookUpCaller(typed));

        Assert.Equal(("王女士", 1), (Assert.Single(found.Customers).Name, found.Customers[0].OpenCases));
    }

    [Fact]
    public async Task Device_is_found_by_its_serial_number_and_brings_its_customer()
    {
        var device = Assert.Single((await _product.SendAsync(Agent, new LookUpCaller("office-00001"))).Devices);

        var caller = await _product.SendAsync(Agent, new PickCaller(null, device.Id));

        Assert.Equal(("林涛", "office客户", "SN-office-00001"), (caller!.Name, caller.Unit, caller.EquipmentSerial));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("%_[")]
    [InlineData("'; DROP TABLE Customers; --")]
    public async Task Nobody_is_found_by_what_is_no_part_of_anything(string typed) =>
        Assert.True((await _product.SendAsync(Agent, new LookUpCaller(typed))).IsEmpty);

    [Fact]
    public async Task Same_device_or_a_similar_symptom_of_the_same_caller_is_shown_as_alike()
    {
        var known = (await _product.RegisterAsync()).Number;
        var fault = (await _product.SendAsync(Agent, new ReportFault("林涛", null, null, null, null, Channel.Phone, FaultLevel.Minor, "SN-office-00001", null, "离线", "球机离线"))).Number;

        var similar = await _product.SendAsync(Agent, new FindSimilarCases("王女士", "0991-1234567", null, "三号路口的相机夜间又黑屏了"));
        Assert.Equal((known, true), (Assert.Single(similar).Number, similar[0].IsAlike));
        var other = await _product.SendAsync(Agent, new FindSimilarCases("王女士", "0991-1234567", null, "发票抬头开错"));
        Assert.Equal((known, false), (Assert.Single(other).Number, other[0].IsAlike));
        var device = await _product.SendAsync(Agent, new FindSimilarCases("谁", null, "SN-office-00001", "别的事"));
        Assert.Equal((fault, true), (Assert.Single(device).Number, device[0].IsAlike));
        Assert.Empty(await _product.SendAsync(Agent, new FindSimilarCases("没有这人", null, null, "相机黑屏")));
    }

    [Fact]
    public async Task Confidential_case_is_shown_to_nobody_who_does_not_handle_it()
    {
        await _product.SendAsync(_product.Holding(Roles.Clerk), new RegisterComplaint("赵四", null, "0991-7777777", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "态度恶劣", "现场人员态度恶劣", IsSupervision: true));

        Assert.Empty(await _product.SendAsync(_product.Holding(Roles.Maintenance), new FindSimilarCases("赵四", "0991-7777777", null, "态度恶劣")));
    }

    [Fact]
    public async Task Callers_words_go_to_the_open_case_once_and_onto_its_record()
    {
        var number = (await _product.RegisterAsync()).Number;

        var first = await _product.SendAsync(Agent, new AddCaseNote(number, Channel.Phone, "<script>alert(1)</script> 😀", "k1"));
        Assert.Equal(first, await _product.SendAsync(Agent, new AddCaseNote(number, Channel.Phone, "<script>alert(1)</script> 😀", "k1")));

        var note = Assert.Single((await _product.SendAsync(Agent, new GetCaseConversation(number)))!.Notes);
        Assert.Equal((Channel.Phone, false, "agent", "<script>alert(1)</script> 😀"), (note.Channel, note.IsFromCustomer, note.Author, note.Text));
        var history = await _product.SendAsync(Agent, new GetCaseHistory(number));
        Assert.Equal("AddCaseNote", history![^1].Action);
        await Refusal.FieldsAsync(_product, ["Text MaximumLengthValidator"], () => _product.SendAsync(Agent, new AddCaseNote(number, Channel.Phone, new string('字', 4001))));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Auditor), new AddCaseNote(number, Channel.Phone, "x")));
    }

    [Fact]
    public async Task Complaint_about_a_device_is_its_customers_whoever_calls()
    {
        var number = (await _product.SendAsync(Agent, new RegisterComplaint("门卫", null, null, null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "离线", "离线", EquipmentSerial: "SN-office-00002"))).Number;

        var details = (await _product.SendAsync(Agent, new Cases.GetCase(number)))!;

        Assert.Equal(("球机 · SN-office-00002", "门卫"), (details.Equipment, details.Customer!.Name));
    }
}
