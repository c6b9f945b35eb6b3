using System.Net;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Host.Notifications;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Notifications;

/// <summary>Bell, history, choices, templates and undelivered messages, form by form, as a browser without script uses them.</summary>
public sealed class NotificationPagesTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private const string Choices = "/notifications/preferences", Template = "/administration/notification-templates/CustomerLink/Chinese";

    [Fact]
    public async Task Bell_counts_what_is_unread_until_it_is_opened_or_marked()
    {
        var (agent, number) = (await product.BrowserAsync("agent"), await product.Product.FileComplaintAsync());
        await BrokenProcess.PostAsync(agent, "/notifications", "/notifications/read");
        var first = await product.Product.OpenTaskAsync(number, Roles.Agent);
        await product.Product.OpenTaskAsync(number, Roles.Agent);
        Assert.Contains("data-unread=\"2\"", await agent.GetStringAsync("/notifications/count"), StringComparison.Ordinal);

        var notification = await product.Product.ReadAsync(db => db.Notifications.SingleAsync(n => n.WorkItemId == first && db.People.Any(p => p.Id == n.PersonId && p.UserName == "agent")));
        var opened = await agent.GetAsync($"/notifications/{notification.Id}/open");
        Assert.Equal($"/tasks/{first}", opened.Headers.Location!.OriginalString);
        Assert.Contains("data-unread=\"1\"", await agent.GetStringAsync("/tasks"), StringComparison.Ordinal);

        await BrokenProcess.PostAsync(agent, "/notifications", "/notifications/read");
        Assert.Contains("data-unread=\"0\"", await agent.GetStringAsync("/notifications/count"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-notification", await agent.GetStringAsync("/notifications?unread=true"), StringComparison.Ordinal);
        Assert.Contains($"data-notification=\"{notification.Id}\"", await agent.GetStringAsync("/notifications?kind=TaskForGroup"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notification_of_somebody_else_is_not_there()
    {
        var number = await product.Product.FileComplaintAsync();
        var id = await product.Product.OpenTaskAsync(number, Roles.Agent);
        var theirs = await product.Product.ReadAsync(db => db.Notifications.Where(n => n.WorkItemId == id).Select(n => n.Id).FirstAsync());
        var auditor = await product.BrowserAsync("auditor");

        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync($"/notifications/{theirs}/open")).StatusCode);
        await BrokenProcess.PostAsync(auditor, "/notifications", "/notifications/read", ("id", theirs.ToString()));

        Assert.Null(await product.Product.ReadAsync(db => db.Notifications.Where(n => n.Id == theirs).Select(n => n.ReadAt).SingleAsync()));
    }

    [Fact]
    public async Task Choices_are_kept_and_a_bad_address_comes_back_as_typed_with_what_is_wrong()
    {
        var manager = await product.BrowserAsync("manager");
        (string, string)[] typed = [("language", "English"), ("quietCalendar", "cn-5x8"), ("digestHour", "17"), ("Urged.email", "on"), ("Copied.digest", "on")];

        var refused = await BrokenProcess.PostAsync(manager, Choices, Choices, [("email", "not an address"), .. typed]);
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("value=\"not an address\"", html, StringComparison.Ordinal);
        Assert.Contains("不是有效的电子邮箱地址", html, StringComparison.Ordinal);

        var saved = await BrokenProcess.PostAsync(manager, Choices, Choices, [("email", "manager@example.org"), .. typed]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var contact = await product.Product.ReadAsync(db => db.ContactAddresses.SingleAsync(c => db.People.Any(p => p.Id == c.PersonId && p.UserName == "manager")));
        Assert.Equal(("manager@example.org", TemplateLanguage.English, "cn-5x8", 17), (contact.Email, contact.Language, contact.QuietCalendar, contact.DigestHour));
        var chosen = await product.Product.ReadAsync(db => db.NotificationPreferences.Where(p => p.PersonId == contact.PersonId).ToDictionaryAsync(p => p.Kind));
        Assert.Equal((true, false, DigestChoice.Daily), (chosen[NotificationKind.Urged].Email, chosen[NotificationKind.Mentioned].Email, chosen[NotificationKind.Copied].Digest));
    }

    [Fact]
    public async Task Template_is_looked_at_saved_and_given_up_again_and_an_unknown_placeholder_is_refused_by_name()
    {
        var administrator = await product.BrowserAsync("admin");

        var refused = await BrokenProcess.PostAsync(administrator, Template, Template, ("action", "save"), ("subject", "你好 {name}"), ("body", "{link}"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("没有占位符 {name}；可用：{case}", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var preview = await BrokenProcess.PostAsync(administrator, Template, Template, ("action", "preview"), ("subject", "<b>{customer}</b>"), ("body", "{link}"));
        Assert.Contains("&lt;b&gt;王女士&lt;/b&gt;", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(administrator, Template, Template, ("action", "save"), ("subject", "请确认 {case}"), ("body", "{link}"))).StatusCode);
        Assert.Equal("请确认 {case}", await StoredSubjectAsync());
        var stale = await BrokenProcess.PostAsync(administrator, Template, Template, ("action", "save"), ("subject", "旧页面"), ("body", "{link}"));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);

        await BrokenProcess.PostAsync(administrator, Template, Template, ("action", "reset"));
        Assert.Null(await StoredSubjectAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await (await product.BrowserAsync("agent")).GetAsync("/administration/notification-templates")).StatusCode);
    }

    [Fact]
    public async Task Customers_letter_without_the_link_is_refused()
    {
        var administrator = await product.BrowserAsync("admin");
        var refused = await BrokenProcess.PostAsync(administrator, Template, Template, ("action", "save"), ("subject", "请确认"), ("body", "我们已处理完毕。"));
        Assert.Contains("客户无从答复", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_without_a_mail_server_is_seen_as_not_configured_and_sent_again_with_a_reason()
    {
        const string Messages = "/administration/notification-messages";
        var number = (await product.Product.SendAsync(new AfterSales.Domain.Complaints.RegisterComplaint(
            "韩雪", null, "0991-5550202", "han@example.org", null, AfterSales.Domain.Complaints.Channel.Phone, AfterSales.Domain.Complaints.ComplaintSeverity.Ordinary, null, "离线", "无图像"))).Number;
        await product.Product.OpenTaskAsync(number, Roles.Agent, kind: AfterSales.Domain.Tasks.WorkItemKind.CustomerConfirmation, outcomes: ["Satisfied", "NotSatisfied"]);
        var administrator = await product.BrowserAsync("admin");
        var delivery = await product.Product.ReadAsync(db => db.NotificationDeliveries.SingleAsync(d => d.CaseNumber == number));

        var html = await administrator.GetStringAsync(Messages);
        Assert.Contains($"data-message=\"{delivery.Id}\"", html, StringComparison.Ordinal);
        Assert.Contains("未配置发送方式", html, StringComparison.Ordinal);
        Assert.DoesNotContain("han@example.org", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await BrokenProcess.PostAsync(administrator, Messages, $"{Messages}/{delivery.Id}", ("reason", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(administrator, Messages, $"{Messages}/{delivery.Id}", ("reason", "邮件服务器已配置"))).StatusCode);

        Assert.Equal(DeliveryStatus.Waiting, await product.Product.ReadAsync(db => db.NotificationDeliveries.Where(d => d.Id == delivery.Id).Select(d => d.Status).SingleAsync()));
    }

    public static TheoryData<NotificationKind> Kinds => [.. Enum.GetValues<NotificationKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Link_of_every_kind_of_message_leads_to_a_page(NotificationKind kind)
    {
        var complaint = await product.Product.FileComplaintAsync();
        var fault = (await product.Product.SendAsync(new AfterSales.Domain.Faults.ReportFault(
            "韩雪", null, "0991-5550202", null, null, AfterSales.Domain.Complaints.Channel.Phone, AfterSales.Domain.Faults.FaultLevel.Minor, null, null, "离线", "无图像"))).Number;
        Guid? task = await product.Product.OpenTaskAsync(complaint, Roles.Agent);
        var links = new List<string>();
        // A digest is about no one case; a customer's mail leads to their own page; a step of a clock and the customer's words may be about a case without a task.
        if (kind == NotificationKind.Digest)
            links.Add(NotificationChannels.PathTo(null, null));
        else if (kind is NotificationKind.CustomerLink)
            links.Add($"/c/{await CustomerTokenAsync(complaint)}");
        else if (kind is NotificationKind.CustomerConsent or NotificationKind.CustomerFollow)
            links.Add($"/follow/{await product.Product.SendAsync(new AfterSales.Domain.Portal.IssueFollowLink(complaint), Agent)}");
        else
            links.AddRange([NotificationChannels.PathTo(task, complaint), NotificationChannels.PathTo(null, complaint), NotificationChannels.PathTo(null, fault)]);

        var agent = await product.BrowserAsync("agent");
        foreach (var link in links)
            Assert.Equal((link, HttpStatusCode.OK), (link, (await agent.GetAsync(link)).StatusCode));
    }

    private static Actor Agent { get; } = Actor.Person(Guid.NewGuid(), "agent", [Roles.Agent]);

    private async Task<string?> CustomerTokenAsync(AfterSales.Domain.Complaints.CaseNumber number)
    {
        var task = await product.Product.OpenTaskAsync(number, Roles.Agent, kind: AfterSales.Domain.Tasks.WorkItemKind.CustomerConfirmation, outcomes: ["Satisfied", "NotSatisfied"]);
        return (await product.Product.SendAsync(new AfterSales.Domain.Tasks.GetWorkItem(task), Agent)).CustomerToken;
    }

    private Task<string?> StoredSubjectAsync() =>
        product.Product.ReadAsync(db => db.NotificationTemplates.Where(t => t.Kind == NotificationKind.CustomerLink && t.Language == TemplateLanguage.Chinese).Select(t => (string?)t.Subject).SingleOrDefaultAsync());
}
