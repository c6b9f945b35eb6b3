using System.Text;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Intake;

/// <summary>Mail that waits in a mailbox.</summary>
public sealed class ImapTests
{
    [Fact]
    public async Task Unseen_mail_is_taken_in_and_marked_and_what_cannot_be_read_keeps_nobody_from_the_rest()
    {
        await using var mailbox = new MailboxServer(Mail("imap-1", "相机离线"), Encoding.UTF8.GetBytes("Subject: no sender\r\n\r\nx"), Mail("imap-2", "录像丢失"));
        await using var product = new Reading(mailbox.Port);
        product.CreateClient();

        await mailbox.Emptied.WaitAsync(TimeSpan.FromMinutes(1));

        var subjects = await product.ReadAsync(db => db.Complaints.Where(c => c.Channel == Channel.Email).OrderBy(c => c.Number).Select(c => c.Subject).ToListAsync());
        Assert.Equal(["相机离线", "录像丢失"], subjects);
        Assert.Equal(2, await product.ReadAsync(db => db.Set<ReceivedMail>().CountAsync()));
    }

    private static byte[] Mail(string id, string subject) => Encoding.UTF8.GetBytes(
        $"From: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes("冯先生"))}?= <feng@example.org>\r\nMessage-ID: <{id}@example.org>\r\n"
        + $"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(subject))}?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n请处理\r\n");

    private sealed class Reading(int port) : ProductFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Intake:Mail:ImapHost", "127.0.0.1");
            builder.UseSetting("Intake:Mail:ImapPort", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
            builder.UseSetting("Intake:Mail:ImapTls", "false");
            builder.UseSetting("Intake:Mail:ImapUser", "service");
            builder.UseSetting("Intake:Mail:ImapPassword", "x");
        }
    }
}
