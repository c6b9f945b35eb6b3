using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Portal;

public sealed class CustomerLinkTests : IAsyncLifetime
{
    private const string Form = """
        {"fields":[
          {"name":"confirmed","type":"confirm","label":"确认","requiredFor":["Satisfied"]},
          {"name":"spokenWith","type":"text","label":"接听人","required":true,"staffOnly":true}
        ]}
        """;

    private static readonly Actor Customer = Actor.Customer("王女士 (C-2026-00001)");
    private TestProduct _product = null!;
    private CaseNumber _number;
    private Guid _task;
    private string _token = "";

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync();
        _number = (await _product.RegisterAsync()).Number;
        string[] outcomes = [CustomerConfirmation.Satisfied, CustomerConfirmation.NotSatisfied];
        _task = await _product.OpenAsync(Roles.VerificationOfficer, Form, WorkItemKind.CustomerConfirmation, _number, outcomes: outcomes);
        _token = (await _product.SendAsync(_product.Holding(Roles.VerificationOfficer), new GetWorkItem(_task))).CustomerToken!;
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task Customer_sees_the_case_and_answers_once()
    {
        var seen = await _product.SendAsync(Customer, new GetCustomerConfirmation(_token));
        Assert.Equal((_number, "相机黑屏", "王女士", false), (seen.CaseNumber, seen.Subject, seen.CustomerName, seen.IsAnswered));
        Assert.Equal(["confirmed"], seen.Form.Fields.Select(f => f.Name));

        await _product.SendAsync(Customer, Answer());

        var complaint = await _product.ReadAsync(db => db.CaseFiles.SingleAsync(c => c.Number == _number));
        Assert.Equal((_product.Clock.GetUtcNow(), ConfirmationVia.Link), (complaint.ConfirmedAt, complaint.ConfirmedVia));
        seen = await _product.SendAsync(Customer, new GetCustomerConfirmation(_token));
        Assert.Equal((true, CustomerConfirmation.Satisfied), (seen.IsAnswered, seen.Outcome));
        await Refusal.RuleAsync(_product, "task.done", () => _product.SendAsync(Customer, Answer(CustomerConfirmation.NotSatisfied)));
    }

    [Fact]
    public async Task Answered_again_with_the_same_key_gets_the_same_answer()
    {
        var first = await _product.SendAsync(Customer, Answer(key: "k"));
        Assert.Equal(first, await _product.SendAsync(Customer, Answer(key: "k")));
    }

    [Fact]
    public async Task Form_is_checked_and_questions_for_staff_are_unknown_to_the_customer()
    {
        await Refusal.FieldsAsync(_product, ["data.confirmed form.required"], () => _product.SendAsync(Customer, Answer(data: "{}")));
        await Refusal.FieldsAsync(_product, ["data.confirmed form.must-confirm"], () => _product.SendAsync(Customer, Answer(data: """{"confirmed":false}""")));
        await Refusal.FieldsAsync(_product, ["data.spokenWith form.unknown-field"], () => _product.SendAsync(Customer, Answer(data: """{"confirmed":true,"spokenWith":"x"}""")));
        await Refusal.FieldsAsync(_product, ["outcome task.unknown-outcome"], () => _product.SendAsync(Customer, Answer("Whatever")));
        await Refusal.FieldsAsync(_product, ["Data form.not-an-object"], () => _product.SendAsync(Customer, Answer(data: "[]")));
    }

    [Fact]
    public async Task Staff_who_answers_for_the_customer_says_whom_they_spoke_with()
    {
        var officer = _product.Holding(Roles.VerificationOfficer);
        await Refusal.FieldsAsync(
            _product, ["data.spokenWith form.required"], () => _product.SendAsync(officer, TaskSteps.Complete(_task, CustomerConfirmation.Satisfied, """{"confirmed":true}""")));

        await _product.SendAsync(officer, TaskSteps.Complete(_task, CustomerConfirmation.Satisfied, """{"confirmed":true,"spokenWith":"王女士"}"""));

        Assert.Equal(ConfirmationVia.Phone, await _product.ReadAsync(db => db.CaseFiles.Where(c => c.Number == _number).Select(c => c.ConfirmedVia).SingleAsync()));
        await Refusal.RuleAsync(_product, "task.done", () => _product.SendAsync(Customer, Answer()));
    }

    [Fact]
    public async Task Tampered_and_invented_links_are_refused()
    {
        var middle = _token.Length / 2;
        var changed = _token[..middle] + (_token[middle] == 'A' ? 'B' : 'A') + _token[(middle + 1)..];
        var ofNothing = ((ICustomerLinkTokens)_product.Services.GetService(typeof(ICustomerLinkTokens))!).Protect(Guid.NewGuid());
        foreach (var token in (string[])[changed, _token[..^4], _token + "AAAA", "", "not base64!", Guid.NewGuid().ToString("N"), ofNothing])
        {
            await Refusal.ForbiddenAsync(_product, "link.invalid", () => _product.SendAsync(Customer, new GetCustomerConfirmation(token)));
            await Refusal.ForbiddenAsync(_product, "link.invalid", () => _product.SendAsync(Customer, Answer(token: token)));
        }
    }

    [Fact]
    public async Task Link_expires_after_fifteen_days()
    {
        _product.Clock.Advance(CustomerLink.DefaultLifetime - TimeSpan.FromSeconds(1));
        await _product.SendAsync(Customer, new GetCustomerConfirmation(_token));

        _product.Clock.Advance(TimeSpan.FromSeconds(1));

        await Refusal.ForbiddenAsync(_product, "link.expired", () => _product.SendAsync(Customer, new GetCustomerConfirmation(_token)));
        await Refusal.ForbiddenAsync(_product, "link.expired", () => _product.SendAsync(Customer, Answer()));
        Assert.Null((await _product.SendAsync(_product.Holding(Roles.VerificationOfficer), new GetWorkItem(_task))).CustomerToken);
    }

    [Fact]
    public async Task Link_is_the_customers_and_opens_nothing_else()
    {
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Administrator), Answer()));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(Customer, TaskSteps.Complete(_task, CustomerConfirmation.Satisfied)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(Customer, new GetWorkItem(_task)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(Customer, new GetComplaint(_number)));
        Assert.Null((await _product.SendAsync(_product.Holding(Roles.Auditor), new GetWorkItem(_task))).CustomerToken);
    }

    private AnswerCustomerConfirmation Answer(string outcome = CustomerConfirmation.Satisfied, string data = """{"confirmed":true}""", string? key = null, string? token = null) =>
        new(token ?? _token, outcome, JsonElement.Parse(data), key);
}
