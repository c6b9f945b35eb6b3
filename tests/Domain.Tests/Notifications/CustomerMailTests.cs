using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Notifications;

/// <summary>What is mailed to customers about their links, and what their words set off in the house.</summary>
public sealed class CustomerMailTests
{
    [Fact]
    public async Task Link_to_follow_is_mailed_when_it_is_made_and_again_when_asked_and_the_case_shows_what_became_of_it()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var (product, agent) = (notifying.Product, notifying.Product.Holding(Roles.Agent));
        var number = (await product.RegisterAsync()).Number;

        var token = await product.SendAsync(agent, new IssueFollowLink(number));
        await notifying.SendDueAsync();

        var mail = Assert.Single(notifying.Mail.Sent);
        Assert.Equal(("wang@example.org", $"已受理：相机黑屏（{number}）"), (mail.To, mail.Subject));
        Assert.Contains("https://test/follow/", mail.Body, StringComparison.Ordinal);
        Assert.NotEmpty(token);
        var shown = Assert.Single((await product.SendAsync(agent, new GetCaseConversation(number)))!.Mails);
        Assert.Equal((NotificationKind.CustomerFollow, DeliveryStatus.Sent, false), (shown.Kind, shown.Status, shown.MaySendAgain));
        await Refusal.RuleAsync(product, "notification.not-failed", () => product.SendAsync(agent, new ResendCustomerMail(number, shown.Id)));

        await product.SendAsync(agent, new MailFollowLink(number));
        await notifying.SendDueAsync();
        Assert.Equal(2, notifying.Mail.Sent.Count);
    }

    [Theory]
    [InlineData(null, "已受理")]
    [InlineData(TemplateLanguage.Chinese, "已受理")]
    [InlineData(TemplateLanguage.English, "We have taken it up")]
    public async Task Customer_is_written_to_in_the_language_of_the_case_and_the_page_opens_in_it(TemplateLanguage? language, string begins)
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var (product, agent) = (notifying.Product, notifying.Product.Holding(Roles.Agent));
        var number = (await product.SendAsync(agent, new ReportFault("Smith", null, "0991-2", "smith@example.org", null, Channel.Phone, FaultLevel.Minor, null, null, "Offline", "Offline", Language: language))).Number;

        await product.SendAsync(agent, new IssueFollowLink(number));
        await notifying.SendDueAsync();

        var mail = Assert.Single(notifying.Mail.Sent);
        Assert.StartsWith(begins, mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"?{language}", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_is_written_to_in_the_registers_language_where_the_case_says_none()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        await product.SendAsync(product.Holding(Roles.Clerk), new SaveCustomer(null, "Smith", null, "0991-2", "smith@example.org", null, null, TemplateLanguage.English, null));
        var number = (await product.SendAsync(product.Holding(Roles.Agent), new ReportFault("Smith", null, "0991-2", "smith@example.org", null, Channel.Phone, FaultLevel.Minor, null, null, "Offline", "Offline"))).Number;

        await product.SendAsync(product.Holding(Roles.Agent), new IssueFollowLink(number));
        await notifying.SendDueAsync();

        var mail = Assert.Single(notifying.Mail.Sent);
        Assert.StartsWith("We have taken it up", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("?English", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_that_failed_is_sent_again_from_the_case_by_those_who_may_and_by_nobody_else()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var (product, agent) = (notifying.Product, notifying.Product.Holding(Roles.Agent));
        var (number, other) = ((await product.RegisterAsync()).Number, (await product.RegisterAsync()).Number);
        notifying.Mail.AfterSending = new IOException("connection refused");
        await product.SendAsync(agent, new IssueFollowLink(number));
        await notifying.SendDueAsync();
        var failed = Assert.Single((await product.SendAsync(agent, new GetCaseConversation(number)))!.Mails);
        Assert.Equal((DeliveryStatus.Failed, "connection refused"), (failed.Status, failed.Error));
        Assert.Empty((await product.SendAsync(product.Holding(Roles.Expert), new GetCaseConversation(number)))!.Mails);
        await Refusal.ForbiddenAsync(product, "role.missing", () => product.SendAsync(product.Holding(Roles.Expert), new ResendCustomerMail(number, failed.Id)));
        await Refusal.NotFoundAsync(product, () => product.SendAsync(agent, new ResendCustomerMail(other, failed.Id)));

        notifying.Mail.AfterSending = null;
        await product.SendAsync(agent, new ResendCustomerMail(number, failed.Id));
        await notifying.SendDueAsync();

        Assert.Equal(DeliveryStatus.Sent, Assert.Single((await product.SendAsync(agent, new GetCaseConversation(number)))!.Mails).Status);
    }

    [Fact]
    public async Task Without_an_address_nothing_is_mailed_and_asking_for_it_is_refused()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var (product, agent) = (notifying.Product, notifying.Product.Holding(Roles.Agent));
        var number = (await product.SendAsync(agent, new RegisterComplaint("无邮箱", null, "0991-2", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "黑屏", "黑屏"))).Number;

        await product.SendAsync(agent, new IssueFollowLink(number));

        Assert.Empty((await product.SendAsync(agent, new GetCaseConversation(number)))!.Mails);
        await Refusal.RuleAsync(product, "customer.no-email", () => product.SendAsync(agent, new MailFollowLink(number)));
    }

    [Fact]
    public async Task Plan_that_waits_for_consent_is_mailed_once_and_not_after_the_answer()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        var number = (await product.RegisterAsync()).Number;

        var id = await product.OpenAsync(Roles.InquiryOfficer, number: number, formCode: InquiryForms.Consent);
        await notifying.SendDueAsync();
        var mail = Assert.Single(notifying.Mail.Sent);
        Assert.Equal($"请确认处理方案：相机黑屏（{number}）", mail.Subject);
        Assert.Contains("https://test/follow/", mail.Body, StringComparison.Ordinal);

        var late = await product.OpenAsync(Roles.InquiryOfficer, number: number, formCode: InquiryForms.Consent);
        foreach (var task in (Guid[])[id, late])
            await product.SendAsync(product.Holding(Roles.InquiryOfficer), TaskSteps.Complete(task));
        await notifying.SendDueAsync();
        Assert.Single(notifying.Mail.Sent);
    }

    [Fact]
    public async Task Who_works_on_a_case_is_told_what_its_customer_writes_and_sends()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        var number = (await product.RegisterAsync()).Number;
        var token = await product.SendAsync(product.Holding(Roles.Agent), new IssueFollowLink(number));
        await product.OpenAsync(Roles.Maintenance, number: number);

        await product.SendAsync(Actor.Customer("王女士"), new TellMore(token, "<b>又</b>黑屏"));
        await product.SendAsync(Actor.Customer("王女士"), new SendFiles(token, [new("night.txt", "夜间"u8.ToArray())]));

        var told = (await notifying.OfAsync(Roles.Maintenance)).Where(n => n.Kind == NotificationKind.CustomerWrote).ToList();
        Assert.Equal(["<b>又</b>黑屏", "night.txt"], told.Select(n => n.ReadValues()["text"].Zh));
        Assert.DoesNotContain(await notifying.OfAsync(Roles.Auditor), n => n.Kind == NotificationKind.CustomerWrote);
    }
}
