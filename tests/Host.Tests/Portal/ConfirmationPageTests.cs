using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Portal;

/// <summary>Photos, files and signatures that a customer sends with an answer, as a browser without script does it and as a program does.</summary>
[Collection(SharedProduct.Name)]
public sealed partial class ConfirmationPageTests(ProductFactory product)
{
    private const string Form = """
        {"fields":[{"name":"comment","label":"意见","requiredFor":["NotSatisfied"]},{"name":"photos","type":"attachment","label":"现场照片","requiredFor":["Satisfied"],"maxRows":2},
          {"name":"more","type":"boolean","label":"还有资料"},{"name":"papers","type":"attachment","label":"资料","when":{"field":"more","equals":true}},
          {"name":"internal","type":"attachment","label":"内部资料","staffOnly":true},{"name":"sign","type":"signature","label":"签名","required":true}]}
        """;

    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private static readonly byte[] Page = "<html><script>alert(1)</script>"u8.ToArray();
    private static readonly string Drawing = $"data:image/png;base64,{Convert.ToBase64String(Picture)}";

    [Fact]
    public async Task Photos_and_a_drawn_signature_become_files_of_the_task_with_the_answer()
    {
        var (id, token) = await OpenAsync();
        var asked = await Visitor().GetStringAsync($"/c/{token}");
        Assert.Contains("multipart/form-data", asked, StringComparison.Ordinal);
        Assert.Contains("name=\"data.photos\"", asked, StringComparison.Ordinal);
        Assert.Contains("data-pad", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("data.internal", asked, StringComparison.Ordinal);

        var sent = await SendAsync(token, [("outcome", "Satisfied"), ("data.sign.name", "韩雪"), ("data.sign.image", Drawing)], ("data.photos", @"C:\fakepath\机房.png", Picture), ("data.photos", "b.png", [.. Picture, 4]));

        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var files = await FilesAsync(id);
        Assert.Equal(["机房.png", "b.png", "签名.png"], files.Select(f => f.FileName));
        Assert.All(files, file => Assert.StartsWith("韩雪 (", file.AddedBy, StringComparison.Ordinal));
        var data = JsonElement.Parse((await product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == id))).Data!);
        Assert.Equal(files.Take(2).Select(f => f.Id.ToString()), data.GetProperty("photos").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(files[2].Id.ToString(), data.GetProperty("sign").GetProperty("image").GetString());
        var officer = await product.SignedInAsync("officer1");
        Assert.Equal(Picture, await officer.GetByteArrayAsync($"/tasks/{id}/attachments/{files[0].Id}"));
        Assert.Equal(HttpStatusCode.Redirect, (await Visitor().GetAsync($"/tasks/{id}/attachments/{files[0].Id}")).StatusCode);
    }

