using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Intake;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

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
    [InlineData("09911234")]
    [InlineData("1234")]
    [InlineData("4567")]
    [InlineData("王女")]
    [InlineData("女士")]
    [InlineData("乌鲁木齐")]
    [InlineData("交警支队")]
    public async Task Caller_is_found_by_number_name_or_unit(string typed)
    {
        await _product.RegisterAsync();

        var found = await _product.SendAsync(Agent, new LookUpCaller(typed));

        Assert.Equal(("王女士", 1), (Assert.Single(found.Customers).Name, found.Customers[0].OpenCases));
    }

    [Fact]
    public async Task Part_of_a_contacts_name_is_looked_for_only_where_nothing_begins_so()
    {
        await ReportAsync("王女士", null, "0991-1");
        await ReportAsync("女士王", null, "0991-2");

        Assert.Equal(["女士王"], await NamesAsync("女士"));
        Assert.Equal(["女士王"], await NamesAsync("士王"));
    }

    [Fact]
    public async Task Number_is_found_without_its_country_and_area_or_by_its_last_digits()
    {
        await ReportAsync("本地", null, "0991-3456789");
        await ReportAsync("外地", null, "(010) 3456 7890");
        await ReportAsync("手机", null, "+86 138 0000 3456");
        await ReportAsync("外线", null, "3456789");

        Assert.Equal(["外地", "外线", "本地"], await NamesAsync("345678"));
        Assert.Equal(["手机"], await NamesAsync("13800003456"));
        Assert.Equal(["手机"], await NamesAsync("00003456"));
        Assert.Empty(await NamesAsync("34567890123"));
    }

    [Fact]
    public async Task Several_customers_of_a_unit_are_found_by_any_part_of_its_name_and_so_is_one_of_a_new_unit_at_once()
    {
        await ReportAsync("甲", "沙依巴克区交警大队", "0991-11");
        await ReportAsync("乙", "沙依巴克区交警大队", "0991-12");
        await ReportAsync("丙", "米东区交警大队", "0991-13");

        Assert.Equal(["乙", "甲"], await NamesAsync("巴克区"));
        Assert.Equal(["丙", "乙", "甲"], await NamesAsync("区交警"));
        Assert.Equal(2, await _product.ReadAsync(db => db.Set<RegisterName>().CountAsync(n => n.Kind == RegisterNameKind.CustomerUnit && n.Text.EndsWith("交警大队"))));
    }

    [Theory]
    [InlineData("sn-office-00001")]
    [InlineData("SN-office-00001")]
    [InlineData("ice-00001")]
    public async Task Device_is_found_by_the_beginning_of_its_serial_number_in_small_letters_too_or_by_a_part_with_a_digit(string typed)
    {
        await _product.SendAsync(_product.Holding(Roles.Clerk), await DeviceAsync("SN-OFFICE-000019"));

        var found = (await _product.SendAsync(Agent, new LookUpCaller(typed))).Devices.Select(d => d.SerialNumber);

        Assert.Equal(typed switch { "sn-office-00001" => ["SN-OFFICE-000019"], "ice-00001" => ["SN-office-00001"], _ => ["SN-OFFICE-000019", "SN-office-00001"] }, found);
    }

    [Fact]
    public async Task Device_is_found_by_part_of_its_name_or_model_also_after_it_was_renamed()
    {
        var clerk = _product.Holding(Roles.Clerk);
        await _product.SendAsync(clerk, await DeviceAsync("XJ-1"));
        await _product.SendAsync(clerk, await DeviceAsync("XJ-1") with { Name = "卡口抓拍单元", Revision = 0 });

        Assert.Equal("XJ-1", Assert.Single((await _product.SendAsync(Agent, new LookUpCaller("抓拍"))).Devices).SerialNumber);
        Assert.Equal("XJ-1", Assert.Single((await _product.SendAsync(Agent, new LookUpCaller("900"))).Devices).SerialNumber);
        Assert.Empty((await _product.SendAsync(Agent, new LookUpCaller("闸机"))).Devices);
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

    private Task<RegisteredComplaint> ReportAsync(string name, string? unit, string phone) =>
        _product.SendAsync(Agent, new RegisterComplaint(name, unit, phone, null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "黑屏", "黑屏"));

    private async Task<IEnumerable<string>> NamesAsync(string typed) => (await _product.SendAsync(Agent, new LookUpCaller(typed))).Customers.Select(c => c.Name);

    private async Task<SaveEquipment> DeviceAsync(string serialNumber) =>
        new(serialNumber, "闸机", "KK-900", await _product.ReadAsync(db => db.Customers.OrderBy(c => c.Name).Select(c => c.Id).FirstAsync()), null, null, "office", null, null, null);

    [Fact]
    public async Task Complaint_about_a_device_is_its_customers_whoever_calls()
    {
        var number = (await _product.SendAsync(Agent, new RegisterComplaint("门卫", null, null, null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "离线", "离线", EquipmentSerial: "SN-office-00002"))).Number;

        var details = (await _product.SendAsync(Agent, new Cases.GetCase(number)))!;

        Assert.Equal(("球机 · SN-office-00002", "门卫"), (details.Equipment, details.Customer!.Name));
    }
}
