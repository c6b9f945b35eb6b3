using System.Net;
using AfterSales.Host.Tests.Problems;
using AfterSales.Host.Tests.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Audit;

[Collection(SharedProduct.Name)]
public sealed class AuditVerifyTests(ProductFactory product)
{
    [Fact]
    public async Task The_auditor_can_prove_that_the_record_is_intact()
    {
        var number = await product.FileComplaintAsync();

        var result = await (await (await product.ApiAsAsync("auditor")).GetAsync($"/api/v1/audit/verify?chain={number}")).IsAsync(HttpStatusCode.OK);

        Assert.True(result.GetProperty("isIntact").GetBoolean());
        Assert.Equal(1, result.GetProperty("chains").GetInt32());
    }

    [Fact]
    public async Task Others_may_not() =>
        await (await (await product.ApiAsAsync("engineer1")).GetAsync("/api/v1/audit/verify")).IsProblemAsync(HttpStatusCode.Forbidden, "role.missing");

    [Fact]
    public async Task The_command_line_says_the_same_by_its_exit_code()
    {
        await using var product = new ProductFactory();
        var number = await product.FileComplaintAsync();
        Assert.Equal(0, await RunAsync(product));

        await product.ReadAsync(db => db.Set<Domain.Audit.AuditRecord>().Where(r => r.Chain == number.Value).ExecuteUpdateAsync(r => r.SetProperty(x => x.ActorName, "somebody else")));

        Assert.Equal(1, await RunAsync(product));
        Assert.Equal(1, await RunAsync(product, "--chain", number.Value));
        Assert.Equal(0, await RunAsync(product, "--chain", "organisation"));
        Assert.Equal(2, await RunAsync(product, "--chain", "C-1999-00001"));
    }

    private static Task<int> RunAsync(ProductFactory product, params string[] options) => CommandLine.RunAsync(["audit", "verify", .. options, "--Data:Directory", product.DataDirectory]);
}
