using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Host.Tests.Problems;

namespace AfterSales.Host.Tests.Tasks;

/// <summary><c>POST /api/v1/tasks/{id}/{verb}</c>: what each does and how it refuses.</summary>
[Collection(SharedProduct.Name)]
public sealed class TaskVerbApiTests(ProductFactory product)
{
    public static TheoryData<string, string> Verbs => new()
    {
        { "transfer", """{"to":"engineer2"}""" },
        { "delegate", """{"to":"agent"}""" },
        { "resolve", "{}" },
        { "add-signer", """{"signer":"quality","position":"before"}""" },
        { "remove-signer", """{"signer":"quality"}""" },
        { "reject", """{"reason":"不全"}""" },
        { "withdraw", "" },
        { "cancel", """{"reason":"重复"}""" },
        { "urge", "" },
        { "inform", """{"people":["agent"]}""" },
        { "comment", """{"text":"你好"}""" },
        { "plan", """{"priority":1}""" },
        { "draft", """{"data":{}}""" },
    };

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Verb_is_refused_to_nobody_to_others_and_for_what_is_not_there(string verb, string body)
    {
        var id = await ClaimedAsync();

        await (await PostAsync(product.CreateClient(), id, verb, body)).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.required");
        await RefusesAsync("quality", id, verb, body, HttpStatusCode.Forbidden, "task.not-yours");
        await RefusesAsync("auditor", id, verb, body, HttpStatusCode.Forbidden, "task.not-yours");
        await RefusesAsync("engineer1", Guid.NewGuid(), verb, body, HttpStatusCode.NotFound, "request.not-found");
    }

    [Theory]
    [InlineData("transfer", "task.done")]
    [InlineData("delegate", "task.done")]
    [InlineData("resolve", "task.done")]
    [InlineData("add-signer", "task.done")]
    [InlineData("remove-signer", "task.done")]
    [InlineData("reject", "task.done")]
    [InlineData("withdraw", "task.went-on")]
    [InlineData("urge", "task.done")]
    [InlineData("plan", "task.done")]
    [InlineData("draft", "task.done")]
    public async Task Task_that_is_done_says_so(string verb, string code)
    {
        var id = await ClaimedAsync();
        await (await PostAsync(await product.ApiAsAsync("engineer1"), id, "complete", """{"outcome":"Done"}""")).IsAsync(HttpStatusCode.OK);

        await RefusesAsync("engineer1", id, verb, Verbs.Single(row => (string)row[0] == verb)[1] as string ?? "", HttpStatusCode.Conflict, code);
    }

    [Theory]
    [InlineData("transfer", "to")]
    [InlineData("delegate", "to")]
    [InlineData("add-signer", "signer")]
    [InlineData("remove-signer", "signer")]
    [InlineData("reject", "reason")]
    [InlineData("cancel", "reason")]
    [InlineData("inform", "people")]
    [InlineData("comment", "text")]
    [InlineData("draft", "data")]
    public async Task What_is_missing_is_named(string verb, string field) =>
        await (await PostAsync(await product.ApiAsAsync("engineer1"), await ClaimedAsync(), verb, "{}")).IsProblemAsync(HttpStatusCode.BadRequest, "field.required", field);

    [Fact]
    public async Task Colleagues_work_on_one_task_by_one_verb_after_the_other()
    {
        var id = await ClaimedAsync();
        var (first, second, agent) = (await product.ApiAsAsync("engineer1"), await product.ApiAsAsync("engineer2"), await product.ApiAsAsync("agent"));

        await DoneAsync(first, id, "delegate", """{"to":"agent"}""");
        await DoneAsync(agent, id, "resolve", """{"comment":"已问客户"}""");
        var returned = await (await first.GetAsync($"/api/v1/tasks/{id}")).IsAsync(HttpStatusCode.OK);
        Assert.Equal("engineer1", returned.GetProperty("assignee").GetString());
        await DoneAsync(first, id, "comment", """{"text":"@clerk 请看 <script>alert(1)</script>"}""");
        await DoneAsync(first, id, "inform", """{"people":["quality"],"note":"知悉"}""");
        var read = await DoneAsync(await product.ApiAsAsync("quality"), id, "read", "");
        Assert.Equal(["clerk", "quality"], read.GetProperty("around").GetProperty("informed").EnumerateArray().Select(i => i.GetProperty("userName").GetString()!).Order());
        await DoneAsync(first, id, "transfer", """{"to":"engineer2","reason":"休假"}""");
        var urged = await DoneAsync(await product.ApiAsAsync("manager"), id, "urge", "");
        Assert.Equal(1, urged.GetProperty("urgeCount").GetInt32());
        await DoneAsync(first, id, "withdraw", "");
        await DoneAsync(first, id, "transfer", """{"to":"engineer2"}""");
        await DoneAsync(second, id, "draft", """{"data":{"note":"写到一半"}}""");
        var task = await (await second.GetAsync($"/api/v1/tasks/{id}")).IsAsync(HttpStatusCode.OK);
        Assert.Equal("写到一半", task.GetProperty("draft").GetProperty("note").GetString());

        await DoneAsync(second, id, "complete", """{"outcome":"Done"}""");
    }

