using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Pipeline;
using AfterSales.Workflows.Operations;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Tests.Operations;

/// <summary>What holds for everything an operator can do.</summary>
public sealed class OperatorCommandTests
{
    private static readonly JsonElement Variables = JsonElement.Parse("""{ "Note": "x" }""");

    /// <summary>Each command with a target and a reason.</summary>
    private static readonly Dictionary<Type, Func<Guid, string?, IBaseRequest>> Commands = new()
    {
        [typeof(RetryIncident)] = (id, reason) => new RetryIncident(id, reason),
        [typeof(RetryIncidentWithVariables)] = (id, reason) => new RetryIncidentWithVariables(id, Variables, reason),
        [typeof(SkipIncident)] = (id, reason) => new SkipIncident(id, "Done", reason),
        [typeof(BulkRetryIncidents)] = (_, reason) => new BulkRetryIncidents("faulty", "System.Exception", reason),
        [typeof(CancelInstance)] = (id, reason) => new CancelInstance(id, reason),
        [typeof(CancelInstances)] = (_, reason) => new CancelInstances(new Engine.Runtime.InstanceQuery(), reason),
        [typeof(PauseInstance)] = (id, reason) => new PauseInstance(id, reason),
        [typeof(ResumeInstance)] = (id, reason) => new ResumeInstance(id, reason),
        [typeof(ResendDeadMessage)] = (id, reason) => new ResendDeadMessage(id, reason),
        [typeof(DiscardDeadMessage)] = (id, reason) => new DiscardDeadMessage(id, reason),
        [typeof(RetryDeadTimer)] = (id, reason) => new RetryDeadTimer(id, reason),
        [typeof(DiscardDeadTimer)] = (id, reason) => new DiscardDeadTimer(id, reason),
        [typeof(DrainNode)] = (_, reason) => new DrainNode(reason),
        [typeof(UndrainNode)] = (_, reason) => new UndrainNode(reason),
        [typeof(PauseIntake)] = (_, reason) => new PauseIntake(reason),
        [typeof(OpenIntake)] = (_, reason) => new OpenIntake(reason),
    };

    /// <summary>Those that are done to one process, however it is named.</summary>
    private static IEnumerable<KeyValuePair<Type, Func<Guid, string?, IBaseRequest>>> OfOne =>
        Commands.Where(c => c.Value(Guid.NewGuid(), null) is not (BulkRetryIncidents or CancelInstances or DrainNode or UndrainNode or PauseIntake or OpenIntake));

