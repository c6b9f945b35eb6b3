using System.Data.Common;
using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Tasks;

/// <summary>What completing a task asks the database beside the work itself: who stands in for whom matters only where a confidential case is met (PRC-39).</summary>
public sealed class CompletionQueriesTests : IAsyncLifetime
{
    private readonly HeardCommands _heard = new();
    private TestProduct _product = null!;

    public async Task InitializeAsync() =>
        _product = await TestProduct.StartAsync(configure: services => services.ConfigureDbContext<SqliteProductDbContext>(options => options.AddInterceptors(_heard)));

    public async Task DisposeAsync() => await _product.DisposeAsync();

    [Fact]
    public async Task Completing_ones_own_task_of_an_ordinary_case_asks_for_nobodys_absence()
    {
        var number = (await _product.RegisterAsync()).Number;
        await _product.CompleteNextAsync(number); // what is read once a process has been read
        var task = await ClaimedAsync(number, Roles.Maintenance);

        var said = await SaidWhileAsync(() => CompleteAsync(task, _product.Holding(task.CandidateRole)));

        Assert.NotEmpty(said);
        Assert.DoesNotContain(said, command => command.Contains("Absences", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stand_in_completes_the_task_of_a_confidential_case_and_absences_are_asked_for_once()
    {
        var request = new RegisterComplaint("周女士", "乌鲁木齐交警支队", "0995-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "维护人员态度恶劣", "投诉服务人员", IsSupervision: true);
        var number = (await _product.SendAsync(_product.Holding(Roles.Agent), request)).Number;
        var task = await ClaimedAsync(number, Roles.Quality);
        var now = _product.Clock.GetUtcNow();
        var standIn = await _product.HireAsync("stand-in", Roles.Clerk);
        await _product.SendAsync(_product.Holding(Roles.Quality), new ArrangeAbsence("stand-in", now, now.AddDays(2)));

        var said = await SaidWhileAsync(() => CompleteAsync(task, standIn));

        var done = await _product.ReadAsync(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Id == task.Id));
        Assert.Equal((WorkItemStatus.Done, standIn.PersonId), (done.Status, done.CompletedById));
        Assert.Single(said, command => command.Contains("Absences", StringComparison.Ordinal));
    }

    private async Task<WorkItem> ClaimedAsync(CaseNumber number, string role)
    {
        var task = (await _product.OpenTaskAsync(number))!;
        if (task.AssigneeId is null)
            await _product.SendAsync(_product.Holding(task.CandidateRole), new ClaimWorkItem(task.Id));
        Assert.Equal(role, task.CandidateRole);
        return task;
    }

    private async Task<IReadOnlyList<string>> SaidWhileAsync(Func<Task> act)
    {
        _heard.Said.Clear();
        await act();
        return [.. _heard.Said];
    }

    private async Task CompleteAsync(WorkItem task, Actor actor)
    {
        var details = await _product.SendAsync(actor, new GetWorkItem(task.Id));
        _heard.Said.Clear();
        var chosen = details.Outcomes[0].Name;
        await _product.SendAsync(actor, new CompleteWorkItem(task.Id, chosen, FormFiller.Fill(details.Form, chosen, "已办理", _product.Clock.GetUtcNow())));
    }

    private sealed class HeardCommands : DbCommandInterceptor
    {
        public List<string> Said { get; } = [];

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Said.Add(command.CommandText);
            return ValueTask.FromResult(result);
        }
    }
}
