using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>Whose calendar a case is counted in: contract, customer, the office that serves it and the units above, the company. Ten working hours from Friday 15:00 tell them apart.</summary>
public sealed class CaseCalendarTests : IAsyncLifetime
{
    private const string Company = "2026-11-23 15:00", RoundTheClock = "2026-11-21 01:00", EightHours = "2026-11-21 17:00";
    private TestProduct _product = null!;
    private Guid _customer;
    private CaseNumber _number;

    private Actor Admin => _product.Holding(Roles.Administrator);

    public async Task InitializeAsync()
    {
        _product = await TestProduct.StartAsync(clock: new TestClock(PromisedCase.At("2026-11-20 15:00")), loadDefinitions: false);
        await _product.OpenOfficeAsync("hami", "north");
        await _product.SendAsync(Admin, new SavePolicy("agreed", new LocalizedText("约定"), false, [PromisedCase.Rule("10:00:00")], null));
        var week = new[] { "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00" };
        await _product.SendAsync(Admin, new SaveCalendar("eight", new LocalizedText("八小时"), "Asia/Shanghai", week, null));
        _number = (await _product.RegisterAsync()).Number;
        _customer = await _product.ReadAsync(db => db.CaseFiles.Where(c => c.Number == _number).Select(c => c.CustomerId!.Value).SingleAsync());
        await _product.SendAsync(Admin, new SaveContract("HT-1", new LocalizedText("合同"), _customer, null, new(2026, 1, 1), new(2028, 1, 1), "agreed", null, null));
        await _product.SendAsync(Admin, new SaveEquipment("SN-1", "球机", null, _customer, null, null, "hami", null, null, null));
    }

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task Nearest_owner_with_a_calendar_decides_and_the_clock_says_whose_it_is()
    {
        Assert.Equal((Company, null), await StartAsync());
        await AssignUnitAsync("north", "cn-7x24");
        Assert.Equal((RoundTheClock, new CaseCalendar("cn-7x24", CalendarOwner.Unit, "north")), await StartAsync());
        await AssignUnitAsync("hami", "eight");
        Assert.Equal((EightHours, new CaseCalendar("eight", CalendarOwner.Unit, "hami")), await StartAsync());
        await AssignCustomerAsync("cn-7x24");
        Assert.Equal((RoundTheClock, "Customer"), Owner(await StartAsync()));
        await ContractAsync("eight");
        Assert.Equal((EightHours, new CaseCalendar("eight", CalendarOwner.Contract, "HT-1")), await StartAsync());
    }

    [Fact]
    public async Task Calendar_of_the_rule_itself_stays_before_all()
    {
        await _product.SendAsync(Admin, new SavePolicy("agreed", new LocalizedText("约定"), false, [PromisedCase.Rule("10:00:00", calendar: "eight")], 0));
        await AssignCustomerAsync("cn-7x24");

        Assert.Equal(EightHours, (await StartAsync()).Due);
    }

    [Theory]
    [InlineData(null, RoundTheClock)]
    [InlineData("eight", EightHours)]
    public async Task Promise_of_a_process_is_counted_in_the_cases_calendar_unless_it_names_one(string? named, string due)
    {
        await AssignCustomerAsync("cn-7x24");
        var promise = new DueRule(TimeSpan.FromHours(10), DueClock.WorkingTime, named);

        var clock = await _product.SendAsync(Actor.System, new StartClock(_number, "promised", promise));
        var task = await _product.SendAsync(Actor.System, new OpenWorkItem(
            _number, new LocalizedText("约定"), LocalizedText.Empty, Roles.Agent, null, null, WorkItemKind.Staff, [new WorkItemOutcome("Done", new LocalizedText("完成"))], null, null, promise));

        Assert.Equal((due, due), (PromisedCase.Local(clock.DueAt!.Value), PromisedCase.Local(task.DueAt!.Value)));
        var kept = await _product.ReadAsync(db => Task.FromResult(ClockView.Of(db.SlaClocks.Single(c => c.Id == clock.Id), _product.Clock.GetUtcNow())));
        Assert.Equal(named ?? "cn-7x24", kept.Rule!.Calendar);
    }

