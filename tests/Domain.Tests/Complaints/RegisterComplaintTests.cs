using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Complaints;

public sealed class RegisterComplaintTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private static readonly RegisterComplaint Good =
        new("李先生", "和田公路局", "0903-7654321", "li@example.org", "和田", Channel.Email, ComplaintSeverity.Ordinary, null, "抓拍失败", "雨天抓拍失败");

    private readonly TestProduct _product = fixture.Product;

    private Actor Agent => _product.Holding(Roles.Agent);

    public static TheoryData<RegisterComplaint, string> Broken => new()
    {
        { Good with { CustomerName = " " }, "CustomerName NotEmptyValidator" },
        { Good with { CustomerName = new string('名', 101) }, "CustomerName MaximumLengthValidator" },
        { Good with { CustomerUnit = new string('u', 201) }, "CustomerUnit MaximumLengthValidator" },
        { Good with { Phone = new string('1', 41) }, "Phone MaximumLengthValidator" },
        { Good with { Address = new string('a', 301) }, "Address MaximumLengthValidator" },
        { Good with { Email = "not an address" }, "Email EmailValidator" },
        { Good with { Email = new string('e', 200) + "@x.org" }, "Email MaximumLengthValidator" },
        { Good with { Subject = "" }, "Subject NotEmptyValidator" },
        { Good with { Subject = new string('s', 201) }, "Subject MaximumLengthValidator" },
        { Good with { Description = "" }, "Description NotEmptyValidator" },
        { Good with { Description = new string('d', 4001) }, "Description MaximumLengthValidator" },
        { Good with { Channel = (Channel)99 }, "Channel EnumValidator" },
        { Good with { Severity = (ComplaintSeverity)99 }, "Severity EnumValidator" },
        { Good with { ProjectCode = "NO-SUCH" }, "ProjectCode project.unknown" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_field_is_refused(RegisterComplaint request, string failure) =>
        await Refusal.FieldsAsync(_product, [failure], () => _product.SendAsync(Agent, request));

    [Fact]
    public async Task Every_broken_field_is_named_at_once() =>
        await Refusal.FieldsAsync(
            _product, ["CustomerName NotEmptyValidator", "Email EmailValidator", "Subject NotEmptyValidator"],
            () => _product.SendAsync(Agent, Good with { CustomerName = "", Email = "x", Subject = "" }));

    [Fact]
    public async Task Fields_at_their_limits_are_kept_whole()
    {
        var request = Good with
        {
            CustomerName = new string('名', 100), CustomerUnit = new string('单', 200), Phone = new string('1', 40), Address = new string('址', 300),
            Subject = new string('题', 200), Description = new string('述', 4000),
        };

        var number = (await _product.SendAsync(Agent, request)).Number;

        var stored = (await _product.SendAsync(Agent, new GetComplaint(number)))!;
        Assert.Equal(new Complainant(request.CustomerName, request.CustomerUnit, request.Phone, request.Email, request.Address), stored.Customer);
        Assert.Equal((request.Subject, request.Description), (stored.Subject, stored.Description));
    }

    [Theory]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.EngineeringDirector)]
    public async Task Role_that_does_not_take_complaints_is_refused(string role) =>
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(role), Good));

    [Fact]
    public async Task Same_customer_is_registered_once_even_at_the_same_moment()
    {
        await Together.RunAsync(Enumerable.Range(0, 4), _ => _product.SendAsync(Agent, Good with { CustomerName = "赵女士" }));
        await _product.SendAsync(Agent, Good with { CustomerName = "赵女士", Subject = "又坏了" });
        await _product.SendAsync(Agent, Good with { CustomerName = "赵女士", Phone = "0991-0000000" });

        Assert.Equal(2, await _product.ReadAsync(db => db.Customers.CountAsync(c => c.Name == "赵女士")));
    }

    [Fact]
    public async Task Parallel_registrations_get_numbers_without_gaps_and_doubles()
    {
        var last = await _product.ReadAsync(db => db.Complaints.CountAsync());

        var callers = await Together.RunAsync(Enumerable.Range(0, 4), async caller =>
        {
            var numbers = new List<CaseNumber>();
            for (var i = 0; i < 5; i++)
                numbers.Add((await _product.SendAsync(Agent, Good with { Subject = string.Create(CultureInfo.InvariantCulture, $"{caller}-{i}") })).Number);
            return numbers;
        });

        Assert.Equal(Enumerable.Range(last + 1, 20).Select(n => CaseNumber.Of(CaseKind.Complaint, 2026, n).Value), callers.Answers.SelectMany(n => n).Select(n => n.Value).Order());
        Assert.All(callers.Answers, numbers => Assert.Equal(numbers.OrderBy(n => n.Value), numbers));
    }

    [Fact]
    public async Task Year_of_the_number_is_the_companys_and_counting_starts_anew()
    {
        await using var product = await TestProduct.StartAsync(clock: new TestClock(new DateTimeOffset(2026, 12, 31, 15, 59, 59, TimeSpan.Zero)));
        var lastOfTheYear = await product.RegisterAsync();
        product.Clock.Advance(TimeSpan.FromSeconds(1));
        var firstOfTheNext = await product.RegisterAsync();

        Assert.Equal(("C-2026-00001", "C-2027-00001"), (lastOfTheYear.Number.Value, firstOfTheNext.Number.Value));
    }
}
