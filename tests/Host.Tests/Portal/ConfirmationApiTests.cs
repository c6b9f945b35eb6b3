using System.Net;
using System.Net.Http.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Portal;

[Collection(SharedProduct.Name)]
public sealed class ConfirmationApiTests(ProductFactory product)
{
    private const string Form = """{"fields":[{"name":"comment","label":"意见","requiredFor":["NotSatisfied"]},{"name":"calledAt","type":"date","label":"通话日期","required":true,"staffOnly":true}]}""";

    [Fact]
    public async Task A_customer_sees_the_case_and_answers_without_signing_in()
    {
        var (number, token) = await OpenAsync();
        var customer = product.CreateClient();

        var asked = await (await customer.GetAsync(Path(token))).IsAsync(HttpStatusCode.OK);
        Assert.Equal(number.Value, asked.GetProperty("caseNumber").GetString());
        Assert.Equal(["comment"], asked.GetProperty("form").GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()));

        await (await customer.PostAsJsonAsync(Path(token), new { outcome = "Satisfied" })).IsAsync(HttpStatusCode.OK);

        var complaint = await product.ReadAsync(db => db.CaseFiles.AsNoTracking().SingleAsync(c => c.Number == number));
        Assert.Equal(ConfirmationVia.Link, complaint.ConfirmedVia);
        var history = await product.SendAsync(new Domain.Audit.GetCaseHistory(number), Actor.Person(Guid.NewGuid(), "reader", []));
        Assert.Equal($"韩雪 ({number})", history![^1].Actor);
    }

    [Fact]
    public async Task A_tampered_link_is_refused()
    {
        var (_, token) = await OpenAsync();
        var tampered = token[..^3] + (token[^3] == 'A' ? 'B' : 'A') + token[^2..];

        foreach (var text in (string[])[tampered, "rubbish", token + "A", "%20", new string('A', 2000)])
            await RefusesAsync(text, new { outcome = "Satisfied" }, HttpStatusCode.Forbidden, "link.invalid");
    }

    [Fact]
    public async Task An_expired_link_is_refused()
    {
        var (_, token) = await OpenAsync();
        product.Clock.Advance(CustomerLink.DefaultLifetime);

        await RefusesAsync(token, new { outcome = "Satisfied" }, HttpStatusCode.Forbidden, "link.expired");
    }

    [Fact]
    public async Task Answering_twice_is_refused_unless_it_is_the_same_answer_again()
    {
        var (_, token) = await OpenAsync();
        var customer = product.CreateClient();
        var key = Guid.NewGuid().ToString();
        await (await customer.PostWithKeyAsync(Path(token), new { outcome = "Satisfied" }, key)).IsAsync(HttpStatusCode.OK);

        await (await customer.PostWithKeyAsync(Path(token), new { outcome = "Satisfied" }, key)).IsAsync(HttpStatusCode.OK);
        await RefusesAsync(token, new { outcome = "Satisfied" }, HttpStatusCode.Conflict, "task.done");
    }

    [Fact]
    public async Task A_customer_who_is_not_satisfied_says_why()
    {
        var (_, token) = await OpenAsync();

        await RefusesAsync(token, new { outcome = "NotSatisfied" }, HttpStatusCode.BadRequest, "form.required", "data.comment");
        await RefusesAsync(token, new { outcome = "Perhaps" }, HttpStatusCode.BadRequest, "task.unknown-outcome", "outcome");
        await RefusesAsync(token, new { outcome = "Satisfied", data = new { calledAt = "2026-03-02" } }, HttpStatusCode.BadRequest, "form.unknown-field", "data.calledAt");
    }

    [Fact]
    public async Task A_link_opens_nothing_else()
    {
        var (_, token) = await OpenAsync();
        var client = product.CreateClient();
        await client.GetAsync(Path(token));

        await (await client.GetAsync("/api/v1/tasks")).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.required");
    }

    private async Task<(CaseNumber Number, string Token)> OpenAsync()
    {
        var number = await product.FileComplaintAsync();
        var id = await product.OpenTaskAsync(
            number, Roles.VerificationOfficer, Form, WorkItemKind.CustomerConfirmation, outcomes: [CustomerConfirmation.Satisfied, CustomerConfirmation.NotSatisfied]);
        var link = await product.ReadAsync(db => db.CustomerLinks.SingleAsync(l => l.WorkItemId == id));
        return (number, product.Services.GetRequiredService<ICustomerLinkTokens>().Protect(link.Id));
    }

    private static string Path(string token) => $"/api/v1/confirmations/{token}";

    private async Task RefusesAsync(string token, object body, HttpStatusCode status, string code, string? field = null)
    {
        var before = await product.DatabaseStateAsync();

        await (await product.CreateClient().PostAsJsonAsync(Path(token), body)).IsProblemAsync(status, code, field);

        Assert.Equal(before, await product.DatabaseStateAsync());
    }
}
