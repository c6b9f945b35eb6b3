using System.Globalization;
using System.Text.Json;
using AfterSales.Benchmarks.Flows;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Tasks;

/// <summary>The product: every start and completion is a command through the whole pipeline.</summary>
internal sealed class ProductTasks(BenchmarkProduct product) : ITaskSystem
{
    public const string Definition = "benchmark-three-tasks";

    private static readonly JsonElement Form = JsonElement.Parse("""{"opinion":"已到现场检查，更换电源后恢复正常。"}""");
    private Dictionary<CaseNumber, Guid> _open = [];

    public DatabaseFile Database => product.Database;

    public static CaseNumber CaseOf(int instance) => new(string.Create(CultureInfo.InvariantCulture, $"B-2026-{instance:D6}"));

    public async Task PrepareRoundAsync(int round) =>
        _open = await product.ReadAsync(db => db.WorkItems.Where(w => w.Status == WorkItemStatus.Open).Select(w => new { w.CaseNumber, w.Id }).ToDictionaryAsync(w => w.CaseNumber, w => w.Id));

    public Task StartAsync(int caller, int instance) => product.SendAsync(Actor.System, new StartFlow(Definition, CaseOf(instance)));

    public Task CompleteAsync(int caller, int instance) => product.SendAsync(product.Agent, new CompleteWorkItem(_open[CaseOf(instance)], "Done", Form));
}
