using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Tasks;
using MimeKit;

namespace AfterSales.Host.Tests.Notifications;

/// <summary>Mail as it leaves the house, to a server that listens.</summary>
public sealed class SmtpTests : IClassFixture<MailingProduct>
{
    private readonly MailingProduct _product;

    public SmtpTests(MailingProduct product)
    {
        _product = product;
        product.MailServer.Reset();
    }

    [Fact]
    public async Task Mail_carries_its_words_and_link_and_is_known_by_the_key_of_its_message()
    {
        await _product.ReachAsync("agent", NotificationKind.TaskForGroup);
        var id = await OpenAsync();

        Assert.Equal(1, await _product.SendDueAsync());
        Assert.Equal(0, await _product.SendDueAsync());

        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Assert.Single(_product.MailServer.Taken)));
        var mail = await MimeMessage.LoadAsync(stream);
        var delivery = await _product.LastDeliveryAsync();
        Assert.Equal(DeliveryStatus.Sent, delivery.Status);
        Assert.Equal($"{delivery.Key.Replace(':', '.')}@example.com", mail.MessageId);
        Assert.Equal(("agent@example.org", "service@example.com"), (mail.To.Mailboxes.Single().Address, mail.From.Mailboxes.Single().Address));
        Assert.Contains($"https://service.example.com/tasks/{id}", mail.TextBody, StringComparison.Ordinal);
        Assert.StartsWith("待签收：处理", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_receiver_is_dead_at_once_and_neither_log_nor_list_shows_the_address()
    {
        await _product.ReachAsync("agent", NotificationKind.TaskForGroup);
        _product.MailServer.ToRecipient = "550 <agent@example.org> no such user";
        await OpenAsync();

        await _product.SendDueAsync();
        _product.Clock.Advance(TimeSpan.FromDays(1));
        await _product.SendDueAsync();

        var delivery = await _product.LastDeliveryAsync();
        Assert.Equal((DeliveryStatus.Failed, 1), (delivery.Status, _product.MailServer.Visits));
        var row = await _product.OutboxRowAsync(delivery.Key);
        Assert.NotNull(row.DeadAt);
        Assert.Contains("550", row.LastError, StringComparison.Ordinal);
        Assert.DoesNotContain("agent@example.org", row.LastError + row.Payload + delivery.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Busy_server_gets_the_message_later()
    {
        await _product.ReachAsync("agent", NotificationKind.TaskForGroup);
        _product.MailServer.ToRecipient = "451 come back later";
        await OpenAsync();
        await _product.SendDueAsync();
        Assert.Equal(DeliveryStatus.Failed, (await _product.LastDeliveryAsync()).Status);

        _product.MailServer.ToRecipient = "250 ok";
        _product.Clock.Advance(TimeSpan.FromHours(1));
        await _product.SendDueAsync();

        Assert.Equal(DeliveryStatus.Sent, (await _product.LastDeliveryAsync()).Status);
        Assert.Single(_product.MailServer.Taken);
    }

    [Fact]
    public async Task Server_that_hangs_up_with_the_message_in_hand_is_not_given_it_twice()
    {
        await _product.ReachAsync("agent", NotificationKind.TaskForGroup);
        _product.MailServer.HangsUpAfterData = true;
        await OpenAsync();

        for (var hour = 0; hour < 3; hour++)
        {
            await _product.SendDueAsync();
            _product.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Single(_product.MailServer.Taken);
        Assert.Equal(DeliveryStatus.Uncertain, (await _product.LastDeliveryAsync()).Status);
    }

    [Fact]
    public async Task Customer_gets_a_link_that_opens_their_page()
    {
        var number = (await _product.SendAsync(new AfterSales.Domain.Complaints.RegisterComplaint(
            "王女士", null, "0991-1234567", "wang@example.org", null, AfterSales.Domain.Complaints.Channel.Phone, AfterSales.Domain.Complaints.ComplaintSeverity.Ordinary, null, "相机黑屏", "夜间黑屏"))).Number;
        await _product.OpenTaskAsync(number, Roles.Agent, kind: WorkItemKind.CustomerConfirmation, outcomes: ["Satisfied", "NotSatisfied"]);

        await _product.SendDueAsync();

        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Assert.Single(_product.MailServer.Taken, mail => mail.Contains("wang@example.org", StringComparison.Ordinal))));
        var mail = await MimeMessage.LoadAsync(stream);
        var link = mail.TextBody!.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("https://service.example.com/c/", StringComparison.Ordinal));
        var page = await _product.CreateClient().GetStringAsync(new Uri(link).AbsolutePath);
        Assert.Contains(number.Value, page, StringComparison.Ordinal);
    }

    private async Task<Guid> OpenAsync() => await _product.OpenTaskAsync(await _product.FileComplaintAsync(), Roles.Agent);
}
