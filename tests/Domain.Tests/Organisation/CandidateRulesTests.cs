using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Audit;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Organisation;

/// <summary>Whom a task goes to is decided by the organisation as it is when the task opens (PRC-03, Q-14).</summary>
public sealed class CandidateRulesTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Admin => _product.Holding(Roles.Administrator);

    [Fact]
    public async Task ACC_10_Dissolved_team_sends_the_task_to_the_department_director_and_the_history_says_why()
    {
        await SaveProjectAsync("P-10", "pm10", "dir10");
        var number = await RegisterAsync("P-10");
        var before = await OpenAsync(number, CandidateRules.ProjectLead);
        _product.Clock.Advance(TimeSpan.FromDays(1));
        var dissolvedAt = _product.Clock.GetUtcNow();
        await _product.SendAsync(Admin, new ChangeProjectTeam("P-10", ProjectTeamStatus.Dissolved, null, "项目验收"));
        _product.Clock.Advance(TimeSpan.FromHours(1));

        var after = await OpenAsync(number, CandidateRules.ProjectLead);

        Assert.Equal((Roles.ProjectManager, await IdAsync("pm10")), (before.CandidateRole, before.AssigneeId));
        Assert.Equal((Roles.DepartmentDirector, await IdAsync("dir10")), (after.CandidateRole, after.AssigneeId));
        var note = string.Create(CultureInfo.InvariantCulture, $"project-dissolved:P-10@{dissolvedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        Assert.Equal(note, after.RoutingNote);
        var history = (await _product.SendAsync(_product.Holding(Roles.Auditor), new GetCaseHistory(number)))!;
        Assert.Contains(history, record => record.Changes.ToString()!.Contains(note, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Q_14_Planned_dissolution_counts_from_its_day_and_not_before()
    {
        await SaveProjectAsync("P-14", "pm14", "dir14");
        var day = CompanyTime.DayOf(_product.Clock.GetUtcNow()).AddDays(2);
        await _product.SendAsync(Admin, new ChangeProjectTeam("P-14", ProjectTeamStatus.Dissolved, day, "合同到期"));
        var number = await RegisterAsync("P-14");

        var before = await OpenAsync(number, CandidateRules.ProjectLead);
        _product.Clock.Advance(CompanyTime.StartOf(day) - _product.Clock.GetUtcNow());
        var after = await OpenAsync(number, CandidateRules.ProjectLead);

        Assert.Equal((Roles.ProjectManager, Roles.DepartmentDirector), (before.CandidateRole, after.CandidateRole));
    }

    [Theory]
    [InlineData(CandidateRules.ProjectLead, "no-project:")]
    [InlineData("unit:no-such-unit/maintenance", "nobody-in-office:maintenance@no-such-unit")]
    [InlineData("local-office/maintenance", "no-office:")]
    [InlineData(CandidateRules.PreviousActor, "no-previous-actor:")]
    public async Task Where_nobody_is_found_the_service_centre_manager_gets_it_with_a_warning(string rule, string warning)
    {
        var task = await OpenAsync(await RegisterAsync(null), rule);

        Assert.Equal((Roles.Manager, null, warning), (task.CandidateRole, task.AssigneeId, task.RoutingNote));
    }

    [Fact]
    public async Task Project_manager_who_has_left_is_no_answer()
    {
        await SaveProjectAsync("P-20", "pm20", "dir20");
        await _product.SendAsync(Admin, new DeactivatePerson("pm20", "离职"));

        var task = await OpenAsync(await RegisterAsync("P-20"), CandidateRules.ProjectLead);

        Assert.Equal((Roles.Manager, "nobody-leads:project-manager@P-20"), (task.CandidateRole, task.RoutingNote));
    }

    [Fact]
    public async Task Step_after_goes_back_to_who_did_the_one_before_or_to_their_manager()
    {
        var number = await RegisterAsync(null);
        await _product.CompleteAsync(await OpenAsync(number, "role:maintenance"));

        var same = await OpenAsync(number, CandidateRules.PreviousActor);
        var manager = await OpenAsync(number, CandidateRules.PreviousActorManager);

        Assert.Equal(await IdAsync(Roles.Maintenance), same.AssigneeId);
        Assert.Equal((await IdAsync(Roles.Manager), "manager-of:maintenance"), (manager.AssigneeId, manager.RoutingNote));
    }

    [Fact]
    public async Task Local_office_is_the_one_that_serves_the_customers_equipment()
    {
        await _product.SendAsync(Admin, new SaveUnit("office-30", new LocalizedText("办事处"), null, UnitKind.LocalOffice, null, null));
        await _product.SendAsync(Admin, new SavePerson("asker30", new LocalizedText("询检员"), [new(Roles.InquiryOfficer, "office-30")], null));
        var number = await RegisterAsync(null, "和田公路局");
        var customer = await _product.ReadAsync(db => db.Complaints.Where(c => c.Number == number).Select(c => c.CustomerId).SingleAsync());
        await _product.SendAsync(Admin, new SaveEquipment("SN-30", "球机", null, customer, null, null, "office-30", null, null, null));

        var task = await OpenAsync(number, "local-office/inquiry-officer");
        var nobody = await OpenAsync(number, "local-office/maintenance");

        Assert.Equal((Roles.InquiryOfficer, "local-office:office-30"), (task.CandidateRole, task.RoutingNote));
        Assert.NotNull(task.CandidateUnitId);
        Assert.Equal((Roles.Manager, "nobody-in-office:maintenance@office-30"), (nobody.CandidateRole, nobody.RoutingNote));
    }

    [Fact]
    public async Task Rule_that_does_not_exist_is_refused()
    {
        var number = await RegisterAsync(null);
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => OpenAsync(number, "role:king"));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => OpenAsync(number, "whoever"));
    }

    private async Task SaveProjectAsync(string code, string manager, string director)
    {
        await _product.HireAsync(manager, Roles.ProjectManager);
        await _product.HireAsync(director, Roles.DepartmentDirector);
        await _product.SendAsync(Admin, new SaveProject(code, new LocalizedText("项目", "Project"), manager, director, null, null));
    }

    private async Task<CaseNumber> RegisterAsync(string? project, string unit = "乌鲁木齐交警支队") => (await _product.SendAsync(
        _product.Holding(Roles.Agent), new RegisterComplaint("王女士", unit, "1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, project, "题", "述"))).Number;

    private async Task<WorkItem> OpenAsync(CaseNumber number, string rule)
    {
        var opened = await _product.SendAsync(Actor.System, PlainTask.For(number, Roles.Clerk) with { CandidateRule = rule });
        return await _product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == opened.Id));
    }

    private Task<Guid?> IdAsync(string userName) => _product.ReadAsync(db => db.People.Where(p => p.UserName == userName).Select(p => (Guid?)p.Id).SingleAsync());
}
