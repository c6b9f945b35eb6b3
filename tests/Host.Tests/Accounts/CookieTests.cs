using System.Net;
using AfterSales.Host.Accounts;
using AfterSales.Host.Tests.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Accounts;

[Collection(SharedProduct.Name)]
public sealed class CookieTests(ProductFactory product)
{
    [Fact]
    public async Task The_cookie_lets_in_and_scripts_cannot_read_it()
    {
        await using var web = WithSignInDoor();
        var client = web.CreateClient();

        var signedIn = await client.PostAsync("/test-door?as=pm", null);

        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("aftersales=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        await (await client.GetAsync("/api/v1/tasks")).IsAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_changed_security_stamp_ends_every_session_within_half_a_minute()
    {
        await using var web = WithSignInDoor();
        var client = web.CreateClient();
        await client.PostAsync("/test-door?as=owner", null);
        await (await client.GetAsync("/api/v1/tasks")).IsAsync(HttpStatusCode.OK);

        await product.ReadAsync(db => db.Set<Account>().Where(a => a.UserName == "owner").ExecuteUpdateAsync(a => a.SetProperty(x => x.SecurityStamp, "changed")));
        product.Clock.Advance(ActorDirectory.Lifetime);

        await (await client.GetAsync("/api/v1/tasks")).IsProblemAsync(HttpStatusCode.Unauthorized, "auth.required");
    }

    // The sign-in page belongs to another area; this is the part of it that matters here.
    private WebApplicationFactory<Program> WithSignInDoor() =>
        product.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.AddSingleton<IStartupFilter, Door>()));

    private sealed class Door : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) => context.Request.Path == "/test-door" ? EnterAsync(context) : following(context));
            next(app);
        };

        private static Task<SignInOutcome> EnterAsync(HttpContext context) => context.RequestServices.GetRequiredService<SignIn>()
            .WithPasswordAsync(context, context.Request.Query["as"].ToString(), ProductFactory.Password, context.RequestAborted);
    }
}
