using AfterSales.Domain.Actors;
using AfterSales.Domain.Notifications;
using AfterSales.Engine.Outbox;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Host.Tests.Notifications;

/// <summary>The web host with a mail server beside it.</summary>
public sealed class MailingProduct : ProductFactory
{
    public MailServer MailServer { get; } = new();

    /// <summary>Lets somebody of the demo company be reached by mail.</summary>
    public async Task<Actor> ReachAsync(string userName, NotificationKind kind, string? webhookUser = null)
    {
        var person = await ReadAsync(db => db.People.AsNoTracking().SingleAsync(p => p.UserName == userName));
        var actor = Actor.Person(person.Id, userName, person.Posts.Select(post => post.Role));
        await SendAsync(new ChooseNotifications($"{userName}@example.org", webhookUser, TemplateLanguage.Chinese, null, 8, [new KindChoice(kind, true, webhookUser is not null, DigestChoice.None, true)]), actor);
        return actor;
    }

    public Task<int> SendDueAsync() => Services.GetRequiredService<OutboxPump>().RunDueAsync(CancellationToken.None);

    public Task<NotificationDelivery> LastDeliveryAsync() => ReadAsync(db => db.NotificationDeliveries.AsNoTracking().OrderByDescending(d => d.Id).FirstAsync());

    public Task<OutboxMessage> OutboxRowAsync(string key) => ReadAsync(db => db.Set<OutboxMessage>().AsNoTracking().SingleAsync(m => m.IdempotencyKey == key));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Notifications:Smtp:Host", "127.0.0.1");
        builder.UseSetting("Notifications:Smtp:Port", MailServer.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        builder.UseSetting("Notifications:Smtp:Security", "None");
        builder.UseSetting("Notifications:Smtp:From", "客户服务中心 <service@example.com>");
        builder.UseSetting("Portal:PublicUrl", "https://service.example.com/");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            MailServer.Dispose();
    }
}
