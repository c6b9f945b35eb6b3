using System.Globalization;
using AfterSales.CrashWorker;
using AfterSales.Testing;

if (args is [var file, "complete", var item, var dieAt])
{
    await CrashWork.CompleteAndDieAsync(file, Guid.Parse(item), int.Parse(dieAt, CultureInfo.InvariantCulture));
    return;
}

if (args is [var timers, "timers"])
{
    await TimerWork.RunAsync(timers);
    return;
}

// Works on the cases of one database until none has an open task, or until it is killed: CrashTests starts and kills it.
var (path, cases, seed) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
var unanswered = args[3..].Select(Guid.Parse).ToArray();
await using var product = await TestProduct.StartAsync(path);
Report.Line("started");

await CrashWork.RegisterAsync(product, cases);
await CrashWork.RepeatAsync(product, unanswered);
await Task.WhenAll(Enumerable.Range(0, CrashWork.Callers).Select(caller => Task.Run(() => CrashWork.CompleteAllAsync(product, new Random(seed + caller)))));
Report.Line("finished");
