using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Sla.Forecasts;

/// <summary>
/// Lays open clocks out anew after a change of a policy or a calendar, to look at it beforehand or to apply it. The facts are those of when a clock started; what it stood still before stays so.
/// Scoped.
/// </summary>
internal sealed class OpenClocks(AfterSalesDbContext db, CompiledCalendars calendars, CompiledPolicies policies, CaseFactsReader reader, CaseCalendars caseCalendars, TimeProvider time)
{
    private const int Batch = 2000;

    /// <summary>No calendar's code; to see whether an owner's calendar would hold, whichever it is.</summary>
    private const string AnyCalendar = "*";

    private readonly Dictionary<string, WorkingTime?> _hours = [];
    private readonly Dictionary<CaseNumber, CaseCalendar?> _supposed = [];

    /// <summary>What saving a calendar would do to the clocks that go by it.</summary>
    public Task<ClockMoves> PreviewAsync(string calendar, CalendarPlan plan, CancellationToken cancellationToken)
    {
        _hours[calendar] = new WorkingTime(plan);
        return PreviewAsync(ByCalendar(calendar), null, cancellationToken);
    }

    /// <summary>What saving a policy would do to the clocks that go by it, or fell back from it.</summary>
    public async Task<ClockMoves> PreviewAsync(PolicyRules changed, CancellationToken cancellationToken) =>
        await PreviewAsync(ByPolicy(changed.Code), await WithAsync(changed, cancellationToken), cancellationToken);

    public Task<int> ApplyAsync(string calendar, CalendarPlan plan, CancellationToken cancellationToken)
    {
        _hours[calendar] = new WorkingTime(plan);
        return ApplyAsync(ByCalendar(calendar), null, cancellationToken);
    }

    public async Task<int> ApplyAsync(PolicyRules changed, CancellationToken cancellationToken) =>
        await ApplyAsync(ByPolicy(changed.Code), await WithAsync(changed, cancellationToken), cancellationToken);

    /// <summary>What another calendar of a customer or unit would do to the clocks of its cases.</summary>
    public async Task<ClockMoves> PreviewAsync(CalendarOwner owner, SupposedCalendar supposed, CancellationToken cancellationToken) =>
        await PreviewAsync(await OfOwnerAsync(owner, supposed, cancellationToken), await policies.ListAsync(db, cancellationToken), cancellationToken);

    public async Task<int> ApplyAsync(CalendarOwner owner, SupposedCalendar supposed, CancellationToken cancellationToken) =>
        await ApplyAsync(await OfOwnerAsync(owner, supposed, cancellationToken), await policies.ListAsync(db, cancellationToken), cancellationToken);

    // Only where it is this owner's calendar that decides: not where the contract, the customer or a nearer unit has one.
    private async Task<IQueryable<SlaClock>> OfOwnerAsync(CalendarOwner owner, SupposedCalendar supposed, CancellationToken cancellationToken)
    {
        var clocks = Open.Where(c => c.PolicyCode != null || c.IsInCaseCalendar);
        var open = db.CaseFiles.AsNoTracking().Where(file => clocks.Any(c => c.CaseNumber == file.Number));
        open = owner is CalendarOwner.Customer ? open.Where(file => file.CustomerId == supposed.OwnerId) : ServedBy(open, await UnderAsync(supposed.OwnerId, cancellationToken));
        foreach (var file in await open.ToListAsync(cancellationToken))
        {
            var contract = await db.ContractOfAsync(file, cancellationToken);
            if ((await caseCalendars.FindAsync(file, contract, supposed with { Code = AnyCalendar }, cancellationToken))?.Code is AnyCalendar)
                _supposed[file.Number] = await caseCalendars.FindAsync(file, contract, supposed, cancellationToken);
        }

        var cases = _supposed.Keys.ToArray();
        return clocks.Where(c => cases.Contains(c.CaseNumber));
    }

    private async Task<Guid?[]> UnderAsync(Guid unitId, CancellationToken cancellationToken)
    {
        var units = await UnitTree.LoadAsync(db, cancellationToken);
        return [.. (await db.Units.Select(u => (Guid?)u.Id).ToListAsync(cancellationToken)).Where(id => units.Upwards(id).Any(above => above.Id == unitId))];
    }

