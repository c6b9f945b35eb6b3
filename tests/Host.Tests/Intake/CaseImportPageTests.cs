using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AfterSales.Host.Intake;
using AfterSales.Host.Tests.Operations;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Intake;

/// <summary>Cases from files, as a browser without script sends them.</summary>
public sealed partial class CaseImportPageTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private const string Page = "/intake/import";

    [Fact]
    public async Task Table_is_looked_at_before_it_is_taken_over_and_the_same_one_is_not_taken_twice()
    {
        var clerk = await product.BrowserAsync("clerk");
        (string, string) text = ("text", "外部编号,kind,customerName,phone,subject\nX-1,投诉,贾先生,0991-1,<b>漏水</b>\n,Fault,贾先生,0991-1,离线 😀\n");

        var preview = await BrokenProcess.PostAsync(clerk, Page, Page, text, ("action", "preview"));
        Assert.Contains("将新增 2 件", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await CasesAsync("贾先生"));

        Assert.Equal(HttpStatusCode.Redirect, (await BrokenProcess.PostAsync(clerk, Page, Page, text, ("action", "save"))).StatusCode);
        Assert.Equal(2, await CasesAsync("贾先生"));
        Assert.Equal(HttpStatusCode.Conflict, (await BrokenProcess.PostAsync(clerk, Page, Page, text, ("action", "save"))).StatusCode);
        Assert.Equal(2, await CasesAsync("贾先生"));
    }

    [Fact]
    public async Task Broken_cells_are_named_by_line_and_column()
    {
        var clerk = await product.BrowserAsync("clerk");

        var refused = await BrokenProcess.PostAsync(clerk, Page, Page, ("text", "customerName,subject,channel,level\n郝先生,离线,鸽子,Minor\n,离线,Phone,9\n"), ("action", "save"));

        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("鸽子", html, StringComparison.Ordinal);
        Assert.Equal(0, await CasesAsync("郝先生"));
    }

    [Fact]
    public async Task Spreadsheet_is_read_with_shared_inline_and_missing_cells()
    {
        var content = Workbook("""
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>subject</t></is></c></row>
            <row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><r><t>离</t></r><r><t>线</t></r></is></c><c r="D2"><v>5</v></c></row>
            """, "customerName", "表格先生");

        var rows = XlsxRows.Read(content);

        Assert.Equal([["customerName", "", "subject"], ["表格先生", "", "离线", "5"]], rows.Select(r => r.Cells.ToArray()));
        Assert.Equal(HttpStatusCode.Redirect, (await UploadAsync("cases.xlsx", content)).StatusCode);
        Assert.Equal(1, await CasesAsync("表格先生"));
    }

    [Fact]
    public async Task Table_as_chinese_spreadsheets_save_it_is_read()
    {
        var content = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("customerName,subject\r\n国标先生,\"离线,\n两行\"\r\n");

        Assert.Equal(HttpStatusCode.Redirect, (await UploadAsync("cases.csv", content)).StatusCode);

        Assert.Equal(1, await CasesAsync("国标先生"));
    }

    [Fact]
    public async Task File_of_another_kind_with_the_right_name_and_one_of_20_megabytes_are_refused_in_words()
    {
        foreach (var content in (byte[][])[[0x89, (byte)'P', (byte)'N', (byte)'G', 0, 1, 2], [.. "PK"u8, .. new byte[100]], new byte[20 * 1024 * 1024]])
        {
            var refused = await UploadAsync("cases.xlsx", content);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("data-problem", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Archive_that_is_no_table_or_unpacks_to_too_much_is_refused()
    {
        Assert.Throws<FluentValidation.ValidationException>(() => XlsxRows.Read("PK rubbish"u8.ToArray()));
        Assert.Throws<FluentValidation.ValidationException>(() => XlsxRows.Read(Zip(("other.txt", "x"))));
        Assert.Throws<FluentValidation.ValidationException>(() => XlsxRows.Read(Zip(("xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet><row><c><v>&e;</v></c></row></worksheet>"))));
        var bomb = Zip(("xl/worksheets/sheet1.xml", "<worksheet>" + new string(' ', 51 * 1024 * 1024) + "</worksheet>"));
        Assert.True(bomb.Length < 200_000);
        Assert.Throws<FluentValidation.ValidationException>(() => XlsxRows.Read(bomb));
    }

    private async Task<HttpResponseMessage> UploadAsync(string name, byte[] content)
    {
        var clerk = await product.BrowserAsync("clerk");
        var token = Token().Match(await clerk.GetStringAsync(Page)).Groups["token"].Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("save"), "action" }, { new ByteArrayContent(content), "file", name },
        };
        return await clerk.PostAsync(Page, form);
    }

    private static byte[] Workbook(string rows, params string[] texts) => Zip(
        ("xl/sharedStrings.xml", $"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{string.Concat(texts.Select(t => $"<si><t>{t}</t></si>"))}</sst>"),
        ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"));

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }

    private Task<int> CasesAsync(string customer) => product.Product.ReadAsync(db => db.CaseFiles.CountAsync(c => db.Customers.Any(k => k.Id == c.CustomerId && k.Name == customer)));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
