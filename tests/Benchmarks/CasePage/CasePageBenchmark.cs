using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.StudioApi;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.CasePage;

/// <summary>How long the page of a case with a long history takes over HTTP, from the request to its last byte, and how much of it is transferred.</summary>
internal static class CasePageBenchmark
{
    private const int WarmUp = 20;
    private const double Aim = 80, HeaviestKilobytes = 150;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (rows, calls) = (arguments.Number("records", 200), arguments.Number("calls", 300));
        using var database = DatabaseFile.NewTemporary();
        var (number, written) = await FillAsync(database, rows);
        await using var host = new StudioApiHost(database);
        using var client = await host.StartAsync();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        var (bytes, findings) = (0L, new List<string>(TaskCheck.Expect("history rows", 1, written >= rows ? 1 : 0)));
        await Usage.OfAsync(1, WarmUp, (_, _) => AskAsync());
        var usage = await Usage.OfAsync(1, calls, (_, _) => AskAsync());
        Figure[] figures =
        [
            new("p50_ms", usage.Percentile(50)), new("p99_ms", usage.Percentile(99), $"≤ {Aim}"), new("transferred_kb", bytes / 1000.0, $"≤ {HeaviestKilobytes}"),
        ];
        var result = new BenchmarkResult($"case-page records={written}", figures, [.. findings.Distinct()]);
        result.Write();
        return [result];

        async Task AskAsync()
        {
            using var answer = await client.GetAsync($"/cases/{number}");
            bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
            if (!answer.IsSuccessStatusCode || answer.RequestMessage!.RequestUri!.AbsolutePath != $"/cases/{number}")
                findings.Add($"{(int)answer.StatusCode} {answer.RequestMessage!.RequestUri}");
        }
    }

    private static async Task<(CaseNumber Number, int Rows)> FillAsync(DatabaseFile database, int rows)
    {
        var product = await BenchmarkProduct.StartAsync(database);
        await product.SendAsync(Actor.System, new ImportDefinitionFiles(Path.Combine(AppContext.BaseDirectory, "workflow-definitions")));
        var complaint = new RegisterComplaint("艾力·买买提", "市公安局交警支队", "0991-5550101", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "补光灯不亮", "三号路口卡口补光灯不亮");
        var number = (await product.SendAsync(product.Agent, complaint)).Number;
        for (var row = 0; row < rows; row++)
            await product.SendAsync(product.Agent, new AddCaseNote(number, Channel.Phone, $"第 {row + 1} 次来电：催促处理，已告知进展。"));
        var written = await product.ReadAsync(db => db.Set<AuditRecord>().CountAsync(record => record.Chain == number.Value));
        await product.StopAsync();
        return (number, written);
    }
}
