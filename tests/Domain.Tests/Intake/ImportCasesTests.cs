using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Intake;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Intake;

public sealed class ImportCasesTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Clerk => _product.Holding(Roles.Clerk);

    [Fact]
    public async Task Lines_become_cases_with_their_processes_and_known_numbers_are_skipped()
    {
        var first = await _product.SendAsync(Clerk, Import("h1", Line(2, "OLD-1"), Line(3, "OLD-2") with { Kind = CaseKind.Complaint }));
        Assert.Equal(new ImportedCases(2, 0), first);

        var second = await _product.SendAsync(Clerk, Import("h2", Line(2, "OLD-2"), Line(3, "OLD-3")));

        Assert.Equal(new ImportedCases(1, 1), second);
        var numbers = await _product.ReadAsync(db => db.Set<ImportedCase>().Where(i => i.ExternalNumber.StartsWith("OLD-")).OrderBy(i => i.ExternalNumber).Select(i => i.CaseNumber).ToListAsync());
        Assert.Equal(["F", "C", "F"], numbers.Select(n => n.Value[..1]));
        Assert.NotNull(await _product.OpenTaskAsync(numbers[1]));
    }

    [Fact]
    public async Task Same_file_is_taken_once()
    {
        await _product.SendAsync(Clerk, Import("same", Line(2, null)));

        await Refusal.RuleAsync(_product, "import.same-file", () => _product.SendAsync(Clerk, Import("same", Line(2, null))));
    }

    [Fact]
    public async Task Every_broken_line_is_named_and_none_is_kept() => await Refusal.FieldsAsync(
        _product,
        ["lines[2].CustomerName NotEmptyValidator", "lines[4].EquipmentSerial equipment.no-serial", "lines[5].externalNumber import.number-twice", "lines[6].Subject MaximumLengthValidator"],
        () => _product.SendAsync(
            Clerk,
            Import("bad", Line(2, "A") with { CustomerName = "" }, Line(3, "B"), Line(4, "C") with { EquipmentSerial = "NO" }, Line(5, "B"), Line(6, "D") with { Subject = new string('题', 5000) })));

    [Fact]
    public async Task Preview_says_what_would_come_of_it_and_keeps_nothing()
    {
        var before = await DatabaseImage.TakeAsync(_product);

        var preview = await Assert.ThrowsAsync<CaseImportPreviewException>(() => _product.SendAsync(Clerk, Import("look", Line(2, "P-1")) with { PreviewOnly = true }));

        Assert.Equal(new ImportedCases(1, 0), preview.Outcome);
        Assert.Equal(before, await DatabaseImage.TakeAsync(_product));
    }

    [Fact]
    public async Task Too_many_lines_and_people_who_may_not_are_refused()
    {
        await Refusal.FieldsAsync(
            _product, ["Lines import.too-many-lines"], () => _product.SendAsync(Clerk, Import("many", [.. Enumerable.Range(2, ImportCases.MostLines + 1).Select(n => Line(n, null))])));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Auditor), Import("no", Line(2, null))));
    }

    private static ImportCases Import(string hash, params CaseLine[] lines) => new("cases.csv", hash, lines, PreviewOnly: false);

    private static CaseLine Line(int line, string? number) =>
        new(line, number, CaseKind.Fault, "钱先生", "伊犁公路局", "0999-1112222", null, null, Channel.Phone, ComplaintSeverity.Ordinary, FaultLevel.Minor, null, "设备离线", "<b>离线</b> 😀");
}