    [Fact]
    public async Task Another_calendar_shows_beforehand_which_open_clocks_it_moves_and_moves_them_only_when_told()
    {
        await StartAsync();

        var moves = await _product.SendAsync(Admin, new PreviewAssignedCalendar(CalendarOwner.Customer, _customer, "cn-7x24"));
        var move = Assert.Single(moves.Largest);
        Assert.Equal((_number, Company, RoundTheClock), (move.Case, PromisedCase.Local(move.Before), PromisedCase.Local(move.After)));

        Assert.Equal(0, await AssignCustomerAsync("cn-7x24"));
        Assert.Equal((Company, null), await RunningAsync());
        Assert.Equal(1, (await _product.SendAsync(Admin, new PreviewAssignedCalendar(CalendarOwner.Customer, _customer, "cn-7x24"))).Moved);
        Assert.Equal(1, await AssignCustomerAsync("cn-7x24", move: true));
        Assert.Equal((RoundTheClock, "Customer"), Owner(await RunningAsync()));
        Assert.Equal(1, await AssignCustomerAsync(null, move: true));
        Assert.Equal((Company, null), await RunningAsync());
    }

    [Fact]
    public async Task Promise_of_a_process_moves_with_its_cases_calendar_is_in_the_preview_and_keeps_its_pauses_and_one_that_names_a_calendar_stays()
    {
        foreach (var (metric, named) in ((string, string?)[])[("promised", null), ("named", "cn-5x8")])
            await _product.SendAsync(Actor.System, new StartClock(_number, metric, new DueRule(TimeSpan.FromHours(10), DueClock.WorkingTime, named)));
        Assert.Equal(Company, await PromisedAsync("promised"));
        var task = await _product.SendAsync(Actor.System, new OpenWorkItem(
            _number, new LocalizedText("处理"), LocalizedText.Empty, Roles.Maintenance, null, null, WorkItemKind.Staff, [new WorkItemOutcome("Done", new LocalizedText("完成"))], null, null, null, DueMetrics: "promised"));

        var preview = new PreviewAssignedCalendar(CalendarOwner.Customer, _customer, "cn-7x24");
        var moves = await _product.SendAsync(Admin, preview);
        var move = Assert.Single(moves.Largest);
        Assert.Equal((1, 0, "promised", Company, RoundTheClock), (moves.Open, moves.Unruled, move.Metric, PromisedCase.Local(move.Before), PromisedCase.Local(move.After)));

        Assert.Equal(0, await AssignCustomerAsync("cn-7x24"));
        Assert.Equal(Company, await PromisedAsync("promised"));
        Assert.Equal(1, await AssignCustomerAsync("cn-7x24", move: true));
        Assert.Equal((RoundTheClock, Company), (await PromisedAsync("promised"), await PromisedAsync("named")));
        Assert.Equal(RoundTheClock, PromisedCase.Local((await _product.ReadAsync(db => db.WorkItems.SingleAsync(w => w.Id == task.Id))).DueAt!.Value));
        var kept = await _product.ReadAsync(db => Task.FromResult(ClockView.Of(db.SlaClocks.Single(c => c.Metric == "promised"), _product.Clock.GetUtcNow())));
        Assert.Equal("cn-7x24", kept.Rule!.Calendar);

        // An hour of standing still is kept, and without a calendar of its own the customer's case is counted in the company's again.
        await _product.SendAsync(_product.Holding(Roles.Manager), new PauseClock(_number, "promised", PauseReasons.WaitingCustomer));
        _product.Clock.Advance(TimeSpan.FromHours(1));
        await _product.SendAsync(_product.Holding(Roles.Manager), new ResumeClock(_number, "promised"));
        Assert.Equal("2026-11-21 02:00", await PromisedAsync("promised"));
        Assert.Equal(1, await AssignCustomerAsync(null, move: true));
        Assert.Equal("2026-11-23 16:00", await PromisedAsync("promised"));
    }

    [Fact]
    public async Task Units_calendar_moves_what_it_serves_and_not_what_a_nearer_one_decides()
    {
        await StartAsync();
        Assert.Equal(1, (await PreviewUnitAsync("north")).Moved);

        await AssignCustomerAsync("eight");

        Assert.Equal(0, (await PreviewUnitAsync("north")).Moved);
        await _product.OpenOfficeAsync("aksu", "south");
        Assert.Equal(0, (await PreviewUnitAsync("south")).Moved);
    }

    [Fact]
    public async Task Policy_that_is_changed_later_keeps_the_calendar_of_then()
    {
        await StartAsync();
        await AssignCustomerAsync("cn-7x24");

        await _product.SendAsync(Admin, new SavePolicy("agreed", new LocalizedText("约定"), false, [PromisedCase.Rule("11:00:00")], 0, MoveOpenClocks: true));

        Assert.Equal(("2026-11-23 16:00", null), await RunningAsync());
    }

