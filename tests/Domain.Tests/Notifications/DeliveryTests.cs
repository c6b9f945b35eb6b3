using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Engine.Outbox;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Notifications;

/// <summary>When messages leave, and that each leaves at most once.</summary>
public sealed class DeliveryTests
{
    [Theory]
    [InlineData("2026-11-16T10:00:00+08:00", "2026-11-16T10:00:00+08:00")] // Monday, at work
    [InlineData("2026-11-20T21:00:00+08:00", "2026-11-23T09:30:00+08:00")] // Friday evening: Monday
    [InlineData("2026-09-30T22:00:00+08:00", "2026-10-08T09:30:00+08:00")] // before the National Day holidays: the day after them
    public async Task Quiet_hours_hold_a_message_back_until_the_calendar_opens(string now, string expected)
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskForGroup, quiet: "cn-5x8");
        notifying.Product.Clock.Set(DateTimeOffset.Parse(now, null));

        await notifying.Product.OpenAsync(Roles.Clerk);

        var due = DateTimeOffset.Parse(expected, null);
        Assert.Equal(due, Assert.Single(await notifying.DeliveriesAsync()).DueAt);
        notifying.Product.Clock.Set(due.AddSeconds(-1));
        Assert.Equal(0, await notifying.SendDueAsync());
        notifying.Product.Clock.Set(due);
        await notifying.SendDueAsync();
        Assert.Single(notifying.Mail.Sent);
    }

    [Fact]
    public async Task Digest_collects_until_its_hour_and_leaves_out_what_is_done_by_then()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskForGroup, DigestChoice.Daily, digestHour: 17);
        var done = await product.OpenAsync(Roles.Clerk);
        await product.OpenAsync(Roles.Clerk);
        product.Clock.Advance(TimeSpan.FromHours(2));
        await product.OpenAsync(Roles.Clerk);
        await product.SendAsync(product.Holding(Roles.Clerk), TaskSteps.Complete(done));
        Assert.Equal(0, await notifying.SendDueAsync());

        product.Clock.Set(DateTimeOffset.Parse("2026-11-16T17:00:00+08:00", null));
        Assert.Equal(1, await notifying.SendDueAsync());
        await product.OpenAsync(Roles.Clerk);

        var mail = Assert.Single(notifying.Mail.Sent);
        Assert.Equal("今日通知汇总：2 条", mail.Subject);
        Assert.Equal(2, mail.Body.Split('\n').Count(line => line.StartsWith('·')));
        Assert.Equal(["2026-11-16T17:00:00+08:00", "2026-11-17T17:00:00+08:00"], (await notifying.DeliveriesAsync()).Select(d => CompanyTime.Local(d.DueAt).ToString("yyyy-MM-ddTHH:mm:sszzz", null)));
    }

    [Fact]
    public async Task Mail_about_a_task_that_was_done_while_it_was_quiet_is_not_sent()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskForGroup, quiet: "cn-5x8");
        product.Clock.Set(DateTimeOffset.Parse("2026-11-20T21:00:00+08:00", null));
        var id = await product.OpenAsync(Roles.Clerk);
        await product.SendAsync(product.Holding(Roles.Clerk), TaskSteps.Complete(id));

        product.Clock.Set(DateTimeOffset.Parse("2026-11-23T09:30:00+08:00", null));
        await notifying.SendDueAsync();

        Assert.Empty(notifying.Mail.Sent);
        Assert.Equal(DeliveryStatus.Dropped, Assert.Single(await notifying.DeliveriesAsync()).Status);
    }

    [Fact]
    public async Task Message_whose_sender_died_is_not_sent_again_by_itself_but_by_a_person()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskForGroup);
        await product.OpenAsync(Roles.Clerk);
        (notifying.Mail.AfterSending, notifying.Mail.DiesSilently) = (new IOException("power cut"), true);

        for (var claim = 0; claim < 5; claim++)
        {
            await notifying.SendDueAsync();
            notifying.Mail.AfterSending = null;
            product.Clock.Advance(TimeSpan.FromHours(2));
        }

        var first = Assert.Single(notifying.Mail.Sent);
        var delivery = Assert.Single(await notifying.DeliveriesAsync());
        Assert.Equal(DeliveryStatus.Uncertain, delivery.Status);

        await product.SendAsync(product.Holding(Roles.Administrator), new ResendNotification(delivery.Id, "客户说没收到"));
        await notifying.SendDueAsync();
        await notifying.SendDueAsync();

        Assert.Equal([first.Key, first.Key], notifying.Mail.Sent.Select(m => m.Key));
        Assert.Equal(DeliveryStatus.Sent, Assert.Single(await notifying.DeliveriesAsync()).Status);
        await Refusal.RuleAsync(product, "notification.not-failed", () => product.SendAsync(product.Holding(Roles.Administrator), new ResendNotification(delivery.Id, "再来")));
    }

    [Fact]
    public async Task Message_claimed_by_two_nodes_at_once_leaves_once()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskForGroup);
        await product.OpenAsync(Roles.Clerk);
        await notifying.SendDueAsync();

        // As after a node that sent it and died before it could say so to the outbox.
        await DatabaseImage.TamperAsync(product, "UPDATE OutboxMessages SET SentAt = NULL, LeaseOwner = NULL, LeaseUntil = NULL");
        Assert.Equal(1, await notifying.SendDueAsync());

        Assert.Single(notifying.Mail.Sent);
    }

    [Fact]
    public async Task Message_that_certainly_did_not_arrive_is_tried_again()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskForGroup);
        await notifying.Product.OpenAsync(Roles.Clerk);
        notifying.Mail.AfterSending = new IOException("connection refused");
        await notifying.SendDueAsync();
        Assert.Equal((DeliveryStatus.Failed, "connection refused"), ((await notifying.DeliveriesAsync())[0].Status, (await notifying.DeliveriesAsync())[0].LastError));

        notifying.Mail.AfterSending = null;
        notifying.Product.Clock.Advance(TimeSpan.FromHours(1));
        await notifying.SendDueAsync();

        Assert.Equal(DeliveryStatus.Sent, Assert.Single(await notifying.DeliveriesAsync()).Status);
    }

    [Fact]
    public async Task Without_a_mail_server_a_message_is_kept_and_seen_and_nothing_is_tried()
    {
        await using var notifying = await NotifyingProduct.StartAsync(isConfigured: false);
        var product = notifying.Product;
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskForGroup);
        await product.OpenAsync(Roles.Clerk);

        Assert.Equal(0, await notifying.SendDueAsync());
        var line = Assert.Single(await product.SendAsync(product.Holding(Roles.Administrator), new ListNotificationDeliveries()));
        Assert.Equal((DeliveryStatus.NotConfigured, true), (line.Status, line.MaySendAgain));
        Assert.Equal(0, await product.ReadAsync(db => db.Set<OutboxMessage>().CountAsync()));
    }
}
