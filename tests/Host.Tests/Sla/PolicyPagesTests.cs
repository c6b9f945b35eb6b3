using System.Net;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Sla;

/// <summary>The forms of policies as a browser without script uses them.</summary>
public sealed class PolicyPagesTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    [Fact]
    public async Task A_policy_is_created_from_another_renamed_reordered_and_loses_a_rule()
    {
        var administrator = await product.BrowserAsync("admin");
        (string, string)[] typed = [("code", "harbour"), ("name", "港口合同"), ("nameEn", "Harbour"), ("copyFrom", "002"), ("reason", "新合同")];

        var created = await BrokenProcess.PostAsync(administrator, "/policies/new", "/policies/new", typed);
        Assert.Equal(HttpStatusCode.Redirect, created.StatusCode);
        Assert.Equal("/policies/harbour", created.Headers.Location!.OriginalString);
        var rules = (await PolicyAsync("harbour")).ReadRules();
        Assert.Equal((await PolicyAsync("002")).ReadRules().Select(rule => rule.Id), rules.Select(rule => rule.Id));
        Assert.False((await PolicyAsync("harbour")).IsDefault);

        var taken = await BrokenProcess.PostAsync(administrator, "/policies/new", "/policies/new", typed);
        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Contains("已有时限策略 harbour", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var last = rules.Count - 1;
        (string, string)[] edited =
        [
            ("revision", "0"), ("name", "港口维保合同"), ("nameEn", "Harbour"), ("reason", "改序"), .. rules.SelectMany<SlaRule, (string, string)>((rule, index) =>
                [("rule", rule.Id), ($"order{index}", index == last ? "-1" : $"{index}")]), ("remove0", "true"),
        ];
        var preview = await BrokenProcess.PostAsync(administrator, "/policies/harbour/edit", "/policies/harbour/edit", [.. edited, ("step", "preview")]);
        Assert.Contains("0 个进行中的时钟都不会移动", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(rules.Count, (await PolicyAsync("harbour")).ReadRules().Count);

        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(administrator, "/policies/harbour/edit", "/policies/harbour/edit", [.. edited, ("step", "save")])).StatusCode);
        var changed = await PolicyAsync("harbour");
        Assert.Equal("港口维保合同", changed.Name.Zh);
        Assert.Equal([rules[last].Id, .. rules.Skip(1).SkipLast(1).Select(rule => rule.Id)], changed.ReadRules().Select(rule => rule.Id));

        var stale = await BrokenProcess.PostAsync(administrator, "/policies/harbour/edit", "/policies/harbour/edit", [.. edited, ("step", "save")]);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
    }

    [Fact]
    public async Task What_is_typed_wrong_comes_back_with_what_is_wrong()
    {
        var administrator = await product.BrowserAsync("admin");

        var unnamed = await BrokenProcess.PostAsync(administrator, "/policies/new", "/policies/new", [("code", "a b"), ("name", ""), ("copyFrom", "default")]);
        var disordered = await BrokenProcess.PostAsync(administrator, "/policies/001/edit", "/policies/001/edit", [("revision", "0"), ("name", "001"), ("rule", "SLA-07"), ("order0", "first"), ("step", "save")]);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (unnamed.StatusCode, disordered.StatusCode));
        Assert.Contains("代码只能有字母", await unnamed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var html = await disordered.Content.ReadAsStringAsync();
        Assert.Contains("不是整数", html, StringComparison.Ordinal);
        Assert.Contains("value=\"first\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_get_the_forms()
    {
        var manager = await product.BrowserAsync("manager");

        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync("/policies/new")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync("/policies/default/edit")).StatusCode);
        Assert.DoesNotContain("/policies/new", await manager.GetStringAsync("/policies"), StringComparison.Ordinal);
    }

    private Task<SlaPolicy> PolicyAsync(string code) => product.Product.ReadAsync(db => db.SlaPolicies.AsNoTracking().SingleAsync(policy => policy.Code == code));
}