    [Fact]
    public async Task Wrong_assignments_are_refused()
    {
        await Refusal.FieldsAsync(_product, ["CalendarCode calendar.unknown"], () => AssignCustomerAsync("moon"));
        await Refusal.FieldsAsync(_product, ["Owner field.invalid"], () => _product.SendAsync(Admin, new AssignCalendar(CalendarOwner.Contract, _customer, "eight", 0)));
        await Refusal.RuleAsync(_product, "calendar.owner-changed", () => _product.SendAsync(Admin, new AssignCalendar(CalendarOwner.Customer, _customer, "eight", 7)));
        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Admin, new AssignCalendar(CalendarOwner.Unit, Guid.NewGuid(), "eight", 0)));
        await Refusal.ForbiddenAsync(_product, "role.missing", () => _product.SendAsync(_product.Holding(Roles.Agent), new AssignCalendar(CalendarOwner.Customer, _customer, "eight", 0)));
    }

    [Fact]
    public async Task File_of_units_names_their_calendars_and_without_the_column_leaves_them()
    {
        SaveUnit line = new("hami", new LocalizedText("哈密"), "north", UnitKind.LocalOffice, null, OrganisationImport.AnyRevision);
        await _product.SendAsync(Admin, line with { CalendarCode = "eight" });
        await _product.SendAsync(Admin, line);
        Assert.Equal("eight", await CalendarOfAsync("hami"));

        await _product.SendAsync(Admin, line with { CalendarCode = "" });

        Assert.Null(await CalendarOfAsync("hami"));
        await Refusal.FieldsAsync(_product, ["CalendarCode calendar.unknown"], () => _product.SendAsync(Admin, line with { CalendarCode = "moon" }));
    }

    private static (string Due, string? Owner) Owner((string Due, CaseCalendar? Of) clock) => (clock.Due, clock.Of?.Owner.ToString());

    private Task<string?> CalendarOfAsync(string unit) => _product.ReadAsync(db => db.Units.Where(u => u.Code == unit).Select(u => u.CalendarCode).SingleAsync());

    // Another one each time: a clock that runs is not started again.
    private async Task<(string Due, CaseCalendar? Of)> StartAsync()
    {
        await _product.SendAsync(Actor.System, new StopClock(_number, "resolution"));
        await _product.SendAsync(Actor.System, new StartClock(_number, "resolution", null));
        return await RunningAsync();
    }

    private async Task<(string Due, CaseCalendar? Of)> RunningAsync()
    {
        var clock = await _product.ReadAsync(db => db.SlaClocks.AsNoTracking().SingleAsync(c => c.CaseNumber == _number && c.Metric == "resolution" && c.StoppedAt == null));
        return (PromisedCase.Local(clock.DueAt), clock.ReadChoice()!.OfCase);
    }

    private async Task<string> PromisedAsync(string metric) => PromisedCase.Local(await _product.ReadAsync(db => db.SlaClocks.Where(c => c.CaseNumber == _number && c.Metric == metric).Select(c => c.DueAt).SingleAsync()));

    private async Task<int> AssignCustomerAsync(string? code, bool move = false)
    {
        var revision = await _product.ReadAsync(db => db.Customers.Where(c => c.Id == _customer).Select(c => c.Revision).SingleAsync());
        return await _product.SendAsync(Admin, new AssignCalendar(CalendarOwner.Customer, _customer, code, revision, move));
    }

    private async Task AssignUnitAsync(string unit, string code)
    {
        var found = await _product.ReadAsync(db => db.Units.AsNoTracking().SingleAsync(u => u.Code == unit));
        await _product.SendAsync(Admin, new AssignCalendar(CalendarOwner.Unit, found.Id, code, found.Revision));
    }

    private async Task<ClockMoves> PreviewUnitAsync(string unit) => await _product.SendAsync(
        Admin, new PreviewAssignedCalendar(CalendarOwner.Unit, await _product.ReadAsync(db => db.Units.Where(u => u.Code == unit).Select(u => u.Id).SingleAsync()), "cn-7x24"));

    private async Task ContractAsync(string calendar) => await _product.SendAsync(
        Admin, new SaveContract("HT-1", new LocalizedText("合同"), _customer, null, new(2026, 1, 1), new(2028, 1, 1), "agreed", calendar, 0));
}
