using AfterSales.Domain.Actors;
using AfterSales.Domain.Home;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Operations;
using AfterSales.Workflows.Publications;
using MediatR;

namespace AfterSales.Host.Home;

/// <summary>The first page: for each role what is due, what is at risk, and what waits (issue 6, Home).</summary>
internal static class HomePages
{
    private const int MostRows = 6;

    public static void MapHomePages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Show).RequireAuthorization();
        routes.MapGet("/home/record", ShowRecord).RequireAuthorization();
    }

    private static async Task<IResult> ShowRecord(IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new GetLatestRecord(), cancellationToken) is { } latest ? Pages.Fragment<LatestRecordFacts>(new { Latest = latest }) : TypedResults.NoContent();

    private static async Task<IResult> Show(IMediator mediator, CurrentActor current, CancellationToken cancellationToken)
    {
        var actor = current.Actor;
        var next = await mediator.Send(new ListWorkItems(Limit: MostRows) { Sort = TaskSort.Due }, cancellationToken);
        var forGroup = await mediator.Send(new ListWorkItems(Limit: MostRows) { Scope = TaskScope.Group, Sort = TaskSort.Due }, cancellationToken);
        var leads = Permissions.MaySend<GetTeamLoad>(actor);
        return Pages.Page<HomePage>(new
        {
            View = new HomeView(await mediator.Send(new GetOwnDay(), cancellationToken), next.Items, forGroup.Items)
            {
                Team = leads ? await mediator.Send(new GetTeamLoad(), cancellationToken) : null,
                AtRisk = leads ? await mediator.Send(new ListClocksAtRisk(MostRows), cancellationToken) : null,
                Processes = Permissions.MaySend<CountRunningInstances>(actor) ? await mediator.Send(new CountRunningInstances(), cancellationToken) : null,
                Awaiting = actor.Is(Roles.ProcessOwner) ? await mediator.Send(new ListPublications(), cancellationToken) : null,
                MayCheck = Permissions.MaySend<GetLatestRecord>(actor),
                Administrator = Permissions.MaySend<GetAdministratorDay>(actor) ? await mediator.Send(new GetAdministratorDay(), cancellationToken) : null,
                DeadLetters = Permissions.MaySend<GetAdministratorDay>(actor) ? await CountDeadAsync(mediator, cancellationToken) : 0,
                MayOperate = Permissions.MaySend<ListIncidents>(actor),
            },
        });
    }

    private static async Task<int> CountDeadAsync(IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new ListDeadLetters(), cancellationToken) is var dead ? dead.Messages.Count + dead.Timers.Count : 0;
}
