using System.Text;
using AfterSales.Domain.Actors;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Tasks;

/// <summary>What a task's form accepts and refuses, through the command that submits it.</summary>
public sealed class FormValidationTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private const string Form = """
        {"fields":[
          {"name":"text","type":"text","label":"文本","required":true,"maxLength":5},
          {"name":"long","type":"multiline","label":"多行"},
          {"name":"number","type":"number","label":"数","min":1,"max":10.5},
          {"name":"date","type":"date","label":"日期"},
          {"name":"choice","type":"choice","label":"选择","options":[{"value":"a","label":"甲"},{"value":"b","label":"乙"}]},
          {"name":"boolean","type":"boolean","label":"是否"},
          {"name":"confirm","type":"confirm","label":"确认","requiredFor":["Done"]},
          {"name":"reason","type":"text","label":"理由","requiredFor":["Refused"]}
        ]}
        """;

    private readonly TestProduct _product = fixture.Product;

    [Theory]
    [InlineData("Done", """{"text":"五个字正好","confirm":true}""")]
    [InlineData("Done", """{"text":"a","long":"","number":10.5,"date":"2026-02-28","choice":"b","boolean":false,"confirm":true,"reason":null}""")]
    [InlineData("Refused", """{"text":"a","reason":"贵","confirm":false}""")]
    public async Task Good_data_is_accepted(string outcome, string data)
    {
        var id = await _product.OpenAsync(form: Form);
        await _product.SendAsync(_product.Holding(Roles.Maintenance), TaskSteps.Complete(id, outcome, data));
        Assert.Equal(outcome, (await _product.TaskAsync(id)).Outcome);
    }

    [Theory]
    [InlineData("Done", "{}", "data.text form.required", "data.confirm form.required")]
    [InlineData("Done", """{"text":"  ","confirm":true}""", "data.text form.required")]
    [InlineData("Refused", """{"text":"a"}""", "data.reason form.required")]
    [InlineData("Refused", """{"text":"六个字太长了","reason":"b"}""", "data.text form.too-long")]
    [InlineData("Refused", """{"text":7,"reason":["b"]}""", "data.text form.not-a-text", "data.reason form.not-a-text")]
    [InlineData("Refused", """{"text":"a","reason":"b","number":0.5}""", "data.number form.too-small")]
    [InlineData("Refused", """{"text":"a","reason":"b","number":11}""", "data.number form.too-large")]
    [InlineData("Refused", """{"text":"a","reason":"b","number":"5"}""", "data.number form.not-a-number")]
    [InlineData("Refused", """{"text":"a","reason":"b","number":1e999}""", "data.number form.not-a-number")]
    [InlineData("Refused", """{"text":"a","reason":"b","date":"2026-02-30"}""", "data.date form.not-a-date")]
    [InlineData("Refused", """{"text":"a","reason":"b","date":20260228}""", "data.date form.not-a-date")]
    [InlineData("Refused", """{"text":"a","reason":"b","choice":"c"}""", "data.choice form.not-an-option")]
    [InlineData("Refused", """{"text":"a","reason":"b","choice":1}""", "data.choice form.not-an-option")]
    [InlineData("Refused", """{"text":"a","reason":"b","boolean":"true"}""", "data.boolean form.not-yes-or-no")]
    [InlineData("Refused", """{"text":"a","reason":"b","confirm":"yes"}""", "data.confirm form.not-yes-or-no")]
    [InlineData("Done", """{"text":"a","confirm":false}""", "data.confirm form.must-confirm")]
    [InlineData("Done", """{"text":"a","confirm":true,"Text":"b","colour":"red"}""", "data.Text form.unknown-field", "data.colour form.unknown-field")]
    public async Task Bad_data_is_refused_field_by_field(string outcome, string data, params string[] failures)
    {
        var id = await _product.OpenAsync(form: Form);
        await Refusal.FieldsAsync(_product, failures, () => _product.SendAsync(_product.Holding(Roles.Maintenance), TaskSteps.Complete(id, outcome, data)));
    }

    [Fact]
    public async Task Text_without_a_limit_of_its_own_ends_at_two_thousand()
    {
        var id = await _product.OpenAsync(form: Form);
        var data = new StringBuilder("""{"text":"a","confirm":true,"long":""").Append('"').Append('长', 2001).Append("\"}").ToString();
        await Refusal.FieldsAsync(_product, ["data.long form.too-long"], () => _product.SendAsync(_product.Holding(Roles.Maintenance), TaskSteps.Complete(id, data: data)));
    }

    [Theory]
    [InlineData("""{"text":"a","text":"b","confirm":true}""")]
    [InlineData("""{"text":"\ud800","confirm":true}""")]
    [InlineData("""{"\ud800":"a","confirm":true}""")]
    public async Task Data_that_is_valid_json_but_no_readable_object_is_refused(string data)
    {
        var id = await _product.OpenAsync(form: Form);
        await Refusal.FieldsAsync(_product, ["Data form.not-an-object"], () => _product.SendAsync(_product.Holding(Roles.Maintenance), TaskSteps.Complete(id, data: data)));
    }

    [Fact]
    public async Task Task_without_a_form_takes_no_fields()
    {
        var id = await _product.OpenAsync();
        await Refusal.FieldsAsync(_product, ["data.x form.unknown-field"], () => _product.SendAsync(_product.Holding(Roles.Maintenance), TaskSteps.Complete(id, data: """{"x":1}""")));
    }
}
