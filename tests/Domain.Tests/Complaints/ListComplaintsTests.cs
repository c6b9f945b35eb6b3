using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Complaints;

public sealed class ListComplaintsTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Pages_show_every_case_once_newest_first(int limit)
    {
        for (var i = 0; i < 7; i++)
        {
            // Several at one moment: paging must not depend on times being different.
            _product.Clock.Advance(TimeSpan.FromSeconds(i % 2));
            await _product.RegisterAsync();
        }

        var all = await ListAsync(new ListComplaints(Limit: 200));
        var paged = new List<ComplaintSummary>();
        for (ComplaintSummary? last = null; await ListAsync(new ListComplaints(After: last?.Number, Limit: limit)) is { Count: > 0 } page; last = page[^1])
        {
            Assert.True(page.Count <= limit);
            paged.AddRange(page);
        }

        Assert.Equal(all.Select(c => c.Number), paged.Select(c => c.Number));
        Assert.Equal(all.Count, all.DistinctBy(c => c.Number).Count());
        Assert.Equal(all.OrderByDescending(c => c.RegisteredAt).Select(c => c.RegisteredAt), all.Select(c => c.RegisteredAt));
    }

    [Fact]
    public async Task Search_finds_the_number_and_parts_of_subject_and_customer()
    {
        var request = new RegisterComplaint("周女士", "吐鲁番交警大队", "0995-1", null, null, Channel.Wechat, ComplaintSeverity.Ordinary, null, "存储盘告警", "告警");
        var number = (await _product.SendAsync(_product.Holding(Roles.Agent), request)).Number;

        foreach (var search in (string[])["周", "吐鲁番", "盘告", $" {number.Value.ToLowerInvariant()} "])
            Assert.Equal(number, Assert.Single(await ListAsync(new ListComplaints(search))).Number);
        Assert.Empty(await ListAsync(new ListComplaints("%_no such thing")));
    }

    [Fact]
    public async Task Case_past_its_half_month_is_marked_overdue()
    {
        await using var product = await TestProduct.StartAsync();
        await product.RegisterAsync();
        product.Clock.Advance(TimeSpan.FromDays(15));
        await product.RunTimersAsync();
        var fresh = (await product.RegisterAsync()).Number;

        var all = await product.SendAsync(product.Holding(Roles.Agent), new ListComplaints(OpenOnly: true));

        Assert.Equal([false, true], all.Select(c => c.IsOverdue));
        Assert.Equal(fresh, all[0].Number);
    }

    private Task<IReadOnlyList<ComplaintSummary>> ListAsync(ListComplaints request) => _product.SendAsync(_product.Holding(Roles.Agent), request);
}
