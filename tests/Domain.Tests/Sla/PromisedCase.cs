using System.Globalization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Domain.Tests.Sla;

/// <summary>A case of which the test says what is known, in a product with the shipped policies and calendars. Times are written as the company reads them.</summary>
internal sealed class PromisedCase : IAsyncDisposable
{
    private static int _cases;
    private readonly GivenFacts _facts;

    private PromisedCase(TestProduct product, GivenFacts facts) => (Product, _facts) = (product, facts);

    public TestProduct Product { get; }

    public CaseNumber Number { get; } = new(string.Create(CultureInfo.InvariantCulture, $"C-2026-6{Interlocked.Increment(ref _cases):0000}"));

    /// <param name="now">As in <c>2026-11-16 09:00</c>.</param>
    public static async Task<PromisedCase> AtAsync(string now, params (string Fact, string Value)[] facts)
    {
        var given = new GivenFacts(facts);
        var product = await TestProduct.StartAsync(clock: new TestClock(At(now)), loadDefinitions: false, configure: services => services.AddSingleton<ICaseFactSource>(given));
        return new PromisedCase(product, given);
    }

    public static DateTimeOffset At(string local) => new(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.FromHours(8));

    public void GoTo(string local) => Product.Clock.Set(At(local));

    public void Learn(string fact, string value) => _facts.Known[fact] = value;

    /// <summary>A policy that the case's contract names from now on.</summary>
    public async Task AgreeAsync(params SlaRule[] rules)
    {
        await Product.SendAsync(Product.Holding(Roles.Administrator), new SavePolicy("agreed", new LocalizedText("约定"), false, rules, null));
        Learn(CaseFacts.Policy, "agreed");
    }

    public Task<StartedClock> StartAsync(string metric, string? from = null, Guid? workItem = null) =>
        Product.SendAsync(Actor.System, new StartClock(Number, metric, null, workItem, from is null ? null : At(from)));

    public Task<int> PauseAsync(string? metric, string reason = PauseReasons.WaitingCustomer, string? at = null) =>
        Product.SendAsync(Product.Holding(Roles.Manager), new PauseClock(Number, metric, reason, at is null ? null : At(at)));

    public Task<int> ResumeAsync(string? metric, bool stopped = false, string? at = null) =>
        Product.SendAsync(Product.Holding(Roles.Manager), new ResumeClock(Number, metric, at is null ? null : At(at), stopped));

    public Task StopAsync(string metric) => Product.SendAsync(Actor.System, new StopClock(Number, metric));

    /// <summary>The last clock of a metric as it is now.</summary>
    public async Task<ClockView> ClockAsync(string metric) => ClockView.Of(await RowAsync(metric), Product.Clock.GetUtcNow());

    public Task<SlaClock> RowAsync(string metric) => Product.ReadAsync(async db =>
        (await db.SlaClocks.AsNoTracking().Where(c => c.CaseNumber == Number && c.Metric == metric).ToListAsync()).MaxBy(c => c.Id)!);

    /// <summary>When it is due, as the company reads it.</summary>
    public async Task<string> DueAsync(string metric) => Local((await ClockAsync(metric)).DueAt);

    /// <summary>Goes to a time, stopping wherever a clock has something to do.</summary>
    public async Task PassUntilAsync(string local)
    {
        while (await Product.ReadAsync(db => db.SlaClocks.MinAsync(c => c.NextStepAt)) is { } next && next <= At(local))
        {
            if (next > Product.Clock.GetUtcNow())
                Product.Clock.Set(next);
            await Product.RunTimersAsync();
        }

        GoTo(local);
    }

    /// <summary>What was told so far: <c>80 Remind at 2026-11-16 11:00</c>.</summary>
    public Task<string[]> ToldAsync(string metric) => Product.ReadAsync(async db =>
        (await db.ClockNotices.AsNoTracking().Where(n => n.CaseNumber == Number && n.Metric == metric).OrderBy(n => n.Id).ToListAsync())
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Percent} {n.Action} at {Local(n.At)}")).ToArray());

    public static string Local(DateTimeOffset at) => CompanyTime.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => Product.DisposeAsync();

    /// <summary>A rule as tests need one: four hours of work, paused by whatever is known.</summary>
    public static SlaRule Rule(string duration, DueClock clock = DueClock.WorkingTime, string metric = "resolution", string? calendar = null, params LadderStep[] ladder) => new()
    {
        Id = $"T.{metric}",
        Name = new LocalizedText("测试"),
        Metric = metric,
        Duration = TimeSpan.Parse(duration, CultureInfo.InvariantCulture),
        Clock = clock,
        Calendar = calendar,
        PausedBy = PauseReasons.All,
        Ladder = ladder,
    };

    private sealed class GivenFacts((string Fact, string Value)[] facts) : ICaseFactSource
    {
        public Dictionary<string, string> Known { get; } = facts.ToDictionary(fact => fact.Fact, fact => fact.Value);

        public Task AddAsync(CaseNumber number, DateTimeOffset at, CaseFacts facts, CancellationToken cancellationToken)
        {
            foreach (var (fact, value) in Known)
                facts.Set(fact, value);
            return Task.CompletedTask;
        }
    }
}
