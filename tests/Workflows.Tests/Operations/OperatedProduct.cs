using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Engine;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Testing;
using AfterSales.Workflows.Tests.Definitions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Tests.Operations;

/// <summary>A product with processes that an operator has to look after.</summary>
internal sealed class OperatedProduct : IAsyncDisposable
{
    private readonly DefinitionFolder _folder = new();

    public required TestProduct Product { get; init; }

    public static async Task<OperatedProduct> StartAsync(Action<WorkflowEngineOptions>? options = null) =>
        new() { Product = await TestProduct.StartAsync(loadDefinitions: false, configure: services => services.Configure(options ?? (_ => { }))) };

    public Actor Operator => Product.Holding(Roles.Administrator);

    public Task<T> OperateAsync<T>(IRequest<T> request) => Product.SendAsync(Operator, request);

    /// <summary>A case whose task is followed by a step that faults until the variable Note has a value.</summary>
    public async Task<CaseNumber> FaultAsync()
    {
        await ImportAsync(new Draft("faulty").StartedBy("ComplaintRegistered").Variable("Note", "String").Variable("Count", "Int32").Asks("Ask", Roles.Agent, "Done")
            .Add("Broken", "Elsa.WriteLine", ("text", Draft.Expression("JavaScript", "variables.Note.length"))).Asks("After", Roles.Agent, "Done")
            .Connect("Start->Ask", "Ask->Broken", "Broken->After"));
        return await FaultAgainAsync();
    }

    public async Task<CaseNumber> FaultAgainAsync()
    {
        Product.Clock.Advance(TimeSpan.FromMilliseconds(1)); // so that ids sort as they come
        var number = (await Product.RegisterAsync()).Number;
        await Product.CompleteNextAsync(number);
        return number;
    }

    /// <summary>A complaint about a person's service, of which the operator may not know, at whose process the same step faulted and a message and a timer were given up.</summary>
    public async Task<HiddenProcess> FaultHiddenAsync()
    {
        await FaultAsync();
        var number = (await Product.SendAsync(Product.Holding(Roles.Agent), new RegisterComplaint(
            "周女士", "乌鲁木齐交警支队", "0995-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "态度恶劣", "投诉服务人员", IsSupervision: true))).Number;
        await Product.CompleteNextAsync(number);
        var instance = (await InstanceAsync(number)).Id;
        return await Product.ReadAsync(async db =>
        {
            var now = Product.Clock.GetUtcNow();
            var message = new OutboxMessage { Id = Guid.NewGuid(), Kind = "mail", Payload = "{}", IdempotencyKey = "hidden", CreatedAt = now, DueAt = now, Attempts = 10, DeadAt = now, InstanceId = instance };
            var timer = new WorkflowTimer { Id = Guid.NewGuid(), InstanceId = instance, Kind = TimerKind.Stimulus, Name = "event", Payload = "{}", DueAt = now, Failures = 10, DeadAt = now };
            db.AddRange(message, timer);
            await db.SaveChangesAsync();
            return new HiddenProcess(number, instance, await db.Set<WorkflowIncident>().Where(i => i.InstanceId == instance).Select(i => i.Id).SingleAsync(), message.Id, timer.Id);
        });
    }

    /// <summary>A case that waits at a task with a deadline.</summary>
    public async Task<(CaseNumber Number, Guid Instance)> WaitAsync()
    {
        await ImportAsync(new Draft("waiting").StartedBy("ComplaintRegistered")
            .Add("Ask", "AfterSales.HumanTask", ("title", "Ask"), ("candidateRole", Roles.Agent), ("dueIn", "01:00:00")).Asks("After", Roles.Agent, "Done").Connect("Start->Ask", "Ask->After"));
        var number = (await Product.RegisterAsync()).Number;
        return (number, (await InstanceAsync(number)).Id);
    }

    public async Task<Guid> DeadTimerAsync()
    {
        await WaitAsync();
        await Product.ReadAsync(db => db.Set<WorkflowTimer>().ExecuteUpdateAsync(set => set.SetProperty(t => t.DeadAt, Product.Clock.GetUtcNow()).SetProperty(t => t.LastError, "broken")));
        return await Product.ReadAsync(db => db.Set<WorkflowTimer>().Select(t => t.Id).SingleAsync());
    }

    public Task<Guid> DeadMessageAsync() => Product.ReadAsync(async db =>
    {
        var now = Product.Clock.GetUtcNow();
        var message = new OutboxMessage { Id = Guid.NewGuid(), Kind = "mail", Payload = "{}", IdempotencyKey = "k", CreatedAt = now, DueAt = now, Attempts = 10, DeadAt = now, LastError = "mailbox full" };
        db.Add(message);
        await db.SaveChangesAsync();
        return message.Id;
    });

    public Task<WorkflowInstance> InstanceAsync(CaseNumber number) => Product.ReadAsync(db => db.Set<WorkflowInstance>().AsNoTracking().SingleAsync(i => i.CorrelationId == number.Value));

    public Task<WorkflowIncident> IncidentAsync() => Product.ReadAsync(db => db.Set<WorkflowIncident>().AsNoTracking().SingleAsync());

    /// <summary>The last record of a chain, with the chain proved intact.</summary>
    public async Task<AuditRecord> LastRecordAsync(string chain)
    {
        Assert.True((await Product.SendAsync(Actor.System, new VerifyAudit())).IsIntact);
        return await Product.ReadAsync(db => db.Set<AuditRecord>().AsNoTracking().Where(r => r.Chain == chain).OrderByDescending(r => r.Sequence).FirstAsync());
    }

    public async Task PumpAsync()
    {
        while (await Product.RunTimersAsync() > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await Product.DisposeAsync();
    }

    private async Task ImportAsync(Draft draft) => await _folder.Write("process.json", draft.ToString()).ImportAsync(Product);
}

/// <summary>What an operator could try to act on, by ids.</summary>
internal sealed record HiddenProcess(CaseNumber Number, Guid Instance, Guid Incident, Guid Message, Guid Timer);
