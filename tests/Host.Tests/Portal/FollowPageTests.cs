using System.Net;
using System.Text.RegularExpressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Portal;
using AfterSales.Host.Tests.Operations;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Portal;

/// <summary>What somebody without an account reports, follows and sends in, as a browser without script does it.</summary>
public sealed partial class FollowPageTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private static readonly Actor Agent = Actor.Person(Guid.NewGuid(), "agent", [Roles.Agent, Roles.Manager]);
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Fact]
    public async Task Scanned_label_is_filled_in_for_its_device_and_the_report_gives_a_number_and_a_page_to_follow()
    {
        var device = await product.Product.ReadAsync(db => db.Equipment.SingleAsync(e => e.SerialNumber == "NVR-32-090017"));
        var label = Assert.Single(await product.Product.SendAsync(new MakeLabels([device.Id]), Agent)).Token;
        var visitor = Visitor();
        var form = await visitor.GetStringAsync($"/report/{label}");
        Assert.Contains("NVR-32-090017", form, StringComparison.Ordinal);
        Assert.DoesNotContain("林涛", form, StringComparison.Ordinal);

        var sent = await BrokenProcess.PostAsync(visitor, $"/report/{label}", $"/report/{label}", Report("保安老李"));

        var page = sent.Headers.Location!.ToString();
        var html = await visitor.GetStringAsync(page);
        var number = Number().Match(html).Value;
        Assert.Contains("data-state=\"Received\"", html, StringComparison.Ordinal);
        var file = await product.Product.ReadAsync(db => db.CaseFiles.SingleAsync(c => c.Number == new CaseNumber(number)));
        Assert.Equal((CaseKind.Fault, device.Id, device.CustomerId, "保安老李"), (file.Kind, file.EquipmentId, file.CustomerId, file.OpenedBy));
    }

    [Fact]
    public async Task English_browser_reports_in_English_and_that_link_and_no_other_page_stays_so()
    {
        var visitor = Visitor();
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB");
        Assert.Contains("lang=\"en\"", await visitor.GetStringAsync("/report"), StringComparison.Ordinal);

        var page = (await BrokenProcess.PostAsync(visitor, "/report", "/report", Report("Ms Smith"))).Headers.Location!.ToString();

        var shown = await visitor.GetStringAsync(page);
        Assert.Contains("lang=\"en\"", shown, StringComparison.Ordinal);
        var number = new CaseNumber(Number().Match(shown).Value);
        Assert.Equal(TemplateLanguage.English, await product.Product.ReadAsync(db => db.CaseFiles.Where(c => c.Number == number).Select(c => c.Language).SingleAsync()));
        Assert.Contains("lang=\"zh-CN\"", await visitor.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        var other = Visitor();
        Assert.Contains("lang=\"zh-CN\"", await other.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", await other.GetStringAsync(page + "?language=en"), StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", await other.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-CN\"", await Visitor().GetStringAsync(page + "?language=klingon"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_that_was_replaced_or_never_was_leads_nowhere()
    {
        var device = await product.Product.ReadAsync(db => db.Equipment.Where(e => e.SerialNumber == "NVR-32-090018").Select(e => e.Id).SingleAsync());
        var label = Assert.Single(await product.Product.SendAsync(new MakeLabels([device]), Agent)).Token;
        await product.Product.SendAsync(new ReplaceLabel(device, "被撕掉"), Agent);
        var visitor = Visitor();

        foreach (var token in (string[])[label, "rubbish", "%20", new string('A', 2000)])
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync($"/report/{token}")).StatusCode);
    }

    [Fact]
    public async Task Program_that_fills_in_every_field_opens_no_case()
    {
        var visitor = Visitor();

        var sent = await BrokenProcess.PostAsync(visitor, "/report", "/report", [.. Report("机器人"), ("website", "http://spam.example")]);

        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.False(await product.Product.ReadAsync(db => db.CaseFiles.AnyAsync(c => c.OpenedBy == "机器人")));
    }

    [Fact]
    public async Task Report_without_what_is_needed_comes_back_as_typed_and_the_same_one_counts_once()
    {
        var visitor = Visitor();
        var refused = await BrokenProcess.PostAsync(visitor, "/report", "/report", ("what", "Minor"), ("subject", "<i>坏了</i>"), ("customerName", new string('长', 5000)));
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("&lt;i&gt;坏了&lt;/i&gt;", html, StringComparison.Ordinal);

        (string, string)[] report = [.. Report("双击的人"), ("key", Guid.NewGuid().ToString("N"))];
        await BrokenProcess.PostAsync(visitor, "/report", "/report", report);
        await BrokenProcess.PostAsync(visitor, "/report", "/report", report);
        Assert.Equal(1, await product.Product.ReadAsync(db => db.CaseFiles.CountAsync(c => c.OpenedBy == "双击的人")));
    }

    [Fact]
    public async Task Photos_are_sent_in_from_the_page_and_wrong_ones_are_refused_in_words()
    {
        var visitor = Visitor();
        var page = await FollowAsync();

        Assert.Equal(HttpStatusCode.Redirect, (await UploadAsync(visitor, page, "night.png", Picture)).StatusCode);
        var html = await visitor.GetStringAsync(page);
        var source = PhotoSource().Match(html).Groups["source"].Value;
        Assert.Equal(Picture, await visitor.GetByteArrayAsync(source));
        foreach (var (name, content) in ((string, byte[])[])[("page.png", "<html><script>"u8.ToArray()), ("big.png", [.. Picture, .. new byte[20 * 1024 * 1024]])])
        {
            var refused = await UploadAsync(visitor, page, name, content);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("data-problem", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_is_kept_private_and_a_forged_address_says_so()
    {
        var visitor = Visitor();
        var page = await FollowAsync();

        var shown = await visitor.GetAsync(page);
        Assert.Equal("no-referrer", shown.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("noindex", shown.Headers.GetValues("X-Robots-Tag").Single(), StringComparison.Ordinal);
        var forged = await visitor.GetAsync(page[..^3] + "AAA");
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/cases")).StatusCode);
        var missing = await visitor.GetAsync($"{page}/files/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.DoesNotContain("回到待办", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reports_without_end_is_slowed_down()
    {
        await using var strict = new StrictProduct();
        var visitor = strict.CreateClient();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
            answers.Add((await visitor.PostAsync("/report", new FormUrlEncodedContent([]))).StatusCode);

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests], answers);
    }

    private static (string, string)[] Report(string name) => [("what", "Main"), ("subject", "录像机不录像"), ("description", "昨晚起没有录像 😀"), ("customerName", name), ("phone", "0991-8880001")];

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient visitor, string page, string name, byte[] content)
    {
        var token = Token().Match(await visitor.GetStringAsync(page)).Groups["token"].Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(content), "file", name } };
        return await visitor.PostAsync($"{page}/files", form);
    }

    private async Task<string> FollowAsync() => $"/follow/{await product.Product.SendAsync(new IssueFollowLink(await product.Product.FileComplaintAsync()), Agent)}";

    private HttpClient Visitor()
    {
        var visitor = product.Product.CreateClient(new() { AllowAutoRedirect = false });
        visitor.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return visitor;
    }

    private sealed class StrictProduct : ProductFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Security:PublicReportsPerMinute", "2");
        }
    }

    [GeneratedRegex("F-2026-\\d{5}")]
    private static partial Regex Number();

    [GeneratedRegex("<img src=\"(?<source>[^\"]+)\"")]
    private static partial Regex PhotoSource();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
