using System.Net;
using System.Net.Http.Json;
using AfterSales.Host.Tests.Problems;

namespace AfterSales.Host.Tests.Cases;

/// <summary>Faults, corrective actions and forced closure for programs.</summary>
[Collection(SharedProduct.Name)]
public sealed class CaseApiTests(ProductFactory product)
{
    private const string Root = "/api/v1";

    [Fact]
    public async Task A_reported_fault_is_found_under_its_location_and_in_the_list()
    {
        var agent = await product.ApiAsAsync("agent");

        var response = await agent.PostAsJsonAsync($"{Root}/faults", Fault());

        var number = (await response.IsAsync(HttpStatusCode.Created)).GetProperty("number").GetString()!;
        Assert.StartsWith("F-", number, StringComparison.Ordinal);
        var found = await (await agent.GetAsync(response.Headers.Location)).IsAsync(HttpStatusCode.OK);
        Assert.Equal((number, "fault", "open", "minor"), (found.GetProperty("number").GetString(), found.GetProperty("kind").GetString(), found.GetProperty("status").GetString(), found.GetProperty("fault").GetProperty("level").GetString()));
        var list = await (await agent.GetAsync($"{Root}/cases?kind=fault&search={number}")).IsAsync(HttpStatusCode.OK);
        Assert.Equal(number, Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("number").GetString());
    }

    [Fact]
    public async Task The_same_key_reports_a_fault_once()
    {
        var (agent, key) = (await product.ApiAsAsync("agent"), Guid.NewGuid().ToString());

        var first = await (await agent.PostWithKeyAsync($"{Root}/faults", Fault(), key)).IsAsync(HttpStatusCode.Created);
        var second = await (await agent.PostWithKeyAsync($"{Root}/faults", Fault(), key)).IsAsync(HttpStatusCode.Created);

        Assert.Equal(first.GetProperty("number").GetString(), second.GetProperty("number").GetString());
    }

    [Theory]
    [InlineData("{}", "field.required", "level")]
    [InlineData("""{"level":"gigantic"}""", "field.unknown-value", "level")]
    public async Task What_is_no_fault_is_refused_by_field(string body, string code, string field) =>
        await (await (await product.ApiAsAsync("agent")).PostTextAsync($"{Root}/faults", body)).IsProblemAsync(HttpStatusCode.BadRequest, code, field);

    [Fact]
    public async Task A_corrective_action_is_a_case_of_its_own_under_the_one_it_came_from()
    {
        var manager = await product.ApiAsAsync("manager");
        var source = (await product.FileComplaintAsync()).Value;

        var response = await manager.PostAsJsonAsync($"{Root}/cases/{source}/corrective-actions", new { subject = "夜间黑屏", problem = "补光灯电源反复损坏" });

        await response.IsAsync(HttpStatusCode.Created);
        var action = await (await manager.GetAsync(response.Headers.Location)).IsAsync(HttpStatusCode.OK);
        Assert.Equal(("corrective-action", source), (action.GetProperty("kind").GetString(), action.GetProperty("parent").GetProperty("number").GetString()));
        await (await manager.PostAsJsonAsync($"{Root}/cases/{source}/corrective-actions", new { subject = "x" })).IsProblemAsync(HttpStatusCode.BadRequest, "field.required", "problem");
        await (await manager.PostAsJsonAsync($"{Root}/cases/C-1999-00001/corrective-actions", new { subject = "x", problem = "y" })).IsProblemAsync(HttpStatusCode.NotFound, "request.not-found");
    }

    [Fact]
    public async Task ACC_12_forced_closure_takes_two_people_through_the_API_too()
    {
        var number = (await product.FileComplaintAsync()).Value;
        var (administrator, director, agent) = (await product.ApiAsAsync("admin"), await product.ApiAsAsync("chief"), await product.ApiAsAsync("agent"));
        var address = $"{Root}/cases/{number}/forced-closure";
        await (await agent.PostAsJsonAsync(address, new { reason = "想关" })).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");

        var asked = await (await administrator.PostAsJsonAsync(address, new { reason = "客户单位已撤销" })).IsAsync(HttpStatusCode.Accepted);
        Assert.Equal("requested", asked.GetProperty("status").GetString());
        await (await administrator.PostAsJsonAsync($"{address}/decision", new { approve = true, reason = "同意" })).IsProblemAsync(HttpStatusCode.Conflict, "forced-closure.same-person");
        await (await director.PostAsJsonAsync($"{address}/decision", new { approve = true, reason = "情况属实" })).IsAsync(HttpStatusCode.OK);

        var closed = await (await agent.GetAsync($"{Root}/cases/{number}")).IsAsync(HttpStatusCode.OK);
        Assert.Equal(("closed", true), (closed.GetProperty("status").GetString(), closed.GetProperty("isForced").GetBoolean()));
    }

    private static object Fault() => new { customerName = "王建国", channel = "phone", level = "minor", subject = "相机离线", description = "三号路口相机离线" };
}
