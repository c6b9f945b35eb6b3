using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Sla;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Replay;

/// <summary>What a replay did. Every row of the log is in exactly one of: applied, applied earlier, refused, unreadable.</summary>
internal sealed class ReplayReport
{
    public int Cases { get; set; }

    public int Applied { get; set; }

    public int AppliedEarlier { get; set; }

    public int TasksCompleted { get; set; }

    public List<(int Line, string Reason)> Refused { get; } = [];

    public TimeSpan WallTime { get; set; }

    public async Task PrintAsync(ReplayLog log, IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AfterSalesDbContext>();
        var closed = await db.CaseFiles.Where(c => c.Status == CaseStatus.Closed).Select(c => new { c.OpenedAt, c.ClosedAt }).ToListAsync(cancellationToken);
        var cycles = closed.Select(c => c.ClosedAt!.Value - c.OpenedAt).Order().ToArray();
        var clocks = await db.SlaClocks.AsNoTracking().ToListAsync(cancellationToken);
        var audit = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new VerifyAudit(), cancellationToken);

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            cases                {Cases}
            events read          {log.RowsRead}
            events applied       {Applied}
            events applied before {AppliedEarlier}
            events refused       {Refused.Count}
            rows unreadable      {log.Unreadable.Count}
            tasks completed      {TasksCompleted}
            cases closed         {closed.Count}
            cycle time           median {Percentile(cycles, 0.5)}, 90th percentile {Percentile(cycles, 0.9)}
            audit                {audit.Records} records in {audit.Chains} chains, {(audit.IsIntact ? "intact" : $"BROKEN: {audit.Breaks[0]}")}
            wall time            {WallTime.TotalSeconds:F1} s
            """));
        await PrintAttainmentAsync(clocks, output);
        foreach (var group in Refused.GroupBy(r => r.Reason))
            await output.WriteLineAsync($"refused: {group.Key}: {group.Count()} (lines {Lines(group.Select(r => r.Line))})");
        foreach (var group in log.Unreadable.GroupBy(r => r.Reason))
            await output.WriteLineAsync($"unreadable: {group.Key} (lines {Lines(group.Select(r => r.Line))})");
    }

    private static string Lines(IEnumerable<int> lines) => string.Join(", ", lines);

    private static string Percentile(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{sorted[(int)Math.Ceiling(share * sorted.Length) - 1].TotalDays:F2} d");

    /// <summary>Every metric the log's cases were promised, in the unit of its rule: kept of ended, and how many ended neither way.</summary>
    private static async Task PrintAttainmentAsync(IReadOnlyCollection<SlaClock> clocks, TextWriter output)
    {
        await output.WriteLineAsync("attainment by metric");
        foreach (var metric in clocks.GroupBy(c => c.Metric).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var stopped = metric.Where(c => c.StoppedAt is not null).ToArray();
            var met = stopped.Count(c => c.StatusAt(c.StoppedAt!.Value) == SlaClockStatus.Met);
            var share = stopped.Length == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * met / stopped.Length:F1} % ({met} of {stopped.Length})");
            var rules = string.Join(", ", metric.Select(Promise).Distinct().Order(StringComparer.Ordinal));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {metric.Key,-20} {share,-24} running {metric.Count() - stopped.Length}, promised {rules}"));
        }
    }

    private static string Promise(SlaClock clock) => clock.IsDueByHand ? "as agreed"
        : clock.Rule is { } rule ? $"{clock.ReadChoice()?.Rule} {rule.Duration:c} {rule.Clock}{(rule.CountsWork ? $" by {rule.Calendar}" : "")}" : "at once";
}