    [Fact]
    public async Task Refused_answer_keeps_no_file_and_comes_back_with_what_was_typed_and_drawn()
    {
        var (_, token) = await OpenAsync();
        foreach (var (name, content, message) in ((string, byte[], string)[])[("page.png", Page, "只接受图片"), ("big.png", [.. Picture, .. new byte[11 * 1024 * 1024]], "文件最大 10 MB"), ("empty.png", [], "文件是空的")])
            Assert.Contains(message, await RefusedAsync(token, [("outcome", "Satisfied"), ("data.sign.name", "韩雪")], ("data.photos", name, content)), StringComparison.Ordinal);

        var missing = await RefusedAsync(token, [("outcome", "NotSatisfied"), ("data.sign.name", "韩 <b>雪</b>"), ("data.sign.image", Drawing)], ("data.photos", "a.png", Picture));
        Assert.Contains("请填写「意见」", missing, StringComparison.Ordinal);
        Assert.Contains("请重新选择文件", missing, StringComparison.Ordinal);
        Assert.Contains("韩 &lt;b&gt;雪&lt;/b&gt;", missing, StringComparison.Ordinal);
        Assert.Contains($"<img class=\"signature\" src=\"{Drawing}\"", missing, StringComparison.Ordinal);

        var three = Enumerable.Range(0, 3).Select(n => ("data.photos", $"{n}.png", Picture)).ToArray();
        Assert.Contains("最多", await RefusedAsync(token, [("outcome", "Satisfied"), ("data.sign.name", "韩雪")], three), StringComparison.Ordinal);
        Assert.Contains("须为签名", await RefusedAsync(token, [("outcome", "NotSatisfied"), ("data.comment", "x"), ("data.sign.image", "data:image/svg+xml;base64,PHN2Zy8+")]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_names_no_file_that_it_does_not_bring()
    {
        var (id, token) = await OpenAsync();
        var staffs = await product.SendAsync(new AttachToWorkItem(id, "internal.png", Picture), Actor.Person(Guid.NewGuid(), "officer1", [Roles.VerificationOfficer]));

        Assert.Contains("不属于此待办的附件", await RefusedAsync(token, [("outcome", "Satisfied"), ("data.photos", staffs.ToString()), ("data.sign.name", "韩雪")]), StringComparison.Ordinal);
        Assert.Contains("不属于此待办的附件", await RefusedAsync(token, [("outcome", "NotSatisfied"), ("data.comment", "x"), ("data.sign.image", staffs.ToString())]), StringComparison.Ordinal);
        await ApiRefusesAsync(token, new { outcome = "Satisfied", data = new { sign = new { name = "韩雪" } }, files = new[] { File("internal", "a.png", Picture) } }, "form.unknown-field", "data.internal");
        await ApiRefusesAsync(token, new { outcome = "Satisfied", data = new { sign = new { name = "韩雪" } }, files = new[] { File("comment", "a.png", Picture) } }, "form.unknown-field", "data.comment");
    }

    [Fact]
    public async Task File_for_a_question_that_is_not_asked_is_not_kept()
    {
        var (id, token) = await OpenAsync();

        await SendAsync(token, [("outcome", "Satisfied"), ("data.more", "false"), ("data.sign.name", "韩雪")], ("data.photos", "a.png", Picture), ("data.papers", "b.png", Picture));

        Assert.Equal(["a.png"], (await FilesAsync(id)).Select(f => f.FileName));
    }

    [Fact]
    public async Task Program_sends_files_with_the_answer_and_the_same_answer_counts_once()
    {
        var (id, token) = await OpenAsync();
        var (client, key) = (product.CreateClient(), Guid.NewGuid().ToString());
        var signature = new { sign = new { name = "韩雪" } };
        await ApiRefusesAsync(token, new { outcome = "Satisfied", data = signature, files = new[] { File("photos", "a.png", Page) } }, "file.unknown-kind", "data.photos");
        await ApiRefusesAsync(token, new { outcome = "Satisfied", files = new[] { File("photos", "a.png", Picture), File("sign", "a.txt", "text"u8.ToArray()) } }, "form.not-a-signature", "data.sign");
        object Answer(byte[] content) => new { outcome = "Satisfied", data = signature, files = new[] { File("photos", "a.png", content), File("sign", "sign.png", Picture) } };

        var photo = (byte[])[.. Picture, .. new byte[1024 * 1024]];
        await (await client.PostWithKeyAsync($"/api/v1/confirmations/{token}", Answer(photo), key)).IsAsync(HttpStatusCode.OK);
        await (await client.PostWithKeyAsync($"/api/v1/confirmations/{token}", Answer(photo), key)).IsAsync(HttpStatusCode.OK);
        await (await client.PostWithKeyAsync($"/api/v1/confirmations/{token}", Answer([.. photo, 1]), key)).IsProblemAsync(HttpStatusCode.Conflict, "idempotency.key-reused");

        Assert.Equal([photo.Length, Picture.Length], (await FilesAsync(id)).Select(f => f.Size));
    }

    private static object File(string field, string fileName, byte[] content) => new { field, fileName, content };

    private async Task<(Guid Id, string Token)> OpenAsync()
    {
        var number = await product.FileComplaintAsync();
        var id = await product.OpenTaskAsync(
            number, Roles.VerificationOfficer, Form, WorkItemKind.CustomerConfirmation, outcomes: [CustomerConfirmation.Satisfied, CustomerConfirmation.NotSatisfied]);
        var link = await product.ReadAsync(db => db.CustomerLinks.SingleAsync(l => l.WorkItemId == id));
        return (id, product.Services.GetRequiredService<ICustomerLinkTokens>().Protect(link.Id));
    }

    private Task<List<TaskAttachment>> FilesAsync(Guid task) => product.ReadAsync(db => db.Set<TaskAttachment>().AsNoTracking().Where(a => a.WorkItemId == task).OrderBy(a => a.Id).ToListAsync());

    private async Task ApiRefusesAsync(string token, object body, string code, string field)
    {
        var before = await product.DatabaseStateAsync();
        await (await product.CreateClient().PostAsJsonAsync($"/api/v1/confirmations/{token}", body)).IsProblemAsync(HttpStatusCode.BadRequest, code, field);
        Assert.Equal(before, await product.DatabaseStateAsync());
    }

    private async Task<string> RefusedAsync(string token, (string Name, string Value)[] fields, params (string Field, string FileName, byte[] Content)[] files)
    {
        var before = await product.DatabaseStateAsync();
        var refused = await SendAsync(token, fields, files);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(before, await product.DatabaseStateAsync());
        return await refused.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(string token, (string Name, string Value)[] fields, params (string Field, string FileName, byte[] Content)[] files)
    {
        var visitor = Visitor();
        var forgery = Forgery().Match(await visitor.GetStringAsync($"/c/{token}")).Groups["token"].Value;
        using var form = new MultipartFormDataContent { { new StringContent(forgery), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (field, fileName, content) in files)
            form.Add(new ByteArrayContent(content), field, fileName);
        return await visitor.PostAsync($"/c/{token}", form);
    }

    private HttpClient Visitor()
    {
        var visitor = product.CreateClient(new() { AllowAutoRedirect = false });
        visitor.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return visitor;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Forgery();
}
