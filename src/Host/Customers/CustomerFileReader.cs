using AfterSales.Domain.Customers;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Intake;

namespace AfterSales.Host.Customers;

/// <summary>Reads customers from a CSV or XLSX file whose first line names the columns, in either language. Every cell that cannot be read is refused with its line and column.</summary>
internal sealed class CustomerFileReader(TableReader tables)
{
    /// <summary>The columns, in the order of the template.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["customerName", "customerUnit", "phone", "email", "address", "officeCode", "calendarCode", "language"];

    private static readonly string[] Needed = ["customerName"];

    /// <exception cref="FluentValidation.ValidationException">The file is no table, or cells are not as they should be.</exception>
    public IReadOnlyList<CustomerLine> Read(byte[] content)
    {
        var table = tables.Read(content, Columns, Needed, ImportCustomers.MostLines);
        var lines = table.Lines.Select(line => new CustomerLine(
            line.Number, line["customerName"] ?? "", line["customerUnit"], line["phone"], line["email"], line["address"], line["officeCode"], line["calendarCode"], line.Choice<TemplateLanguage>("language"))).ToArray();
        return table.Failures.Count == 0 ? lines : throw InvalidFields.Refuse([.. table.Failures]);
    }
}