    [Fact]
    public void Every_command_of_an_operator_is_tested_here() =>
        Assert.Equal(typeof(IOperatorCommand).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IOperatorCommand))).Select(t => t.Name).Order(), Commands.Keys.Select(t => t.Name).Order());

    [Fact]
    public async Task Only_administrators_operate()
    {
        await using var operated = await OperatedProduct.StartAsync();

        foreach (var command in Commands.Values)
            foreach (var role in Roles.OfPeople.Where(role => role != Roles.Administrator))
                Assert.Equal("role.missing", (await Assert.ThrowsAsync<ForbiddenException>(() => SendAsync(operated, operated.Product.Holding(role), command(Guid.NewGuid(), "because")))).Code);

        Assert.Equal(0, await operated.Product.ReadAsync(db => db.Set<AuditRecord>().CountAsync(r => r.Chain == "operations")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Nothing_is_done_without_a_reason(string? reason)
    {
        await using var operated = await OperatedProduct.StartAsync();

        foreach (var command in Commands.Values)
        {
            var refusal = await Assert.ThrowsAsync<ValidationException>(() => SendAsync(operated, operated.Operator, command(Guid.NewGuid(), reason)));
            Assert.Equal("Reason", Assert.Single(refusal.Errors).PropertyName);
        }
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        await using var operated = await OperatedProduct.StartAsync();

        foreach (var (type, command) in OfOne)
            Assert.True(await Record.ExceptionAsync(() => SendAsync(operated, operated.Operator, command(Guid.NewGuid(), "because"))) is NotFoundException, type.Name);
    }

    [Fact]
    public async Task Nothing_is_done_to_the_process_of_a_case_that_the_operator_may_not_know_of()
    {
        await using var operated = await OperatedProduct.StartAsync();
        var hidden = await operated.FaultHiddenAsync();
        var exception = await operated.Product.ReadAsync(db => db.Set<Engine.Runtime.WorkflowIncident>().Where(i => i.Id == hidden.Incident).Select(i => i.ExceptionType).SingleAsync());
        var records = await operated.Product.ReadAsync(db => db.Set<AuditRecord>().CountAsync(r => r.Chain == hidden.Number.Value));

        foreach (var (type, command) in OfOne)
        {
            var failure = await Record.ExceptionAsync(() => SendAsync(operated, operated.Operator, command(Target(hidden, type), "because")));
            Assert.Equal((type.Name, "instance.confidential"), (type.Name, (failure as ForbiddenException)?.Code));
        }

        // Of many, only the other case's is retried, and it is all that is left.
        var retried = await operated.OperateAsync(new BulkRetryIncidents("faulty", exception, "because"));
        Assert.Equal((false, 1), (Assert.Single(retried.Rows).InstanceId == hidden.Instance, retried.Left));
        Assert.Equal(1, await operated.OperateAsync(new CancelInstances(new Engine.Runtime.InstanceQuery { DefinitionIds = ["faulty"] }, "because")));
        Assert.Equal(Engine.Runtime.WorkflowStatus.Running, (await operated.InstanceAsync(hidden.Number)).Status);
        Assert.Equal(records, await operated.Product.ReadAsync(db => db.Set<AuditRecord>().CountAsync(r => r.Chain == hidden.Number.Value)));

        // The page and the list say that there is nothing to press.
        var dead = await operated.OperateAsync(new ListDeadLetters());
        Assert.True(Assert.Single(dead.Messages).IsConfidential && Assert.Single(dead.Timers).IsConfidential);
        Assert.True((await operated.OperateAsync(new GetIncident(hidden.Incident)))!.Summary.IsConfidential);
        Assert.True(Assert.Single((await operated.OperateAsync(new ListInstances())).Items).IsConfidential);
    }

    [Fact]
    public async Task Operator_who_may_know_of_a_confidential_case_mends_its_process()
    {
        await using var operated = await OperatedProduct.StartAsync();
        var hidden = await operated.FaultHiddenAsync();
        var insider = Actor.Person(operated.Operator.PersonId!.Value, operated.Operator.Name, [Roles.Administrator, Roles.EngineeringDirector]);

        var state = await operated.Product.SendAsync(insider, new RetryIncidentWithVariables(hidden.Incident, Variables, "given by hand"));
        await operated.Product.SendAsync(insider, new DiscardDeadTimer(hidden.Timer, "not needed"));

        Assert.NotNull(state.Resolution);
        Assert.Equal((nameof(DiscardDeadTimer), "not needed"), await operated.LastRecordAsync(hidden.Number.Value) is var r ? (r.Action, r.Reason) : default);
    }

    private static Guid Target(HiddenProcess hidden, Type command) => command.Name switch
    {
        var name when name.EndsWith("DeadMessage", StringComparison.Ordinal) => hidden.Message,
        var name when name.EndsWith("DeadTimer", StringComparison.Ordinal) => hidden.Timer,
        var name when name.Contains("Incident", StringComparison.Ordinal) => hidden.Incident,
        _ => hidden.Instance,
    };

    private static Task SendAsync(OperatedProduct operated, Actor actor, IBaseRequest command) => command switch
    {
        IRequest<Unit> plain => operated.Product.SendAsync(actor, plain),
        IRequest<IncidentState> incident => operated.Product.SendAsync(actor, incident),
        IRequest<NodeState> node => operated.Product.SendAsync(actor, node),
        IRequest<int> count => operated.Product.SendAsync(actor, count),
        IRequest<BulkRetryResult> bulk => operated.Product.SendAsync(actor, bulk),
        _ => throw new NotSupportedException(command.GetType().Name),
    };
}
