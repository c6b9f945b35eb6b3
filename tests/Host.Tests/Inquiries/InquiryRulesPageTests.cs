using System.Globalization;
using System.Net;
using AfterSales.Domain.Inquiries;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Inquiries;

/// <summary>The page of the inquiry rules and of the target of satisfaction, as a browser without script uses it.</summary>
public sealed class InquiryRulesPageTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private const string Page = "/inquiries/rules";

    [Fact]
    public async Task Rule_is_added_changed_and_switched_off()
    {
        var administrator = await product.BrowserAsync("admin");
        var added = await BrokenProcess.PostAsync(
            administrator, Page, Page, ("code", "INQ-90"), ("name", "新开通设备"), ("nameEn", "Newly opened"), ("event", "OpenedInPeriod"), ("period", "Month"), ("isActive", "true"), ("revision", ""));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);

        var revision = (await RuleAsync("INQ-90")).Revision.ToString(CultureInfo.InvariantCulture);
        var changed = await BrokenProcess.PostAsync(
            administrator, $"{Page}?rule=INQ-90", Page, ("code", "INQ-90"), ("name", "新开通设备"), ("event", "FirstAcceptedInPeriod"), ("period", "Quarter"), ("revision", revision), ("reason", "本季暂停"));
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);

        var rule = await RuleAsync("INQ-90");
        Assert.Equal((InquiryEvent.FirstAcceptedInPeriod, InquiryPeriod.Quarter, false), (rule.Event, rule.Period, rule.IsActive));
        Assert.Contains("data-rule=\"INQ-90\"", await administrator.GetStringAsync(Page), StringComparison.Ordinal);
        var stale = await BrokenProcess.PostAsync(administrator, $"{Page}?rule=INQ-90", Page, ("code", "INQ-90"), ("name", "旧"), ("event", "FirstAccepted"), ("period", "Month"), ("revision", revision));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
    }

    [Fact]
    public async Task Wrong_rule_comes_back_as_typed_with_what_is_wrong()
    {
        var administrator = await product.BrowserAsync("admin");

        var refused = await BrokenProcess.PostAsync(administrator, Page, Page, ("code", "规则一"), ("name", "<b>新</b>"), ("event", "FirstAccepted"), ("period", "Month"), ("revision", ""));

        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("代码只能有字母、数字、点、横线和下划线。", html, StringComparison.Ordinal);
        Assert.Contains("value=\"&lt;b&gt;新&lt;/b&gt;\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await BrokenProcess.PostAsync(administrator, Page, Page, ("code", "INQ-91"), ("name", "无对象"), ("period", "Month"), ("revision", ""))).StatusCode);
    }

    [Fact]
    public async Task Target_of_satisfaction_is_changed_and_shown_on_the_board_and_a_wrong_one_says_what_it_takes()
    {
        var administrator = await product.BrowserAsync("admin");
        var revision = (await product.Product.ReadAsync(db => db.Set<SatisfactionTarget>().SingleAsync())).Revision.ToString(CultureInfo.InvariantCulture);

        var wrong = await BrokenProcess.PostAsync(administrator, Page, "/inquiries/target", ("percent", "很高"), ("satisfiedFrom", "4"), ("targetRevision", revision));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("目标须大于 0、不超过 100，至多一位小数。", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var saved = await BrokenProcess.PostAsync(administrator, Page, "/inquiries/target", ("percent", "96.5"), ("satisfiedFrom", "4"), ("targetRevision", revision), ("targetReason", "年度目标"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("目标 96.5 %", await administrator.GetStringAsync("/inquiries"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_may_look_and_not_change()
    {
        var auditor = await product.BrowserAsync("auditor");

        var page = await auditor.GetStringAsync(Page);

        Assert.Contains("data-rule=\"INQ-01\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/inquiries/rules\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await BrokenProcess.PostAsync(auditor, Page, "/inquiries/target", ("percent", "50"), ("satisfiedFrom", "4"), ("targetRevision", "0"))).StatusCode);
    }

    private Task<InquiryRule> RuleAsync(string code) => product.Product.ReadAsync(db => db.InquiryRules.AsNoTracking().SingleAsync(rule => rule.Code == code));
}
