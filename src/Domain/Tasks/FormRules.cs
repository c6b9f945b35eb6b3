using System.Text.Json;

namespace AfterSales.Domain.Tasks;

/// <summary>Something wrong with a form in a definition.</summary>
/// <param name="Place">Where in the form, for instance <c>fields[2].columns[0].compute</c>.</param>
/// <param name="Code">Stable: <c>problem.form-</c> and what is wrong.</param>
/// <param name="Value">What stands there or is missed.</param>
public sealed record FormProblem(string Place, string Code, string Value)
{
    // What forms were always allowed to say, and say for nothing, is pointed out; definitions of old stay publishable.
    private static readonly string[] Harmless = ["problem.form-outcome", "problem.form-options", "problem.form-range", "problem.form-twice"];

    /// <summary>False where the form works all the same.</summary>
    public bool IsGrave => !Harmless.Contains(Code);
}

/// <summary>What a form in a definition must be like so that nobody meets the mistake when the task is open: found while the definition is saved, with the place named.</summary>
public static class FormRules
{
    private static readonly FormFieldType[] InTables = [FormFieldType.Text, FormFieldType.Number, FormFieldType.Money, FormFieldType.Date, FormFieldType.Choice, FormFieldType.Boolean];

    /// <param name="outcomes">The task's outcomes; null where they are computed.</param>
    public static IEnumerable<FormProblem> Check(TaskFormDefinition form, IReadOnlyCollection<string>? outcomes) => form.Fields.SelectMany((field, index) =>
        CheckField(form.Fields, index, $"fields[{index}]")
            .Concat(CheckCondition(form, index))
            .Concat(field.RequiredFor.Except(outcomes ?? field.RequiredFor).Select(name => new FormProblem($"fields[{index}].requiredFor", "problem.form-outcome", name)))
            .Concat(CheckTable(field, $"fields[{index}]")));

    private static IEnumerable<FormProblem> CheckField(IReadOnlyList<FormField> among, int index, string place)
    {
        var field = among[index];
        // A dot parts the field from row and column in what a page sends.
        if (string.IsNullOrWhiteSpace(field.Name) || field.Name.Contains('.'))
            yield return new FormProblem($"{place}.name", "problem.form-name", field.Name);
        if (among.Take(index).Any(other => other.Name == field.Name))
            yield return new FormProblem($"{place}.name", "problem.form-twice", field.Name);
        if (field.Type is FormFieldType.Choice != field.Options.Count > 0 || field.Options.DistinctBy(o => o.Value).Count() < field.Options.Count)
            yield return new FormProblem($"{place}.options", "problem.form-options", field.Name);
        if (field.Min > field.Max)
            yield return new FormProblem($"{place}.min", "problem.form-range", field.Name);
        if (field.Access is not FieldAccess.Write && (field.Required || field.RequiredFor.Count > 0))
            yield return new FormProblem($"{place}.access", "problem.form-required-closed", field.Name);
        if (CheckFormula(among, index) is { } wrong)
            yield return new FormProblem($"{place}.compute", wrong.Code, wrong.Value);
    }

    private static IEnumerable<FormProblem> CheckTable(FormField table, string place)
    {
        if (table.Type is FormFieldType.Table != table.Columns.Count > 0)
            yield return new FormProblem($"{place}.columns", "problem.form-columns", table.Name);
        foreach (var (index, column) in table.Columns.Index())
        {
            if (!InTables.Contains(column.Type) || column.When is not null || column.Access is not FieldAccess.Write || column.StaffOnly)
                yield return new FormProblem($"{place}.columns[{index}]", "problem.form-column", column.Name);
            foreach (var problem in CheckField(table.Columns, index, $"{place}.columns[{index}]"))
                yield return problem;
        }
    }

    private static IEnumerable<FormProblem> CheckCondition(TaskFormDefinition form, int index)
    {
        if (form.Fields[index].When is not { } condition)
            yield break;
        var source = form.Fields.Take(index).FirstOrDefault(field => field.Name == condition.Field);
        if (source is null || source.IsComputed || source.Type is FormFieldType.Table or FormFieldType.Attachment or FormFieldType.Signature)
            yield return new FormProblem($"fields[{index}].when.field", "problem.form-when-field", condition.Field);
        else if (condition.Values.FirstOrDefault(value => !CanBe(source, value)) is { ValueKind: not JsonValueKind.Undefined } never)
            yield return new FormProblem($"fields[{index}].when.equals", "problem.form-when-value", never.ToString());
    }

    private static bool CanBe(FormField field, JsonElement value) => field.Type switch
    {
        FormFieldType.Choice => value.ValueKind is JsonValueKind.String && field.Options.Any(o => o.Value == value.GetString()),
        FormFieldType.Boolean or FormFieldType.Confirm => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        FormFieldType.Number or FormFieldType.Money => value.ValueKind is JsonValueKind.Number,
        _ => value.ValueKind is JsonValueKind.String,
    };

    private static (string Code, string Value)? CheckFormula(IReadOnlyList<FormField> among, int index)
    {
        var field = among[index];
        if (field.Compute is not { } text)
            return null;
        if (!field.IsNumeric)
            return ("problem.form-compute-type", field.Name);
        try
        {
            // A computed field may rest on others, as long as they come before it: then none rests on itself.
            var unknown = Formula.Parse(text).Reads.FirstOrDefault(read => !IsReadable(among, index, read));
            return unknown is null ? null : ("problem.form-compute-field", unknown.Column is null ? unknown.Field! : $"{unknown.Field}.{unknown.Column}");
        }
        catch (FormulaException wrong)
        {
            return ("problem.form-compute", $"{text} ({wrong.Position})");
        }
    }

    private static bool IsReadable(IReadOnlyList<FormField> among, int index, FormulaStep read)
    {
        if (among.Select((field, at) => (field, at)).FirstOrDefault(f => f.field.Name == read.Field) is not { field: { } source } found)
            return false;
        if (read.Operation is "field")
            return source.IsNumeric && (!source.IsComputed || found.at < index);
        return source.Type is FormFieldType.Table && (read.Column is null || source.Columns.Any(column => column.Name == read.Column && column.IsNumeric));
    }
}
