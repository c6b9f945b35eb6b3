using AfterSales.Domain.Tasks;

namespace AfterSales.Domain.Tests.Tasks;

/// <summary>Mistakes in a form that are found while its definition is saved, with the place.</summary>
public sealed class FormRulesTests
{
    [Theory]
    [InlineData("""{"name":"a.b","label":"甲"}""", "fields[1].name problem.form-name a.b")]
    [InlineData("""{"name":"n","label":"甲"}""", "fields[1].name problem.form-twice n")]
    [InlineData("""{"name":"a","type":"choice","label":"甲"}""", "fields[1].options problem.form-options a")]
    [InlineData("""{"name":"a","type":"number","label":"甲","min":3,"max":2}""", "fields[1].min problem.form-range a")]
    [InlineData("""{"name":"a","label":"甲","requiredFor":["Done","Never"]}""", "fields[1].requiredFor problem.form-outcome Never")]
    [InlineData("""{"name":"a","label":"甲","required":true,"access":"read"}""", "fields[1].access problem.form-required-closed a")]
    [InlineData("""{"name":"a","type":"table","label":"甲"}""", "fields[1].columns problem.form-columns a")]
    [InlineData("""{"name":"a","type":"table","label":"甲","columns":[{"name":"b","label":"乙"},{"name":"c","type":"signature","label":"丙"}]}""", "fields[1].columns[1] problem.form-column c")]
    [InlineData("""{"name":"a","label":"甲","when":{"field":"later","equals":"x"}}""", "fields[1].when.field problem.form-when-field later")]
    [InlineData("""{"name":"a","label":"甲","when":{"field":"n","equals":"x"}}""", "fields[1].when.equals problem.form-when-value x")]
    [InlineData("""{"name":"a","label":"甲","compute":"n"}""", "fields[1].compute problem.form-compute-type a")]
    [InlineData("""{"name":"a","type":"number","label":"甲","compute":"n +"}""", "fields[1].compute problem.form-compute n + (4)")]
    [InlineData("""{"name":"a","type":"number","label":"甲","compute":"a + 1"}""", "fields[1].compute problem.form-compute-field a")]
    [InlineData("""{"name":"a","type":"number","label":"甲","compute":"sum(n.x)"}""", "fields[1].compute problem.form-compute-field n.x")]
    public void Mistake_is_named_with_its_place(string field, string problem) => Assert.Equal([problem], Problems($$"""{"fields":[{"name":"n","type":"number","label":"数"},{{field}}]}"""));

    [Fact]
    public void Form_with_every_kind_of_field_has_no_mistake()
    {
        Assert.Empty(Problems("""
            {"fields":[
              {"name":"mode","type":"choice","label":"方式","options":[{"value":"site","label":"现场"}]},{"name":"on","type":"boolean","label":"是"},
              {"name":"x","label":"甲","when":{"field":"mode","equals":["site"]},"requiredFor":["Done"]},{"name":"y","label":"乙","when":{"field":"on","equals":false}},
              {"name":"t","type":"table","label":"表","columns":[{"name":"q","type":"number","label":"数"},{"name":"p","type":"money","label":"价"},{"name":"s","type":"money","label":"额","compute":"q*p"}]},
              {"name":"sum","type":"money","label":"合计","compute":"sum(t.s)"},{"name":"tax","type":"money","label":"税","compute":"round(sum*0.13,2)"},
              {"name":"who","type":"person","label":"人"},{"name":"sign","type":"signature","label":"签名"},{"name":"fixed","label":"固定","access":"read","default":"1"}]}
            """));
    }

    [Fact]
    public void What_forms_of_old_said_for_nothing_keeps_no_definition_back() => Assert.All(
        FormRules.Check(TaskFormDefinition.Parse("""{"fields":[{"name":"a","label":"甲","requiredFor":["Gone"]},{"name":"a","label":"乙","options":[{"value":"x","label":"丙"}]}]}"""), ["Done"]),
        problem => Assert.False(problem.IsGrave));

    private static IEnumerable<string> Problems(string form) => FormRules.Check(TaskFormDefinition.Parse(form), ["Done"]).Select(problem => $"{problem.Place} {problem.Code} {problem.Value}");
}
