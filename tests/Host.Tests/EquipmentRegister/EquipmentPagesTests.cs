using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Host.EquipmentRegister;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.EquipmentRegister;

/// <summary>The registers of equipment and contracts, as a browser without script and as programs use them.</summary>
public sealed partial class EquipmentPagesTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    [Fact]
    public async Task Device_is_found_and_shows_its_cases()
    {
        var manager = await product.BrowserAsync("manager");
        var id = await DeviceAsync("SRV-R740-001201");
        var number = (await product.Product.SendAsync(new ReportFault("古丽娜尔", null, null, null, null, Channel.Phone, FaultLevel.Minor, "SRV-R740-001201", null, "风扇异响", "异响"))).Number;

        Assert.Contains($"/equipment/{id}", await manager.GetStringAsync("/equipment?search=001201"), StringComparison.Ordinal);
        Assert.Contains(number.Value, await manager.GetStringAsync($"/equipment/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/equipment/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Device_is_entered_and_changed_and_a_stale_page_is_told_so()
    {
        var manager = await product.BrowserAsync("manager");
        var customer = await product.Product.ReadAsync(db => db.Customers.Where(c => c.Name == "沈亮").Select(c => c.Id).SingleAsync());
        (string, string)[] typed = [("customerId", $"{customer}"), ("serialNumber", "NEW-1"), ("name", "<b>控制器</b>"), ("officeCode", "office-yili"), ("openedOn", "2026-03-02"), ("q", "沈亮")];

        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(manager, "/equipment/new?q=沈亮", "/equipment", typed)).StatusCode);
        var id = await DeviceAsync("NEW-1");
        Assert.Contains("&lt;b&gt;控制器&lt;/b&gt;", await manager.GetStringAsync($"/equipment/{id}"), StringComparison.Ordinal);

        (string, string)[] change = [.. typed, ("id", $"{id}"), ("revision", "0"), ("model", "LC-2")];
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(manager, $"/equipment/{id}", "/equipment", change)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await BrokenProcess.PostAsync(manager, $"/equipment/{id}", "/equipment", change)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await BrokenProcess.PostAsync(manager, $"/equipment/{id}", "/equipment", [.. typed, ("id", $"{id}"), ("revision", "1"), ("openedOn", "31.2.")])).StatusCode);
    }

    [Fact]
    public async Task Labels_lead_to_the_public_form_and_do_not_tell_the_serial_number()
    {
        var manager = await product.BrowserAsync("manager");
        var id = await DeviceAsync("SW-24-005110");

        var html = await (await BrokenProcess.PostAsync(manager, "/equipment/labels?search=SW-24", "/equipment/labels", ("id", $"{id}"))).Content.ReadAsStringAsync();

        var address = Address().Match(html).Groups["address"].Value;
        Assert.DoesNotContain("005110", address, StringComparison.Ordinal);
        Assert.Contains("SW-24-005110", await product.Product.CreateClient().GetStringAsync(address), StringComparison.Ordinal);
        var (size, path) = QrDrawing.Of("http://localhost/report/x");
        Assert.Equal(size, ReadBack(size, path).Length);
    }

    [Fact]
    public void Drawn_code_has_its_three_finders_and_a_quiet_zone()
    {
        var (size, path) = QrDrawing.Of("https://service.example/report/abcdefghijklmnopqrstuv");

        var modules = ReadBack(size, path);

        Assert.Equal(0, (size - 8 - 17) % 4);
        foreach (var (x, y) in ((int, int)[])[(4, 4), (size - 11, 4), (4, size - 11)])
        {
            string[] finder = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"];
            Assert.Equal(finder, Enumerable.Range(y, 7).Select(row => modules[row].Substring(x, 7)));
        }

        Assert.All(modules[..4], row => Assert.DoesNotContain('#', row));
    }

    [Fact]
    public async Task Who_may_not_change_the_register_may_look_at_it()
    {
        var auditor = await product.BrowserAsync("auditor");
        var id = await DeviceAsync("LED-P10-000300");

        Assert.DoesNotContain("data-action=\"save\"", await auditor.GetStringAsync($"/equipment/{id}"), StringComparison.Ordinal);
        Assert.Contains("HT-2024-044", await auditor.GetStringAsync("/contracts"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-action=\"save\"", await auditor.GetStringAsync("/contracts/HT-2024-044"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(auditor, "/contracts", "/equipment/labels", ("id", $"{id}"))).StatusCode);
    }

    [Fact]
    public async Task Contract_is_changed_on_its_page_and_backward_days_are_refused_in_words()
    {
        var manager = await product.BrowserAsync("manager");
        var customer = await product.Product.ReadAsync(db => db.Contracts.Where(c => c.Code == "HT-2026-003").Select(c => c.CustomerId).SingleAsync());
        (string, string)[] terms = [("code", "HT-2026-003"), ("customerId", $"{customer}"), ("name", "运维合同"), ("revision", "0"), ("warrantyFrom", "2026-01-01")];

        Assert.Equal(HttpStatusCode.BadRequest, (await BrokenProcess.PostAsync(manager, "/contracts/HT-2026-003", "/contracts", [.. terms, ("warrantyUntil", "2025-01-01")])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await BrokenProcess.PostAsync(manager, "/contracts/HT-2026-003", "/contracts", terms)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(manager, "/contracts/HT-2026-003", "/contracts", [.. terms, ("warrantyUntil", "2027-12-31")])).StatusCode);
        Assert.Equal(new DateOnly(2027, 12, 31), await product.Product.ReadAsync(db => db.Contracts.Where(c => c.Code == "HT-2026-003").Select(c => c.WarrantyUntil).SingleAsync()));
    }

    [Fact]
    public async Task Programs_read_and_change_the_registers_and_add_to_cases()
    {
        var program = await product.Product.ApiAsAsync("manager");
        var page = await (await program.GetAsync("/api/v1/equipment?search=DH-SD7&limit=2")).IsAsync(HttpStatusCode.OK);
        Assert.Equal(2, page.GetProperty("items").GetArrayLength());
        var device = page.GetProperty("items")[0];
        Assert.Equal("DH-SD7-007301", (await (await program.GetAsync($"/api/v1/equipment/{device.GetProperty("id").GetString()}")).IsAsync(HttpStatusCode.OK)).GetProperty("equipment").GetProperty("serialNumber").GetString());

        await (await program.PostAsJsonAsync("/api/v1/equipment", new { serialNumber = "API-1" })).IsProblemAsync(HttpStatusCode.BadRequest, "fields.invalid");
        await (await program.PostAsJsonAsync("/api/v1/equipment", new { serialNumber = "API-1", name = "相机", customerId = device.GetProperty("customerId").GetString(), officeCode = "local-office" })).IsAsync(HttpStatusCode.OK);
        await (await program.GetAsync("/api/v1/contracts")).IsAsync(HttpStatusCode.OK);

        var (one, other) = (await product.Product.FileComplaintAsync(), await product.Product.FileComplaintAsync());
        await (await program.PostAsJsonAsync($"/api/v1/cases/{one}/notes", new { channel = "phone", text = "又来电" })).IsAsync(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, (await program.PostAsJsonAsync($"/api/v1/cases/{one}/merge", new { into = other.Value, reason = "重复" })).StatusCode);
        await (await program.PostAsJsonAsync($"/api/v1/cases/{one}/notes", new { channel = "phone", text = "又来电" })).IsProblemAsync(HttpStatusCode.Conflict, "case.cancelled");
    }

    private static string[] ReadBack(int size, string path)
    {
        var modules = Enumerable.Range(0, size).Select(_ => new string('.', size).ToCharArray()).ToArray();
        foreach (Match run in Run().Matches(path))
            Array.Fill(modules[int.Parse(run.Groups["y"].Value, CultureInfo.InvariantCulture)], '#', int.Parse(run.Groups["x"].Value, CultureInfo.InvariantCulture), int.Parse(run.Groups["length"].Value, CultureInfo.InvariantCulture));
        return [.. modules.Select(row => new string(row))];
    }

    private Task<Guid> DeviceAsync(string serial) => product.Product.ReadAsync(db => db.Equipment.Where(e => e.SerialNumber == serial).Select(e => e.Id).SingleAsync());

    [GeneratedRegex("data-qr=\"https?://[^/]+(?<address>/report/[^\"]+)\"")]
    private static partial Regex Address();

    [GeneratedRegex(@"M(?<x>\d+) (?<y>\d+)h(?<length>\d+)v1H\d+z")]
    private static partial Regex Run();
}
