using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Domain.Tests.Notifications;

public sealed class NotifierTests
{
    [Fact]
    public async Task Task_for_a_group_is_told_to_each_of_the_group_and_to_nobody_else()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        var colleague = await product.HireAsync("colleague", Roles.Maintenance);

        var id = await product.OpenAsync(Roles.Maintenance);

        var told = await product.ReadAsync(db => db.Notifications.AsNoTracking().ToListAsync());
        Assert.Equal(new[] { colleague.PersonId, product.Holding(Roles.Maintenance).PersonId }.Order(), told.Select(n => (Guid?)n.PersonId).Order());
        Assert.All(told, n => Assert.Equal((NotificationKind.TaskForGroup, id), (n.Kind, n.WorkItemId)));
    }

    [Fact]
    public async Task Task_for_one_person_is_told_to_that_person_alone_with_its_words_in_their_language()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        await notifying.Product.HireAsync("colleague", Roles.Clerk);
        await notifying.ChooseAsync(Roles.Clerk, NotificationKind.TaskAssigned, language: TemplateLanguage.English);

        await notifying.Product.OpenAsync(Roles.Clerk, assignee: Roles.Clerk);
        Assert.Equal(1, await notifying.SendDueAsync());

        Assert.Equal(NotificationKind.TaskAssigned, Assert.Single(await notifying.OfAsync(Roles.Clerk)).Kind);
        Assert.Empty(await notifying.OfAsync("colleague"));
        var mail = Assert.Single(notifying.Mail.Sent);
        Assert.Equal(("clerk@example.org", $"New task: 待办 ({TaskSteps.NoCase})"), (mail.To, mail.Subject));
        Assert.DoesNotContain("Due:", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overdue_is_told_once()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var id = await notifying.Product.OpenAsync(Roles.Clerk);

        await notifying.Product.SendAsync(Actor.System, new MarkWorkItemOverdue(id));
        await notifying.Product.SendAsync(Actor.System, new MarkWorkItemOverdue(id));

        Assert.Equal([NotificationKind.TaskForGroup, NotificationKind.TaskOverdue], (await notifying.OfAsync(Roles.Clerk)).Select(n => n.Kind));
    }

    [Theory]
    [InlineData(NotificationKind.Urged)]
    [InlineData(NotificationKind.Mentioned)]
    [InlineData(NotificationKind.Copied)]
    [InlineData(NotificationKind.TaskReassigned)]
    public async Task People_are_told_of_a_task_by_name_and_words_but_not_of_their_own_doing_nor_twice(NotificationKind kind)
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        var (manager, clerk) = (product.Holding(Roles.Manager), product.Holding(Roles.Clerk));
        var id = await product.OpenAsync(Roles.Maintenance);

        await notifying.TellAsync(manager, kind, id, [clerk.PersonId!.Value, clerk.PersonId.Value, manager.PersonId!.Value, Guid.NewGuid()], "<b>客户</b>在等");

        Assert.Empty(await notifying.OfAsync(Roles.Manager));
        var told = Assert.Single(await notifying.OfAsync(Roles.Clerk));
        Assert.Equal((kind, "manager", "<b>客户</b>在等"), (told.Kind, told.ReadValues()["by"].Zh, told.ReadValues()["text"].Zh));
        var line = Assert.Single((await product.SendAsync(clerk, new ListNotifications())).Lines);
        Assert.Equal("<b>客户</b>在等", line.Text);
    }

    [Fact]
    public async Task Nothing_is_told_of_a_change_that_does_not_commit()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        await notifying.ChooseAsync(Roles.Maintenance, NotificationKind.TaskForGroup);

        var (manager, receiver) = (notifying.Product.Holding(Roles.Manager), notifying.Product.Holding(Roles.Maintenance));
        var id = await notifying.Product.OpenAsync(Roles.Clerk);

        await Assert.ThrowsAsync<IOException>(() => notifying.TellAsync(manager, NotificationKind.Urged, id, [receiver.PersonId!.Value], "x", fail: true));

        Assert.Empty(await notifying.OfAsync(Roles.Maintenance));
        Assert.Empty(await notifying.DeliveriesAsync());
    }

    [Fact]
    public async Task Closed_case_is_told_to_who_took_it_in_and_who_worked_on_it()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        var number = (await product.RegisterAsync()).Number;

        while (await product.OpenTaskAsync(number) is not null)
            await product.CompleteNextAsync(number);

        Assert.Equal(AfterSales.Domain.Cases.CaseStatus.Closed, await product.ReadAsync(db => db.CaseFiles.Where(f => f.Number == number).Select(f => f.Status).SingleAsync()));
        Assert.Contains(await notifying.OfAsync(Roles.Agent), n => n.Kind == NotificationKind.CaseClosed && n.CaseNumber == number);
        Assert.DoesNotContain(await notifying.OfAsync(Roles.Auditor), n => n.Kind == NotificationKind.CaseClosed);
    }

    [Fact]
    public async Task Customer_with_an_address_gets_the_link_once_and_the_record_says_so_without_the_address()
    {
        await using var notifying = await NotifyingProduct.StartAsync();
        var product = notifying.Product;
        var number = (await product.RegisterAsync()).Number;

        await product.OpenAsync(Roles.Agent, kind: WorkItemKind.CustomerConfirmation, number: number, outcomes: [CustomerConfirmation.Satisfied, CustomerConfirmation.NotSatisfied]);
        await notifying.SendDueAsync();
        await notifying.SendDueAsync();

        var mail = Assert.Single(notifying.Mail.Sent);
        Assert.Equal("wang@example.org", mail.To);
        Assert.Contains("王女士", mail.Body, StringComparison.Ordinal);
        Assert.Contains("https://test/c/", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(await product.ReadAsync(db => db.Set<AfterSales.Engine.Outbox.OutboxMessage>().Select(m => m.Payload).ToListAsync()), payload => payload.Contains("wang", StringComparison.Ordinal) || payload.Contains("/c/", StringComparison.Ordinal));
        var history = (await product.SendAsync(product.Holding(Roles.Auditor), new GetCaseHistory(number)))!;
        Assert.Contains(history, record => record.Changes.TryGetProperty("customerMail", out var said) && said.GetString() == "queued");
    }
}

internal static class Telling
{
    /// <summary>What a handler does: tells people inside its unit of work.</summary>
    public static async Task TellAsync(this NotifyingProduct notifying, Actor actor, NotificationKind kind, Guid workItemId, IReadOnlyCollection<Guid> people, string? text, bool fail = false)
    {
        await using var scope = notifying.Product.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().ActAs(actor);
        await services.GetRequiredService<UnitOfWork>().RunAsync(
            async token =>
            {
                var item = await services.GetRequiredService<AfterSalesDbContext>().WorkItems.SingleAsync(w => w.Id == workItemId, token);
                await services.GetRequiredService<INotifier>().AboutTaskAsync(kind, item, people, text, token);
                return fail ? throw new IOException("no commit") : true;
            },
            CancellationToken.None);
    }
}
