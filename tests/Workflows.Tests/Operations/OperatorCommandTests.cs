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

        foreach (var (type, command) in Commands.Where(c => c.Value(Guid.NewGuid(), null) is not (BulkRetryIncidents or CancelInstances or DrainNode or UndrainNode or PauseIntake or OpenIntake)))
            Assert.True(await Record.ExceptionAsync(() => SendAsync(operated, operated.Operator, command(Guid.NewGuid(), "because"))) is NotFoundException, type.Name);
    }

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