    // More than are served in the end: which office it is, the case itself says.
    private IQueryable<CaseFile> ServedBy(IQueryable<CaseFile> files, Guid?[] units) => files.Where(
        file => db.InquiryIssues.Any(i => i.CaseNumber == file.Number && units.Contains(i.OfficeUnitId))
            || db.Customers.Any(c => c.Id == file.CustomerId && units.Contains(c.OfficeUnitId))
            || db.Equipment.Any(e => (e.Id == file.EquipmentId || e.CustomerId == file.CustomerId) && units.Contains(e.OfficeUnitId)));

    private IQueryable<SlaClock> Open => db.SlaClocks.Where(c => c.StoppedAt == null && !c.IsImmediate);

    private IQueryable<SlaClock> ByCalendar(string calendar) => Open.Where(c => c.Calendar == calendar);

    private IQueryable<SlaClock> ByPolicy(string code)
    {
        var fellBack = $"\"fellBackFrom\":\"{code}\"";
        return Open.Where(c => c.PolicyCode == code || (c.PolicyCode != null && c.Choice!.Contains(fellBack)));
    }

    private async Task<IReadOnlyList<PolicyRules>> WithAsync(PolicyRules changed, CancellationToken cancellationToken) =>
        [.. (await policies.ListAsync(db, cancellationToken)).Where(policy => policy.Code != changed.Code).Select(policy => changed.IsDefault ? policy with { IsDefault = false } : policy), changed];

    private async Task<ClockMoves> PreviewAsync(IQueryable<SlaClock> clocks, IReadOnlyList<PolicyRules>? rules, CancellationToken cancellationToken)
    {
        var (moves, open, unruled) = (new List<ClockMove>(), 0, 0);
        var needsChoice = rules is not null;
        var rows = clocks.AsNoTracking().Select(c => new Row(
            c.Id, c.CaseNumber, c.Metric, c.StartedAt, c.DueAt, c.IsDueByHand, c.Promised, c.CountedIn, c.Calendar, c.IsInCaseCalendar, c.Pauses, needsChoice ? c.Choice : null));
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            open++;
            if (row.IsDueByHand)
                continue;
            var isRuled = rules is not null && !row.IsInCaseCalendar;
            var terms = isRuled ? await ChooseAsync(row.CaseNumber, row.Metric, row.StartedAt, row.ReadChoice(), rules!, cancellationToken) : null;
            if (isRuled && terms is null)
                unruled++;
            var rule = terms?.Rule.DueIn(terms.Calendar) ?? Counted(row.CaseNumber, row.Rule, row.IsInCaseCalendar);
            var due = (await SpanAsync(row.StartedAt, rule, cancellationToken)).DueAt(row.ReadPauses());
            if (due != row.DueAt)
                moves.Add(new ClockMove(row.Id, row.CaseNumber, row.Metric, row.DueAt, due, terms?.Rule.Id));
        }

