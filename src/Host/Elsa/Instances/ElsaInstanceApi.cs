using AfterSales.Engine.Runtime;
using AfterSales.Host.Localization;
using AfterSales.Workflows.Instances;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Elsa.Instances;

/// <summary>Instances and what they did, as Studio's list and viewer ask for them.</summary>
internal static class ElsaInstanceApi
{
    public static void MapElsaInstances(this RouteGroupBuilder group)
    {
        group.MapPost("/workflow-instances", List);
        group.MapGet("/workflow-instances/{id}", Get);
        group.MapGet("/workflow-instances/{id}/execution-state", State);
        group.MapPost("/workflow-instances/{id}/journal", Journal);
        group.MapGet("/workflow-instances/{id}/variables", Variables);
        group.MapElsaExecutions();
        group.MapInstanceChanges();
        group.MapInstanceExport();
    }

    private static async Task<JsonHttpResult<ElsaPage<ElsaInstanceSummary>>> List(HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadAsync<InstanceListRequest>(request, cancellationToken);
        var page = await mediator.Send(new FindInstances(body.ToQuery()), cancellationToken);
        return ElsaJson.Answer(new ElsaPage<ElsaInstanceSummary>([.. page.Items.Select(ElsaInstanceSummary.Of)], page.Total));
    }

    private static async Task<JsonHttpResult<ElsaInstance>> Get(Guid id, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
        ElsaJson.Answer(ElsaInstance.Of(await mediator.Send(new GetInstance(id), cancellationToken), texts));

    private static async Task<JsonHttpResult<ElsaExecutionState>> State(Guid id, IMediator mediator, CancellationToken cancellationToken)
    {
        var progress = await mediator.Send(new GetInstanceProgress(id), cancellationToken);
        return ElsaJson.Answer(new ElsaExecutionState(progress.Status, progress.SubStatus, progress.SubStatus, progress.UpdatedAt));
    }

    private static async Task<JsonHttpResult<ElsaPage<ElsaJournalRecord>>> Journal(
        Guid id, int? skip, int? take, HttpRequest request, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var filter = (await ElsaJson.ReadAsync<JournalRequest>(request, cancellationToken)).Filter;
        var snapshot = await mediator.Send(new GetInstance(id), cancellationToken);
        ElsaJournalRecord[] shown = [.. ElsaJournalRecord.Of(snapshot, texts).Where(record => filter is null || filter.Shows(record))];
        return ElsaJson.Answer(new ElsaPage<ElsaJournalRecord>([.. shown.Skip(Math.Max(skip ?? 0, 0)).Take(take ?? shown.Length)], shown.Length));
    }

    private static async Task<JsonHttpResult<ElsaList<ElsaVariable>>> Variables(Guid id, IMediator mediator, CancellationToken cancellationToken)
    {
        var snapshot = await mediator.Send(new GetInstance(id), cancellationToken);
        return ElsaJson.List<ElsaVariable>([.. snapshot.Variables.Select(variable => new ElsaVariable(variable.Id, variable.Name, variable.Value))]);
    }
}
