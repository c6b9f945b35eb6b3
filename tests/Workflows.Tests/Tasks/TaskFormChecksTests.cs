using System.Text.Json;
using AfterSales.Engine.Definitions;
using AfterSales.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Tasks;

/// <summary>Mistakes in a task's form are found when its definition is checked, at their place, and keep it from being published (issue 6, task forms).</summary>
public sealed class TaskFormChecksTests : IAsyncLifetime
{
    private TestProduct _product = null!;

    public async Task InitializeAsync() => _product = await TestProduct.StartAsync(loadDefinitions: false);

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Theory]
    [InlineData("""{"fields":[{"name":"a","label":"甲","colour":"red"}]}""", "problem.form-unreadable", "$.fields[0]")]
    [InlineData("""{"fields":[{"name":"a","type":"colour","label":"甲"}]}""", "problem.form-unreadable", "$.fields[0].type")]
    [InlineData("""{"fields":{"name":"a"}}""", "problem.form-unreadable", "$.fields")]
    [InlineData("""{"fields":[{"name":"a","type":"money","label":"甲","compute":"b + 1"}]}""", "problem.form-compute-field", "fields[0].compute")]
    [InlineData("""{"fields":[{"name":"a","label":"甲","when":{"field":"b","equals":1}}]}""", "problem.form-when-field", "fields[0].when.field")]
    public void Mistake_is_an_error_at_its_place(string form, string code, string place)
    {
        var problem = Assert.Single(Problems(form));
        Assert.Equal((code, ProblemSeverity.Error, "Ask", "root.activities[0].form.expression.value"), (problem.Code, problem.Severity, problem.ActivityId, problem.Path));
        Assert.StartsWith(place, problem.Arguments[0]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_forms_of_old_said_for_nothing_is_a_warning() =>
        Assert.Equal(("problem.form-outcome", ProblemSeverity.Warning), Problems("""{"fields":[{"name":"a","label":"甲","requiredFor":["Gone"]}]}""").Select(p => (p.Code, p.Severity)).Single());

    [Fact]
    public void Form_that_is_computed_is_not_judged() => Assert.Empty(Problems("getVariable('form')", "JavaScript"));

    private IReadOnlyList<DefinitionProblem> Problems(string form, string type = "Object") => _product.Services.GetRequiredService<DefinitionParser>().Parse($$"""
        { "id": "x-1", "definitionId": "x", "name": "表单", "version": 1, "root": { "id": "root", "type": "Elsa.Flowchart", "version": 1,
          "activities": [ { "id": "Ask", "type": "AfterSales.HumanTask", "version": 1, "outcomes": { "typeName": "Object", "expression": { "type": "Object", "value": "[\"Done\"]" } },
            "form": { "typeName": "Object", "expression": { "type": "{{type}}", "value": {{JsonSerializer.Serialize(form)}} } } } ], "connections": [] } }
        """).Problems;
}
