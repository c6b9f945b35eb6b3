using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AfterSales.Domain.Complaints;
using AfterSales.Host.Intake;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace AfterSales.Host.Tests.Intake;

/// <summary>Mail that a mail server hands over.</summary>
public sealed class MailIntakeTests(MailIntakeTests.OpenDoor product) : IClassFixture<MailIntakeTests.OpenDoor>
{
    private const string Key = "a-key-of-some-length", Path = "/api/v1/intake/mail";

    [Fact]
    public async Task Html_mail_opens_a_complaint_in_plain_words_and_a_reply_goes_to_it()
    {
        var number = await NumberAsync(await DeliverAsync(Mail("h1", "<html><head><title>x</title><style>p{}</style></head><body><p>相机 <b>黑屏</b></p><script>alert(1)</script><p>请速来</p></body></html>")));

        var complaint = await product.ReadAsync(db => db.Complaints.SingleAsync(c => c.Number == number));
        Assert.Equal(("相机 黑屏\n请速来", Channel.Email, "吴先生"), (complaint.Description, complaint.Channel, complaint.RegisteredBy));
        var reply = Mail("h2", "<p>还没修好</p>");
        reply.InReplyTo = "h1@example.org";
        Assert.Equal(number, await NumberAsync(await DeliverAsync(reply)));
        Assert.Equal(number, await NumberAsync(await DeliverAsync(reply)));
        Assert.Equal(1, await product.ReadAsync(db => db.Set<Domain.Intake.CaseNote>().CountAsync(n => n.CaseNumber == number)));
    }

    [Theory]
    [InlineData("Auto-Submitted", "auto-replied")]
    [InlineData("Precedence", "bulk")]
    [InlineData("List-Id", "<news.example.org>")]
    [InlineData("Return-Path", "<>")]
    [InlineData("X-Autoreply", "yes")]
    public async Task What_no_person_wrote_opens_nothing(string header, string value)
    {
        var mail = Mail($"auto-{header}", "<p>我在休假</p>");
        mail.Headers.Add(header, value);

        var taken = await DeliverAsync(mail);

        Assert.Equal(JsonValueKind.Null, (await taken.IsAsync(HttpStatusCode.OK)).GetProperty("number").ValueKind);
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_key_and_rubbish_is_no_mail()
    {
        await (await DeliverAsync(Mail("k1", "<p>x</p>"), "a-key-of-some-lengtH")).IsProblemAsync(HttpStatusCode.Forbidden, "link.intake-key");
        await (await PostAsync("not a mail"u8.ToArray(), Key)).IsProblemAsync(HttpStatusCode.BadRequest, "mail.broken");
        await (await PostAsync("From: a@example.org\r\n\r\nno id"u8.ToArray(), Key)).IsProblemAsync(HttpStatusCode.BadRequest, "mail.broken");
    }

    [Fact]
    public async Task Door_is_shut_unless_the_configuration_opens_it()
    {
        await using var shut = new ProductFactory();

        var refused = await shut.CreateClient().PostAsync(Path, new ByteArrayContent([]));

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public void Text_of_html_holds_what_a_reader_sees() =>
        Assert.Equal("a & b\nc\td\t\n", MailReader.HtmlText("<STYLE>x</STYLE>a &amp; b<br><table><tr><td>c</td><td>d</td></tr></table><!-- no -->"));

    private static MimeMessage Mail(string id, string html)
    {
        var mail = new MimeMessage { Subject = "相机黑屏", MessageId = $"{id}@example.org", Body = new TextPart("html") { Text = html } };
        mail.From.Add(new MailboxAddress(Encoding.UTF8, "吴先生", "wu@example.org"));
        mail.To.Add(new MailboxAddress("", "service@example.com"));
        return mail;
    }

    private async Task<HttpResponseMessage> DeliverAsync(MimeMessage mail, string key = Key)
    {
        using var content = new MemoryStream();
        await mail.WriteToAsync(content);
        return await PostAsync(content.ToArray(), key);
    }

    private Task<HttpResponseMessage> PostAsync(byte[] body, string key)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        var client = product.CreateClient();
        client.DefaultRequestHeaders.Add(MailApi.KeyHeader, key);
        return client.PostAsync(Path, content);
    }

    private static async Task<CaseNumber> NumberAsync(HttpResponseMessage taken) => new((await taken.IsAsync(HttpStatusCode.OK)).GetProperty("number").GetString()!);

    public sealed class OpenDoor : ProductFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Intake:Mail:Key", Key);
        }
    }
}
