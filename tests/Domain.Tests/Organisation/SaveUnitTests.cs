using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Testing;

namespace AfterSales.Domain.Tests.Organisation;

public sealed class SaveUnitTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private readonly TestProduct _product = fixture.Product;

    private Actor Admin => _product.Holding(Roles.Administrator);

    [Fact]
    public async Task ORG_13_Units_stand_in_a_tree_with_their_level_and_tier()
    {
        await SaveAsync("hq", null, UnitKind.EngineeringDepartment);
        await SaveAsync("division", "hq", UnitKind.DivisionOffice);
        await SaveAsync("office", "division", UnitKind.LocalOffice);

        var units = (await _product.SendAsync(Admin, new ListUnits())).SkipWhile(u => u.Code != "hq").Take(3).ToList();

        Assert.Equal([("hq", 0, 1), ("division", 1, 2), ("office", 2, 3)], units.Select(u => (u.Code, u.Depth, u.Kind.InquiryTier() ?? 0)));
        Assert.Equal(4, UnitKind.EngineeringDepartment.ServiceLevel());
    }

    [Fact]
    public async Task Ring_in_the_tree_is_refused()
    {
        await SaveAsync("a", null);
        await SaveAsync("b", "a");
        await SaveAsync("c", "b");

        await Refusal.RuleAsync(_product, "unit.cycle", () => SaveAsync("a", "c"));
        await Refusal.RuleAsync(_product, "unit.cycle", () => SaveAsync("a", "a"));
        await Refusal.FieldsAsync(_product, ["ParentCode unit.unknown"], () => SaveAsync("c", "nowhere"));
    }

    [Fact]
    public async Task Moves_at_the_same_moment_never_make_a_ring()
    {
        for (var round = 0; round < 5; round++)
        {
            var (one, two) = ($"one-{round}", $"two-{round}");
            await SaveAsync(one, null);
            await SaveAsync(two, null);

            var moves = await Together.RunAsync([(one, two), (two, one)], pair => TryAsync(() => SaveAsync(pair.Item1, pair.Item2)));

            Assert.Equal(1, moves.Answers.Count(moved => moved));
        }
    }

    [Fact]
    public async Task Change_of_a_unit_that_somebody_else_changed_is_refused()
    {
        await SaveAsync("stale", null);
        await Refusal.RuleAsync(_product, "unit.changed", () => _product.SendAsync(Admin, new SaveUnit("stale", new LocalizedText("旧"), null, UnitKind.Department, null, Revision: 99)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Manager), new SaveUnit("x", new LocalizedText("旧"), null, UnitKind.Department, null, null)));
    }

    private async Task SaveAsync(string code, string? parent, UnitKind kind = UnitKind.Department) =>
        await _product.SendAsync(Admin, new SaveUnit(code, new LocalizedText(code), parent, kind, "北疆", OrganisationImport.AnyRevision));

    private static async Task<bool> TryAsync(Func<Task> move)
    {
        try
        {
            await move();
            return true;
        }
        catch (RuleViolationException refusal) when (refusal.Code == "unit.cycle")
        {
            return false;
        }
    }
}
