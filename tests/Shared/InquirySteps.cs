using System.Globalization;
using System.Text.Json;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Customers;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.FieldJobs;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Testing;

/// <summary>Offices, devices and jobs for inquiries, and what officers do with them.</summary>
internal static class InquirySteps
{
    private const string Form = """
        {"fields":[{"name":"spokenWith","type":"text","label":"接听人"},{"name":"score","type":"text","label":"满意程度"},{"name":"supplyIssue","type":"multiline","label":"供货"},
        {"name":"runningIssue","type":"multiline","label":"运行"},{"name":"serviceIssue","type":"multiline","label":"服务"},{"name":"trainingIssue","type":"multiline","label":"培训"}]}
        """;

    /// <summary>A division office with a local office under it, each with its people; the officer is named like the office, the engineer has an <c>e-</c> before it.</summary>
    public static async Task<Actor> OpenOfficeAsync(this TestProduct product, string code, string division)
    {
        var admin = product.Holding(Roles.Administrator);
        await product.SendAsync(admin, new SaveUnit(division, new LocalizedText(division), null, UnitKind.DivisionOffice, null, OrganisationImport.AnyRevision));
        await product.SendAsync(admin, new SaveUnit(code, new LocalizedText(code), division, UnitKind.LocalOffice, null, OrganisationImport.AnyRevision));
        await product.SendAsync(admin, new SavePerson(code, new LocalizedText(code), [new(Roles.InquiryOfficer, code)], null));
        await product.SendAsync(admin, new SavePerson($"e-{code}", new LocalizedText(code), [new(Roles.Maintenance, code)], null));
        return await product.ActorAsync(code);
    }

    public static async Task<Actor> ActorAsync(this TestProduct product, string userName)
    {
        var person = await product.ReadAsync(db => db.People.AsNoTracking().SingleAsync(p => p.UserName == userName));
        return Actor.Person(person.Id, userName, person.Posts.Select(p => p.Role));
    }

    /// <summary>Puts devices of one customer into the register, all at once. Returns the customer.</summary>
    public static async Task<Guid> InstallAsync(this TestProduct product, string officeCode, int count, DateOnly? firstAcceptedOn, DateOnly? openedOn, string prefix = "SN")
    {
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        var now = product.Clock.GetUtcNow();
        var office = await db.Units.Where(u => u.Code == officeCode).Select(u => u.Id).SingleAsync();
        var customer = Customer.Register("林涛", $"{officeCode}客户", "0991", null, null, now);
        db.Add(customer);
        db.AddRange(Enumerable.Range(1, count).Select(n => Equipment.Install(
            customer.Id, string.Create(CultureInfo.InvariantCulture, $"{prefix}-{officeCode}-{n:D5}"), new EquipmentFacts("球机", OfficeUnitId: office, FirstAcceptedOn: firstAcceptedOn, OpenedOn: openedOn), now)));
        await db.SaveChangesAsync();
        return customer.Id;
    }

    public static async Task RecordJobsAsync(this TestProduct product, string officeCode, Guid customerId, int count, DateOnly doneOn, string prefix = "XC")
    {
        for (var n = 1; n <= count; n++)
            await product.SendAsync(
                product.Holding(Roles.Clerk), new RecordFieldJob(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{officeCode}-{n:D3}"), null, customerId, null, officeCode, doneOn));
    }

    public static Task<GeneratedInquiries> GenerateAsync(this TestProduct product, string? rule = null, InquiryPlanPeriod period = InquiryPlanPeriod.Current) =>
        product.SendAsync(Actor.System, new GenerateInquiryPlan(rule, period, new LocalizedText("询检", "Inquiry"), LocalizedText.Empty, Form));

    public static async Task AskAsync(this TestProduct product, Actor officer, Guid workItemId, int score = 5, params (string Field, string Said)[] issues)
    {
        var data = new Dictionary<string, object> { ["score"] = score.ToString(CultureInfo.InvariantCulture), ["spokenWith"] = "林涛" };
        foreach (var (field, said) in issues)
            data[field] = said;
        await product.SendAsync(officer, new CompleteWorkItem(workItemId, InquiryAnswer.Asked, JsonSerializer.SerializeToElement(data)));
    }

    public static async Task<PlanCoverage> CoverageAsync(this TestProduct product, string rule) =>
        (await product.SendAsync(product.Holding(Roles.Auditor), new GetInquiryCoverage(rule)))[0];
}
