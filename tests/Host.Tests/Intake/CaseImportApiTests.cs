using System.Net;
using System.Text;
using AfterSales.Domain.Intake;
using AfterSales.Host.Intake;
using AfterSales.Host.Tests.Operations;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Intake;

/// <summary>Cases from files, as a program sends them.</summary>
public sealed class CaseImportApiTests(BrokenProcess product) : IClassFixture<BrokenProcess>
{
    private const string Path = "/api/v1/intake/import";

    [Fact]
    public async Task File_is_looked_at_taken_over_and_refused_a_second_time()
    {
        var clerk = await product.Product.ApiAsAsync("clerk");
        const string File = "externalNumber,kind,customerName,phone,subject\nA-1,Complaint,接口先生,0991-1,漏水\nA-2,Fault,接口先生,0991-1,离线\n";

        var preview = await (await PostAsync(clerk, File, "?preview=true")).IsAsync(HttpStatusCode.OK);
        Assert.Equal((2, 2, 0, true), (preview.GetProperty("lines").GetInt32(), preview.GetProperty("added").GetInt32(), preview.GetProperty("skipped").GetInt32(), preview.GetProperty("isPreview").GetBoolean()));
        Assert.Equal(0, await CasesAsync("接口先生"));

        var taken = await (await PostAsync(clerk, File, "?fileName=log.csv")).IsAsync(HttpStatusCode.OK);
        Assert.Equal((2, false), (taken.GetProperty("added").GetInt32(), taken.GetProperty("isPreview").GetBoolean()));
        Assert.Equal(2, await CasesAsync("接口先生"));
        await (await PostAsync(clerk, File)).IsProblemAsync(HttpStatusCode.Conflict, "import.same-file");
        Assert.Equal("log.csv", await product.Product.ReadAsync(db => db.Set<CaseImport>().Where(i => db.Set<ImportedCase>().Any(c => c.ImportId == i.Id && c.ExternalNumber == "A-1")).Select(i => i.FileName).SingleAsync()));
    }

    [Fact]
    public async Task File_of_several_parts_is_taken_whole_or_not_at_all_and_what_is_in_already_is_left_out()
    {
        var clerk = await product.Product.ApiAsAsync("clerk");
        var lines = Enumerable.Range(1, ImportCases.MostLines + 2).Select(n => $"B-{n},多批先生,离线 {n}").ToList();

        await (await PostAsync(clerk, Table([.. lines.SkipLast(1), "B-1,多批先生,重复"]))).IsProblemAsync(HttpStatusCode.BadRequest, "import.number-twice", $"lines[{ImportCases.MostLines + 3}].externalNumber");
        Assert.Equal(0, await CasesAsync("多批先生"));

        // As after a break between the two parts: the first is in.
        var table = new CaseTable("b.csv", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Table(lines)))), [.. lines.Select((line, i) => Line(i + 2, line.Split(',')))]);
        await product.Product.SendAsync(table.Parts(previewOnly: false).First(), Domain.Actors.Actor.Person(Guid.NewGuid(), "clerk", [Domain.Actors.Roles.Clerk]));
        var taken = await (await PostAsync(clerk, Table(lines))).IsAsync(HttpStatusCode.OK);

        Assert.Equal((2, ImportCases.MostLines), (taken.GetProperty("added").GetInt32(), taken.GetProperty("skipped").GetInt32()));
        Assert.Equal(ImportCases.MostLines + 2, await CasesAsync("多批先生"));
    }

    [Fact]
    public async Task Broken_cells_too_many_lines_and_those_who_may_not_are_refused()
    {
        var clerk = await product.Product.ApiAsAsync("clerk");

        await (await PostAsync(clerk, "customerName,subject,channel\n甲,离线,鸽子\n,离线,Phone\n")).IsProblemAsync(HttpStatusCode.BadRequest, "import.not-a-choice", "lines[2].channel");
        await (await PostAsync(clerk, Table([.. Enumerable.Range(1, CaseTable.MostLines + 1).Select(n => $"C-{n},甲,离线")]))).IsProblemAsync(HttpStatusCode.BadRequest, "import.too-many-lines", "lines");
        await (await PostAsync(await product.Product.ApiAsAsync("engineer1"), Table(["D-1,甲,离线"]))).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(clerk, new string('x', CaseImportPages.MaxFileBytes + 1))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(product.Product.CreateClient(), Table(["D-1,甲,离线"]))).StatusCode);
    }

    private static string Table(IEnumerable<string> lines) => $"externalNumber,customerName,subject\n{string.Join('\n', lines)}\n";

    private static CaseLine Line(int number, string[] cells) => new(
        number, cells[0], Domain.Cases.CaseKind.Fault, cells[1], null, null, null, null, Domain.Complaints.Channel.Phone, Domain.Complaints.ComplaintSeverity.Ordinary, Domain.Faults.FaultLevel.Minor, null, cells[2],
        cells[2]);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string file, string query = "") => client.PostAsync(Path + query, new StringContent(file, Encoding.UTF8, "text/csv"));

    private Task<int> CasesAsync(string caller) =>
        product.Product.ReadAsync(async db => await db.Faults.CountAsync(f => f.Caller.Name == caller) + await db.Complaints.CountAsync(c => c.Complainant.Name == caller));
}