    [Fact]
    public async Task Signers_are_added_sign_and_are_removed()
    {
        var id = await ClaimedAsync();
        var holder = await product.ApiAsAsync("engineer1");

        var withSigner = await DoneAsync(holder, id, "add-signer", """{"signer":"quality","position":"before"}""");
        var signature = withSigner.GetProperty("around").GetProperty("signers")[0].GetProperty("workItemId").GetGuid();
        await RefusesAsync("engineer1", id, "complete", """{"outcome":"Done"}""", HttpStatusCode.Conflict, "task.waits-for-signers");
        await DoneAsync(await product.ApiAsAsync("quality"), signature, "complete", """{"outcome":"Agree"}""");
        await DoneAsync(holder, id, "add-signer", """{"signer":"clerk","position":"after"}""");
        await DoneAsync(holder, id, "remove-signer", """{"signer":"clerk"}""");
        await (await PostAsync(holder, id, "add-signer", """{"signer":"clerk","position":"never"}""")).IsProblemAsync(HttpStatusCode.BadRequest, "field.unknown-value", "position");

        await DoneAsync(holder, id, "complete", """{"outcome":"Done"}""");
    }

    [Fact]
    public async Task Files_come_back_as_downloads_and_large_or_strange_ones_are_refused()
    {
        var id = await ClaimedAsync();
        var holder = await product.ApiAsAsync("engineer1");

        using var picture = Upload("现场.png", [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[3 * 1024 * 1024]]);
        var created = await holder.PostAsync($"/api/v1/tasks/{id}/attachments", picture);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var file = await holder.GetAsync(created.Headers.Location!.OriginalString);
        Assert.Equal("image/png", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(("nosniff", "sandbox; default-src 'none'"), (file.Headers.GetValues("X-Content-Type-Options").Single(), file.Headers.GetValues("Content-Security-Policy").Single()));

        using var page = Upload("现场.png", "<html><script>alert(1)</script>"u8.ToArray());
        await (await holder.PostAsync($"/api/v1/tasks/{id}/attachments", page)).IsProblemAsync(HttpStatusCode.BadRequest, "file.unknown-kind", "content");
        using var large = Upload("big.txt", Enumerable.Repeat((byte)'x', 20 * 1024 * 1024).ToArray());
        await (await holder.PostAsync($"/api/v1/tasks/{id}/attachments", large)).IsProblemAsync(HttpStatusCode.BadRequest, "file.too-large", "file");
        Assert.Equal(HttpStatusCode.Forbidden, (await (await product.ApiAsAsync("quality")).GetAsync(created.Headers.Location!.OriginalString)).StatusCode);
    }

    [Fact]
    public async Task Absence_is_arranged_recalled_and_a_leavers_tasks_are_handed_over()
    {
        var engineer = await product.ApiAsAsync("engineer1");
        var (from, until) = (product.Clock.GetUtcNow(), product.Clock.GetUtcNow().AddDays(1));
        var absence = await (await engineer.PostAsJsonAsync("/api/v1/absences", new { substitute = "engineer2", from, until })).IsAsync(HttpStatusCode.Created);
        Assert.Contains("engineer2", (await (await engineer.GetAsync("/api/v1/absences")).IsAsync(HttpStatusCode.OK)).EnumerateArray().Select(a => a.GetProperty("substitute").GetString()));
        var loop = await (await product.ApiAsAsync("engineer2")).PostAsJsonAsync("/api/v1/absences", new { substitute = "engineer1", from, until });
        await loop.IsProblemAsync(HttpStatusCode.Conflict, "absence.loop");
        await (await engineer.PostAsync($"/api/v1/absences/{absence.GetProperty("id").GetGuid()}/recall", null)).IsAsync(HttpStatusCode.NoContent);

        await ClaimedAsync();
        await (await engineer.PostAsJsonAsync("/api/v1/people/engineer1/hand-over", new { to = "engineer2", reason = "离职" })).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");
        var moved = await (await (await product.ApiAsAsync("manager")).PostAsJsonAsync("/api/v1/people/engineer1/hand-over", new { to = "engineer2", reason = "离职" })).IsAsync(HttpStatusCode.OK);
        Assert.True(moved.GetProperty("moved").GetInt32() >= 1);
        var open = await (await engineer.GetAsync("/api/v1/tasks?scope=mine&limit=200")).IsAsync(HttpStatusCode.OK);
        Assert.Equal(0, open.GetProperty("items").GetArrayLength());
    }

    private async Task<Guid> ClaimedAsync()
    {
        var id = await product.OpenTaskAsync(await product.FileComplaintAsync(), Roles.Maintenance);
        await (await (await product.ApiAsAsync("engineer1")).PostAsync($"/api/v1/tasks/{id}/claim", null)).IsAsync(HttpStatusCode.OK);
        return id;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Guid id, string verb, string body) =>
        client.PostAsync($"/api/v1/tasks/{id}/{verb}", body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<JsonElement> DoneAsync(HttpClient client, Guid id, string verb, string body)
    {
        var answer = await PostAsync(client, id, verb, body);
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.IsAsync(HttpStatusCode.OK);
    }

    private async Task RefusesAsync(string userName, Guid id, string verb, string body, HttpStatusCode status, string code)
    {
        var client = await product.ApiAsAsync(userName);
        var before = await product.DatabaseStateAsync();

        await (await PostAsync(client, id, verb, body)).IsProblemAsync(status, code);

        Assert.Equal(before, await product.DatabaseStateAsync());
    }

    private static MultipartFormDataContent Upload(string name, byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return new MultipartFormDataContent { { content, "file", name } };
    }
}