        return new ClockMoves(open, moves.Count(move => move.By < TimeSpan.Zero), moves.Count(move => move.By > TimeSpan.Zero), unruled, [.. moves.OrderByDescending(move => move.By.Duration()).ThenBy(move => move.ClockId).Take(ClockMoves.Shown)]);
    }

    private async Task<int> ApplyAsync(IQueryable<SlaClock> clocks, IReadOnlyList<PolicyRules>? rules, CancellationToken cancellationToken)
    {
        var (now, moved) = (time.GetUtcNow(), 0);
        foreach (var ids in (await clocks.Select(c => c.Id).ToListAsync(cancellationToken)).Chunk(Batch))
        {
            var batch = await db.SlaClocks.Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
            foreach (var clock in batch)
                moved += await MoveAsync(clock, rules, now, cancellationToken) ? 1 : 0;
            var items = batch.Select(c => c.WorkItemId).OfType<Guid>().ToArray();
            var open = items.Length is 0 ? [] : await db.WorkItems.Where(w => items.Contains(w.Id)).ToDictionaryAsync(w => w.Id, cancellationToken);
            foreach (var clock in batch.Where(c => c.WorkItemId is { } id && open.ContainsKey(id)))
                open[clock.WorkItemId!.Value].FollowClock(clock.DueAt, clock.PausedAt);
            await TellDueWithAsync(batch, cancellationToken);
        }

        return moved;
    }

    private async Task TellDueWithAsync(IReadOnlyList<SlaClock> batch, CancellationToken cancellationToken)
    {
        var numbers = batch.Where(c => c.WorkItemId is null).Select(c => c.CaseNumber).Distinct().ToArray();
        var items = numbers.Length is 0 ? [] : await db.WorkItems.Where(w => numbers.Contains(w.CaseNumber) && w.Status == WorkItemStatus.Open && w.DueMetrics != null).ToListAsync(cancellationToken);
        if (items.Count is 0)
            return;
        // The case may have clocks that this change does not touch, or that come with a later batch.
        numbers = [.. items.Select(w => w.CaseNumber).Distinct()];
        var clocks = (await db.SlaClocks.Where(c => numbers.Contains(c.CaseNumber) && c.WorkItemId == null && c.StoppedAt == null).ToListAsync(cancellationToken)).ToLookup(c => c.CaseNumber);
        foreach (var item in items)
            item.FollowFirst(clocks[item.CaseNumber]);
    }

    private async Task<bool> MoveAsync(SlaClock clock, IReadOnlyList<PolicyRules>? rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isRuled = rules is not null && !clock.IsInCaseCalendar;
        var terms = isRuled ? await ChooseAsync(clock.CaseNumber, clock.Metric, clock.StartedAt, clock.ReadChoice(), rules!, cancellationToken) : null;
        if (isRuled && terms is null)
            return false;
        var rule = terms?.Rule.DueIn(terms.Calendar) ?? Counted(clock.CaseNumber, clock.Rule ?? new DueRule(clock.DueAt - clock.StartedAt, Calendar: clock.Calendar), clock.IsInCaseCalendar);
        var before = clock.DueAt;
        clock.Recompute(terms, rule, new ClockTiming(await SpanAsync(clock.StartedAt, rule, cancellationToken), await HoursAsync(terms?.Calendar ?? rule.Calendar ?? CompiledCalendars.Default, cancellationToken)), now);
        return clock.DueAt != before;
    }

    // What a definition promised stays; the calendar is the one that its case would have.
    private DueRule Counted(CaseNumber number, DueRule promise, bool isInCaseCalendar) =>
        isInCaseCalendar && _supposed.TryGetValue(number, out var supposed) ? promise with { Calendar = supposed?.Code ?? CompiledCalendars.Default } : promise;

    // By the facts of then; a fact that no rule asked for then is looked up now.
    private async Task<ChosenTerms?> ChooseAsync(CaseNumber number, string metric, DateTimeOffset at, ClockChoice? choice, IReadOnlyList<PolicyRules> rules, CancellationToken cancellationToken)
    {
        var named = choice?.FellBackFrom ?? choice?.Policy;
        var asked = rules.Where(policy => policy.Code == named || policy.IsDefault).SelectMany(policy => policy.Rules).Where(rule => rule.IsFor(metric)).SelectMany(rule => rule.When);
        var facts = asked.Any(condition => choice?.Facts.ContainsKey(condition.Fact) is not true) ? await reader.ReadAsync(number, at, cancellationToken) : new CaseFacts();
        foreach (var (fact, value) in choice?.Facts ?? new Dictionary<string, string>())
            facts.Set(fact, value);
        facts.Set(CaseFacts.Policy, named);
        facts.Set(CaseFacts.Contract, choice?.Contract);
        facts.CountIn(_supposed.TryGetValue(number, out var supposed) ? supposed : choice?.OfCase);
        return CaseTerms.Choose(rules, metric, facts) is { Rule.IsDeadline: true } terms ? terms : null;
    }

    private async ValueTask<ClockSpan> SpanAsync(DateTimeOffset start, DueRule rule, CancellationToken cancellationToken) => ClockSpan.Of(
        start, rule, rule.CountsWork ? await HoursAsync(rule.Calendar ?? CompiledCalendars.Default, cancellationToken) ?? throw new Pipeline.NotFoundException("calendar", rule.Calendar ?? "") : null);

    private async ValueTask<WorkingTime?> HoursAsync(string calendar, CancellationToken cancellationToken)
    {
        if (!_hours.TryGetValue(calendar, out var hours))
            _hours[calendar] = hours = await calendars.FindOrNullAsync(db, calendar, cancellationToken);
        return hours;
    }

    private sealed record Row(
        Guid Id, CaseNumber CaseNumber, string Metric, DateTimeOffset StartedAt, DateTimeOffset DueAt, bool IsDueByHand, long? Promised, DueClock CountedIn, string? Calendar, bool IsInCaseCalendar,
        string? Pauses, string? Choice)
    {
        public DueRule Rule => Promised is { } ticks ? new DueRule(TimeSpan.FromTicks(ticks), CountedIn, Calendar) : new DueRule(DueAt - StartedAt);

        public IReadOnlyList<ClockPause> ReadPauses() => ClockTexts.Pauses(Pauses);

        public ClockChoice? ReadChoice() => ClockTexts.Choice(Choice);
    }
}
