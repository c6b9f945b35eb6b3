using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Tasks;

/// <summary>Amounts, moments, tables, pickers, files, signatures, conditions, formulas and permissions of fields, through the command that submits the form (issue 6, task forms).</summary>
public sealed class FormKindsTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private const string Form = """
        {"fields":[
          {"name":"fee","type":"money","label":"费用","min":0},
          {"name":"at","type":"date-time","label":"时间"},
          {"name":"parts","type":"table","label":"部件","maxRows":2,"columns":[
            {"name":"part","label":"名称","required":true,"maxLength":10},{"name":"quantity","type":"number","label":"数量","min":1},
            {"name":"price","type":"money","label":"单价"},{"name":"amount","type":"money","label":"金额","compute":"quantity*price"}]},
          {"name":"total","type":"money","label":"合计","compute":"sum(parts.amount)+fee"},
          {"name":"who","type":"person","label":"责任人"},
          {"name":"unit","type":"unit","label":"部门"},
          {"name":"customer","type":"customer","label":"客户"},
          {"name":"photos","type":"attachment","label":"照片","maxRows":2},
          {"name":"sign","type":"signature","label":"签名"},
          {"name":"mode","type":"choice","label":"方式","options":[{"value":"phone","label":"电话"},{"value":"site","label":"现场"}]},
          {"name":"arrived","type":"date","label":"到场日期","required":true,"when":{"field":"mode","equals":["site"]}},
          {"name":"number","label":"编号","access":"read","default":"K-7"},
          {"name":"cost","type":"money","label":"成本","access":"hidden"}
        ]}
        """;

    private readonly TestProduct _product = fixture.Product;

    private Actor Holder => _product.Holding(Roles.Maintenance);

    [Theory]
    [InlineData("""{"fee":12.5}""", "fee", "12.5")]
    [InlineData("""{"at":"2026-11-22T17:30"}""", "at", "\"2026-11-22T17:30:00+08:00\"")]
    [InlineData("""{"at":"2026-11-22T09:30:00Z"}""", "at", "\"2026-11-22T17:30:00+08:00\"")]
    [InlineData("""{"parts":[{"part":"电源","quantity":3,"price":19.99,"amount":1},{}]}""", "parts", """[{"part":"电源","quantity":3,"price":19.99,"amount":59.97}]""")]
    [InlineData("""{"parts":[{"part":"电源","quantity":3,"price":19.99}],"fee":0.03,"total":99999}""", "total", "60.00")]
    [InlineData("""{"total":99999}""", "total", null)]
    [InlineData("""{"who":"quality"}""", "who", "\"quality\"")]
    [InlineData("""{"who":"随便（QUALITY）"}""", "who", "\"quality\"")]
    [InlineData("""{"unit":"客户服务中心"}""", "unit", "\"service-centre\"")]
    [InlineData("""{"sign":{"name":"李工"}}""", "sign", """{"name":"李工"}""")]
    [InlineData("""{"sign":{"name":" ","image":null}}""", "sign", null)]
    [InlineData("""{"mode":"site","arrived":"2026-11-22"}""", "arrived", "\"2026-11-22\"")]
    [InlineData("""{"mode":"phone","arrived":"2026-11-22"}""", "arrived", null)]
    [InlineData("""{"arrived":"no date at all"}""", "arrived", null)]
    [InlineData("{}", "number", "\"K-7\"")]
    [InlineData("{}", "cost", null)]
    public async Task What_is_kept_is_what_the_form_says_and_not_what_was_sent(string sent, string field, string? kept)
    {
        var id = await _product.OpenAsync(form: Form);

        await _product.SendAsync(Holder, TaskSteps.Complete(id, data: sent));

        var data = JsonElement.Parse((await _product.TaskAsync(id)).Data!);
        Assert.Equal(kept is not null, data.TryGetProperty(field, out var value));
        Assert.True(kept is null || JsonElement.DeepEquals(JsonElement.Parse(kept), value), $"{field} is {(kept is null ? "" : value.GetRawText())}");
    }

    [Theory]
    [InlineData("""{"fee":"12"}""", "data.fee form.not-a-number")]
    [InlineData("""{"fee":0.005}""", "data.fee form.not-money")]
    [InlineData("""{"fee":-1}""", "data.fee form.too-small")]
    [InlineData("""{"at":"2026-11-22"}""", "data.at form.not-a-moment")]
    [InlineData("""{"at":"2026-02-30T10:00"}""", "data.at form.not-a-moment")]
    [InlineData("""{"parts":{"part":"a"}}""", "data.parts form.not-rows")]
    [InlineData("""{"parts":[{"quantity":2}]}""", "data.parts.0.part form.required")]
    [InlineData("""{"parts":[{"part":"a"},{"part":"b","quantity":0,"colour":"red"}]}""", "data.parts.1.colour form.unknown-field", "data.parts.1.quantity form.too-small")]
    [InlineData("""{"parts":[{"part":"a"},{"part":"b"},{"part":"c"}]}""", "data.parts form.too-many")]
    [InlineData("""{"who":"nobody"}""", "data.who form.not-found")]
    [InlineData("""{"who":["quality"]}""", "data.who form.not-a-text")]
    [InlineData("""{"customer":"00000000000000000000000000000001"}""", "data.customer form.not-found")]
    [InlineData("""{"photos":"a.png"}""", "data.photos form.not-files")]
    [InlineData("""{"photos":["00000000-0000-0000-0000-000000000001"]}""", "data.photos form.no-such-file")]
    [InlineData("""{"sign":"李工"}""", "data.sign form.not-a-signature")]
    [InlineData("""{"sign":{"name":"李工","image":"data:image/png;base64,AAAA"}}""", "data.sign form.not-a-signature")]
    [InlineData("""{"mode":"site"}""", "data.arrived form.required")]
    [InlineData("""{"number":"K-8"}""", "data.number form.not-writable")]
    [InlineData("""{"number":"K-7","cost":3}""", "data.number form.not-writable", "data.cost form.not-writable")]
    public async Task What_breaks_a_rule_is_refused_naming_the_field(string sent, params string[] failures)
    {
        var id = await _product.OpenAsync(form: Form);
        await Refusal.FieldsAsync(_product, failures, () => _product.SendAsync(Holder, TaskSteps.Complete(id, data: sent)));
    }

    [Fact]
    public async Task Person_who_has_left_and_a_name_that_two_bear_are_refused()
    {
        foreach (var name in (string[])["twin-1", "twin-2", "gone"])
            await _product.HireAsync(name, Roles.Expert);
        await _product.ReadAsync(async db =>
        {
            foreach (var person in await db.People.Where(p => p.UserName.StartsWith("twin-")).ToListAsync())
                person.Rename(new LocalizedText("王伟"));
            (await db.People.SingleAsync(p => p.UserName == "gone")).Deactivate();
            return await db.SaveChangesAsync();
        });
        var id = await _product.OpenAsync(form: Form);

        await Refusal.FieldsAsync(_product, ["data.who form.ambiguous"], () => _product.SendAsync(Holder, TaskSteps.Complete(id, data: """{"who":"王伟"}""")));
        await Refusal.FieldsAsync(_product, ["data.who form.not-found"], () => _product.SendAsync(Holder, TaskSteps.Complete(id, data: """{"who":"gone"}""")));
        await _product.SendAsync(Holder, TaskSteps.Complete(id, data: """{"who":"王伟（twin-2）"}"""));
        Assert.Equal(["王伟（twin-1）", "王伟（twin-2）"], (await _product.SendAsync(Holder, new LookUp(FormFieldType.Person, "王伟"))).Select(entry => entry.Label));
    }

    [Fact]
    public async Task Customer_is_found_by_phone_and_kept_by_id()
    {
        await _product.RegisterAsync();
        var customer = await _product.ReadAsync(db => db.Customers.FirstAsync(c => c.Phone == "0991-1234567"));
        var found = Assert.Single(await _product.SendAsync(Holder, new LookUp(FormFieldType.Customer, "1234567")));
        var id = await _product.OpenAsync(form: Form);

        await _product.SendAsync(Holder, TaskSteps.Complete(id, data: JsonSerializer.Serialize(new { customer = found.Label })));

        Assert.Equal(customer.Id.ToString("N"), JsonElement.Parse((await _product.TaskAsync(id)).Data!).GetProperty("customer").GetString());
    }

    [Fact]
    public async Task File_of_the_task_is_taken_and_that_of_another_is_not()
    {
        var (id, other) = (await _product.OpenAsync(form: Form), await _product.OpenAsync(form: Form));
        byte[] picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0];
        var (own, foreign) = (await _product.SendAsync(Holder, new AttachToWorkItem(id, "a.png", picture)), await _product.SendAsync(Holder, new AttachToWorkItem(other, "b.png", picture)));

        await Refusal.FieldsAsync(
            _product, ["data.photos form.no-such-file", "data.sign form.no-such-file"],
            () => _product.SendAsync(Holder, TaskSteps.Complete(id, data: JsonSerializer.Serialize(new { photos = new[] { own, foreign }, sign = new { image = foreign } }))));
        await _product.SendAsync(Holder, TaskSteps.Complete(id, data: JsonSerializer.Serialize(new { photos = new[] { own }, sign = new { image = own } })));
        Assert.Equal(WorkItemStatus.Done, (await _product.TaskAsync(id)).Status);
    }

    [Fact]
    public async Task Form_filled_in_again_shows_who_changed_what()
    {
        var number = (await _product.RegisterAsync()).Number;
        const string form = """{"fields":[{"name":"cause","label":"原因"},{"name":"cost","type":"money","label":"费用"}]}""";
        foreach (var data in (string[])["""{"cause":"电源"}""", """{"cause":"电源","cost":5}""", """{"cost":7}"""])
        {
            await _product.SendAsync(Holder, TaskSteps.Complete(await _product.OpenAsync(number: number, form: form, formCode: "FRM-14"), data: data));
            _product.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var history = await _product.SendAsync(Holder, new GetFieldHistory(number));

        Assert.Equal(["cause 电源→", "cost 5→7", "cost →5"], history.Select(change => $"{change.Field.Name} {change.From}→{change.To}"));
        Assert.All(history, change => Assert.Equal(Holder.Name, change.By));
    }
}
