using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using AfterSales.Host.Accounts;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Accounts;

[Collection(SharedProduct.Name)]
public sealed class TokenApiTests(ProductFactory product)
{
    private const string Path = "/api/v1/tokens";

    [Fact]
    public async Task Right_password_gives_a_token_that_opens_the_api()
    {
        var answer = await (await product.CreateClient().PostAsJsonAsync(Path, Credentials("quality", ProductFactory.Password))).IsAsync(HttpStatusCode.Created);

        var token = answer.GetProperty("token").GetString()!;
        Assert.Matches("^as_[A-Za-z0-9_-]{43}$", token);
        await (await Bearer(token).GetAsync("/api/v1/tasks")).IsAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Issuing_a_token_is_on_the_record_without_the_token()
    {
        var answer = await (await product.CreateClient().PostAsJsonAsync(Path, Credentials("clerk", ProductFactory.Password))).IsAsync(HttpStatusCode.Created);

        var records = await product.ReadAsync(db => db.Set<Domain.Audit.AuditRecord>().Where(r => r.Action == nameof(IssueAccessToken) && r.ActorName == "clerk").ToListAsync());
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.DoesNotContain(answer.GetProperty("token").GetString()!, record.Changes, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("quality", "wrong-password")]
    [InlineData("nobody", "wrong-password")]
    [InlineData("", "")]
    public async Task Wrong_name_and_wrong_password_are_refused_alike(string userName, string password) =>
        await (await product.CreateClient().PostAsJsonAsync(Path, Credentials(userName, password))).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.wrong-credentials");

    [Fact]
    public async Task Missing_members_are_named() =>
        await (await product.CreateClient().PostTextAsync(Path, """{"userName":"agent"}""")).IsProblemAsync(HttpStatusCode.BadRequest, "field.required", "password");

    [Fact]
    public async Task Too_long_a_name_is_refused() =>
        await (await product.CreateClient().PostAsJsonAsync(Path, new { userName = "agent", password = ProductFactory.Password, name = new string('x', 101) }))
            .IsProblemAsync(HttpStatusCode.BadRequest, "field.too-long", "name");

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_ten_minutes()
    {
        var client = product.CreateClient();
        for (var i = 0; i < 5; i++)
            await (await client.PostAsJsonAsync(Path, Credentials("inquirer", "wrong-password"))).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.wrong-credentials");

        await (await client.PostAsJsonAsync(Path, Credentials("inquirer", ProductFactory.Password))).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.locked-out");

        product.Clock.Advance(TimeSpan.FromMinutes(10));
        await (await client.PostAsJsonAsync(Path, Credentials("inquirer", ProductFactory.Password))).IsAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_are_slowed_down()
    {
        await using var strict = product.WithWebHostBuilder(builder => builder.UseSetting("Security:SignInPerMinute", "2"));
        var client = strict.CreateClient();
        await client.PostAsJsonAsync(Path, Credentials("nobody", "wrong-password"));
        await client.PostAsJsonAsync(Path, Credentials("nobody", "wrong-password"));

        var refusal = await client.PostAsJsonAsync(Path, Credentials("quality", ProductFactory.Password));

        await refusal.IsProblemAsync(HttpStatusCode.TooManyRequests, "request.too-many");
        Assert.NotNull(refusal.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_revoked_token_stops_at_once()
    {
        var answer = await (await product.CreateClient().PostAsJsonAsync(Path, Credentials("director", ProductFactory.Password))).IsAsync(HttpStatusCode.Created);
        var token = answer.GetProperty("token").GetString()!;
        var hash = AccessTokens.Hash(token);
        await product.ReadAsync(db => db.Set<AccessToken>().Where(t => t.Hash == hash).ExecuteUpdateAsync(t => t.SetProperty(x => x.RevokedAt, product.Clock.GetUtcNow())));

        await (await Bearer(token).GetAsync("/api/v1/tasks")).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.required");
    }

    [Theory]
    [InlineData("as_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("rubbish")]
    public async Task An_unknown_token_is_refused(string token) =>
        await (await Bearer(token).GetAsync("/api/v1/tasks")).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.required");

    [Fact]
    public async Task Without_a_token_nothing_opens()
    {
        foreach (var path in (string[])["/api/v1/tasks", "/api/v1/complaints", "/api/v1/complaints/C-2026-00001", "/api/v1/cases/C-2026-00001/history", "/api/v1/audit/verify"])
            await (await product.CreateClient().GetAsync(path)).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.required");
    }

    private static object Credentials(string userName, string password) => new { userName, password, name = "test" };

    private HttpClient Bearer(string token)
    {
        var client = product.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
