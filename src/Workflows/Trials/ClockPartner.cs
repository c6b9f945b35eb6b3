using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Sla;
using AfterSales.Engine.Trials;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Trials;

/// <summary>Takes the steps of the clocks that are started in a trial, as the product's own pump would.</summary>
internal sealed class ClockPartner : ITrialPartner
{
    public async Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken)
    {
        // An existing case's steps of before are its own affair.
        var next = await moment.Services.GetRequiredService<AfterSalesDbContext>().SlaClocks.AsNoTracking().Where(c => c.NextStepAt != null && c.NextStepAt >= moment.StartedAt)
            .OrderBy(c => c.NextStepAt).ThenBy(c => c.Id).Select(c => new { c.Id, c.NextStepAt }).FirstOrDefaultAsync(cancellationToken);
        return next is null ? null : new TrialMove(next.NextStepAt!.Value, (services, token) => AdvanceAsync(services, next.Id, token));
    }

    private static async Task AdvanceAsync(IServiceProvider services, Guid clockId, CancellationToken cancellationToken)
    {
        services.GetRequiredService<CurrentActor>().ActAs(Actor.System);
        await services.GetRequiredService<IMediator>().Send(new AdvanceClock(clockId), cancellationToken);
    }
}
