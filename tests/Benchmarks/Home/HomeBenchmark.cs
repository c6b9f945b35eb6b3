using AfterSales.Benchmarks.Inbox;
using AfterSales.Benchmarks.Measuring;
using AfterSales.Benchmarks.Tasks;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Home;
using AfterSales.Domain.Intake;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Benchmarks.Home;

/// <summary>How long the home page's questions take, and looking up who calls, in a large company's database.</summary>
internal static class HomeBenchmark
{
    private const int WarmUp = 5;
    private const double Aim = 50;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments)
    {
        var (open, customers, records, calls) = (arguments.Number("waiting", 100_000), arguments.Number("customers", 200_000), arguments.Number("records", 1_000_000), arguments.Number("calls", 100));
        await using var product = await BenchmarkProduct.StartAsync(await FilledInbox.CreateAsync(open, finished: 0));
        await FilledRegister.FillAsync(product, customers, records);
        var (agent, leader) = (product.Agent, Actor.Person(product.Agent.PersonId!.Value, "agent", [Roles.Manager, Roles.Auditor, Roles.Administrator]));
        (string Name, Func<Task> Call)[] questions =
        [
            ("own_day", () => Ask(agent, new GetOwnDay())), ("team_load", () => Ask(leader, new GetTeamLoad())), ("latest_record", () => Ask(leader, new GetLatestRecord())),
            ("administrator_day", () => Ask(leader, new GetAdministratorDay())), ("caller_by_number", () => Ask(agent, new LookUpCaller("0123456"))), ("caller_by_name", () => Ask(agent, new LookUpCaller("交警支队"))),
            ("device_by_serial", () => Ask(agent, new LookUpCaller("SN-0123456"))), ("caller_nobody_has", () => Ask(agent, new LookUpCaller("无此单位"))),
        ];
        var figures = new List<Figure>();
        foreach (var (name, call) in questions)
        {
            for (var i = 0; i < WarmUp; i++)
                await call();
            var measured = await Usage.OfAsync(1, calls, (_, _) => call());
            figures.Add(new Figure($"{name}_p50_ms", measured.Percentile(50)));
            figures.Add(new Figure($"{name}_p95_ms", measured.Percentile(95), $"≤ {Aim}"));
        }

        string[] findings =
        [
            .. TaskCheck.Expect("customers", customers + 1, await product.ReadAsync(db => db.Customers.CountAsync())),
            .. TaskCheck.Expect("callers found by number", 1, (await product.SendAsync(agent, new LookUpCaller("0123456"))).Customers.Count),
        ];
        var result = new BenchmarkResult($"home open={open} customers={customers} records={records}", figures, findings);
        result.Write();
        return [result];

        Task Ask<T>(Actor actor, IRequest<T> request) => product.SendAsync(actor, request);
    }
}
