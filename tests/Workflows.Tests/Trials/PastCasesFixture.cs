using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Testing;
using AfterSales.Workflows.Trials;

namespace AfterSales.Workflows.Tests.Trials;

/// <summary>A product with four closed cases, each with a way of its own, done over some days and with overdue work.</summary>
public sealed class PastCasesFixture : IAsyncLifetime
{
    internal TestProduct Product { get; private set; } = null!;

    internal Dictionary<string, CaseNumber> Cases { get; } = [];

    public async Task InitializeAsync()
    {
        Product = await TestProduct.StartAsync();
        await CloseAsync("ordinary");
        await CloseAsync("serious", ComplaintSeverity.Serious);
        await CloseAsync("refused", answers: ("CustomerConfirmation", CustomerConfirmation.NotSatisfied));
        await CloseAsync("disagreed", answers: ("ConsultCustomer", "NotAgreed"));
        Product.Clock.Advance(TimeSpan.FromHours(1));
    }

    public async Task DisposeAsync() => await Product.DisposeAsync();

    internal Task<PastTrialReport> TryAsync(TryOnPastCases trial) => Product.SendAsync(Product.Holding(Roles.ProcessOwner), trial);

    internal async Task CloseAsync(string name, ComplaintSeverity severity = ComplaintSeverity.Ordinary, params (string Activity, string Outcome)[] answers)
    {
        var (left, minutes) = (answers.ToList(), 40);
        var number = Cases[name] = (await Product.RegisterAsync(severity)).Number;
        while (await Product.OpenTaskAsync(number) is { } task)
        {
            Product.Clock.Advance(TimeSpan.FromMinutes(minutes += 20)); // some past the two hours of SLA-11
            await Product.RunTimersAsync();
            var answer = left.Find(answer => answer.Activity == task.ActivityId);
            left.Remove(answer);
            await Product.CompleteNextAsync(number, answer.Outcome);
        }
    }
}
