using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Organisation;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Inquiries;

/// <summary>The month's maintenance problems, summed up and reported (PRC-07).</summary>
public sealed class SummarizeMaintenanceTests : IAsyncLifetime
{
    private TestProduct _product = null!;

    private Actor Admin => _product.Holding(Roles.Administrator);

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(loadDefinitions: false);
        await _product.HireAsync("lead", Roles.ProjectManager);
        await _product.HireAsync("head", Roles.DepartmentDirector);
        foreach (var code in (string[])["P-1", "P-2"])
            await _product.SendAsync(Admin, new SaveProject(code, new LocalizedText($"项目{code}"), "lead", "head", null, null));
        await _product.SendAsync(Admin, new ChangeProjectTeam("P-2", ProjectTeamStatus.Dissolved, null, "已验收"));
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task PRC_07_Each_projects_problems_go_to_who_leads_it_and_all_of_them_to_technical_quality()
    {
        await ComplainAsync("相机黑屏", "P-1");
        await ComplainAsync("补光灯损坏", "P-1");
        await ComplainAsync("频繁掉线", "P-2");
        await ComplainAsync("无项目的投诉", null);
        await ComplainAsync("态度恶劣", "P-1", isSupervision: true);

        var summed = await SummarizeAsync();

        Assert.Equal(new SummarizedMaintenance(4, 3), summed);
        var tasks = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().Where(w => w.CaseNumber == new CaseNumber("PRC-07/2026-11")).ToListAsync());
        var people = await _product.ReadAsync(db => db.People.ToDictionaryAsync(p => p.Id, p => p.UserName));
        var holders = tasks.ToDictionary(task => task.AssigneeId is { } id ? people[id] : task.CandidateRole);
        Assert.Equal(["head", "lead", Roles.Quality], holders.Keys.Order());
        Assert.Contains("投诉 2", holders["lead"].Instructions.Zh, StringComparison.Ordinal);
        Assert.Contains("补光灯损坏", holders["lead"].Instructions.Zh, StringComparison.Ordinal);
        Assert.StartsWith("project-dissolved:P-2", holders["head"].RoutingNote, StringComparison.Ordinal);
        Assert.Contains("无项目的投诉", holders[Roles.Quality].Instructions.Zh, StringComparison.Ordinal);
        Assert.All(tasks, task => Assert.DoesNotContain("态度恶劣", task.Instructions.Zh, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Month_is_reported_once_and_one_without_problems_not_at_all()
    {
        Assert.Equal(new SummarizedMaintenance(0, 0), await SummarizeAsync());
        await ComplainAsync("相机黑屏", null);
        _product.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(new SummarizedMaintenance(1, 1), await SummarizeAsync(InquiryPlanPeriod.Previous));
        Assert.Equal(new SummarizedMaintenance(1, 0), await SummarizeAsync(InquiryPlanPeriod.Previous));
        Assert.Equal(new SummarizedMaintenance(0, 0), await SummarizeAsync());
    }

    private Task<SummarizedMaintenance> SummarizeAsync(InquiryPlanPeriod period = InquiryPlanPeriod.Current) =>
        _product.SendAsync(Actor.System, new SummarizeMaintenance(period, new LocalizedText("总结", "Summary")));

    private Task<RegisteredComplaint> ComplainAsync(string subject, string? project, bool isSupervision = false) => _product.SendAsync(
        _product.Holding(Roles.Agent),
        new RegisterComplaint("王女士", "乌鲁木齐交警支队", "0991-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, project, subject, subject, IsSupervision: isSupervision));
}
