using System.Text.Json;

namespace AfterSales.Domain.Tasks;

public enum FormFieldType
{
    Text,
    Multiline,
    Number,
    Date,
    Choice,
    Boolean,

    /// <summary>A box that must be ticked where it is required.</summary>
    Confirm,

    /// <summary>An amount in yuan with at most two decimals.</summary>
    Money,

    /// <summary>A minute in company time; kept with its offset from UTC.</summary>
    DateTime,

    /// <summary>Somebody who works here; the value is the user name.</summary>
    Person,

    /// <summary>A unit of the organisation; the value is its code.</summary>
    Unit,

    /// <summary>A customer of the register; the value is the id.</summary>
    Customer,

    /// <summary>A device of the register; the value is the id.</summary>
    Equipment,

    /// <summary>Rows of <see cref="FormField.Columns"/>; the value is a list of objects.</summary>
    Table,

    /// <summary>Files of the task; the value is the list of their ids.</summary>
    Attachment,

    /// <summary>A drawn signature, or a typed name in its place: <c>{"name":…,"image":…}</c>, the image being a file of the task.</summary>
    Signature,
}

/// <summary>What the person at this step may do with a field; the same form serves several steps.</summary>
public enum FieldAccess
{
    Write,

    /// <summary>Shows its default, which becomes part of the record; nothing else is taken.</summary>
    Read,

    /// <summary>Neither shown nor taken.</summary>
    Hidden,
}

/// <summary>One field of a task's form, as process owners write it in the definition.</summary>
public sealed record FormField
{
    /// <summary>The key in the submitted data, for instance <c>improvementMeasures</c>.</summary>
    public required string Name { get; init; }

    public FormFieldType Type { get; init; }

    public required LocalizedText Label { get; init; }

    public LocalizedText? Hint { get; init; }

    public bool Required { get; init; }

    /// <summary>Required only for these outcomes.</summary>
    public IReadOnlyList<string> RequiredFor { get; init; } = [];

    /// <summary>For text; default <see cref="TaskFormDefinition.DefaultMaxLength"/>.</summary>
    public int? MaxLength { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    public IReadOnlyList<FormOption> Options { get; init; } = [];

    /// <summary>What the form starts with; the person may change it.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Asked of staff only, not of a customer who answers through a link.</summary>
    public bool StaffOnly { get; init; }

    /// <summary>What a row of a table consists of.</summary>
    public IReadOnlyList<FormField> Columns { get; init; } = [];

    /// <summary>How many rows or files there may be; default <see cref="TaskFormDefinition.DefaultMaxRows"/>.</summary>
    public int? MaxRows { get; init; }

    /// <summary>Asked only where an earlier field has a value; null: always.</summary>
    public FieldCondition? When { get; init; }

    /// <summary>A <see cref="Formula"/> that gives a number or an amount its value; nobody types it. Null: typed.</summary>
    public string? Compute { get; init; }

    public FieldAccess Access { get; init; }

    /// <summary>Of a date-time: it has to be later than the moment at which the form is sent, as what one promises is (PRC-30).</summary>
    public bool Future { get; init; }

    public bool IsComputed => Compute is not null;

    /// <summary>Whether its value is looked up in a register.</summary>
    public bool IsPick => Type is FormFieldType.Person or FormFieldType.Unit or FormFieldType.Customer or FormFieldType.Equipment;

    public bool IsNumeric => Type is FormFieldType.Number or FormFieldType.Money;

    public bool IsRequiredFor(string outcome) => Required || RequiredFor.Contains(outcome);

    /// <summary>Whether it is typed by the reader at this step, so that a page draws an input for it.</summary>
    public bool IsTyped => Access is FieldAccess.Write && !IsComputed;

    /// <summary>Whether somebody is asked for it.</summary>
    public bool IsAskedOf(bool customer) => Access is not FieldAccess.Hidden && !(customer && StaffOnly);

    /// <summary>Whether a customer reads it in what staff filled in. Staff's files stay with staff.</summary>
    public bool IsReadByCustomers => IsAskedOf(customer: true) && Type is not FormFieldType.Attachment;
}

public sealed record FormOption(string Value, LocalizedText Label);

/// <summary>Asks a field only where another has a value.</summary>
/// <param name="Field">An earlier field of the form.</param>
/// <param name="IsValue">The value, or a list of values of which one will do.</param>
public sealed record FieldCondition(string Field, [property: System.Text.Json.Serialization.JsonPropertyName("equals")] JsonElement IsValue)
{
    /// <summary>The values of which one will do.</summary>
    public IEnumerable<JsonElement> Values => IsValue.ValueKind is JsonValueKind.Array ? IsValue.EnumerateArray() : [IsValue];

    /// <summary>Texts are compared exactly, numbers by value, and an empty field is false where yes or no is asked.</summary>
    public bool IsMet(JsonElement? value) => Values.Any(wanted => (wanted.ValueKind, value?.ValueKind) switch
    {
        (JsonValueKind.False, null or JsonValueKind.Null) => true,
        (JsonValueKind.Number, JsonValueKind.Number) => wanted.TryGetDecimal(out var left) && value!.Value.TryGetDecimal(out var right) && left == right,
        _ => value is { } given && JsonElement.DeepEquals(wanted, given),
    });
}
