using System.Net;
using AfterSales.Host.Startup;
using AfterSales.Host.Tests.Problems;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Startup;

public sealed class NodeTests
{
    [Fact]
    public async Task Nodes_that_start_at_once_on_a_new_database_make_one_company()
    {
        await using var first = new ProductFactory { StartsEmpty = true, Definitions = Path.Combine(AppContext.BaseDirectory, "workflow-definitions") };
        await using var second = new ProductFactory { StartsEmpty = true, DataDirectory = first.DataDirectory, Definitions = first.Definitions };

        await Task.WhenAll(Task.Run(first.CreateClient), Task.Run(second.CreateClient));

        Assert.Equal(DemoCompany.People.Count, await first.ReadAsync(db => db.People.CountAsync()));
        // Each reads the keys and the tokens that the other wrote.
        var client = await first.ApiAsAsync("agent");
        var other = second.CreateClient();
        other.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        await (await other.GetAsync("/api/v1/tasks")).IsAsync(HttpStatusCode.OK);
        Assert.True((await second.SendAsync(new Domain.Audit.VerifyAudit())).IsIntact);
    }
}
