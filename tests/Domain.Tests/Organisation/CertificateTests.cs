using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Organisation;

public sealed class CertificateTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Admin => _product.Holding(Roles.Administrator);

    [Fact]
    public async Task ACC_24_Person_without_the_projects_certificate_is_refused_and_the_certificate_is_named()
    {
        var task = await TaskAsync("C-24", "外场高空作业");
        var engineer = await _product.HireAsync("eng24", Roles.Maintenance);

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => _product.SendAsync(engineer, new ClaimWorkItem(task)));
        Assert.Equal(("certificate.missing", "外场高空作业"), (refusal.Code, refusal.Values[1]));
        await Refusal.RuleAsync(_product, "certificate.missing", () => _product.SendAsync(engineer, new ClaimWorkItem(task)));

        await _product.SendAsync(Admin, new SaveCertificate("eng24", "外场高空作业", "C-24", Today.AddDays(1)));
        await _product.SendAsync(engineer, new ClaimWorkItem(task));
        Assert.Equal(engineer.PersonId, (await _product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == task))).AssigneeId);
    }

    [Fact]
    public async Task Certificate_counts_to_its_last_day_and_for_its_project_only()
    {
        var engineer = await _product.HireAsync("eng25", Roles.Maintenance);
        var task = await TaskAsync("C-25", "登高");
        await TaskAsync("C-26", "登高");
        await _product.SendAsync(Admin, new SaveCertificate("eng25", "登高", "C-26", Today.AddYears(1)));
        await Refusal.RuleAsync(_product, "certificate.missing", () => _product.SendAsync(engineer, new ClaimWorkItem(task)));

        await _product.SendAsync(Admin, new SaveCertificate("eng25", "登高", null, Today.AddDays(-1)));
        await Refusal.RuleAsync(_product, "certificate.missing", () => _product.SendAsync(engineer, new ClaimWorkItem(task)));
        await _product.SendAsync(Admin, new SaveCertificate("eng25", "登高", null, Today));
        await _product.SendAsync(engineer, new ClaimWorkItem(task));
    }

    [Fact]
    public async Task Person_whom_a_process_names_without_the_certificate_does_not_get_the_task()
    {
        await _product.HireAsync("eng27", Roles.Maintenance);
        var number = (await _product.RegisterAsync()).Number;

        var opened = await _product.SendAsync(Actor.System, PlainTask.For(number, Roles.Maintenance) with { Assignee = "eng27", Certificate = "高压电工" });

        var task = await _product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == opened.Id));
        Assert.Equal((null, "certificate-missing:高压电工", "高压电工"), (task.AssigneeId, task.RoutingNote, task.RequiredCertificate));
    }

    private DateOnly Today => CompanyTime.DayOf(_product.Clock.GetUtcNow());

    private async Task<Guid> TaskAsync(string project, string certificate)
    {
        await _product.SendAsync(Admin, new SaveProject(project, new LocalizedText("项目"), null, null, certificate, null));
        var number = (await _product.SendAsync(
            _product.Holding(Roles.Agent), new RegisterComplaint("王女士", null, "1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, project, "题", "述"))).Number;
        return (await _product.SendAsync(Actor.System, PlainTask.For(number, Roles.Maintenance))).Id;
    }
}
