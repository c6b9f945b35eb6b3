using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Definitions;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Workflows.Definitions;

/// <summary>Changes whenever the answer to <see cref="GetDesignerActivities"/> may; cheap to ask.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetDesignerActivitiesFingerprint : IQuery<string>;

/// <summary>What a definition may be made of, the units and calendars that its tasks may name, and the codes that stored ones do name.</summary>
[Allow(Roles.ProcessOwner, Roles.Administrator, Roles.Auditor)]
public sealed record GetDesignerActivities : IQuery<DesignerActivities>;

public sealed record DesignerActivities(
    IReadOnlyList<ActivityDescriptor> Registered, IReadOnlyList<OfferedWorkflow> Workflows, IReadOnlyList<NamedChoice> Units, IReadOnlyList<NamedChoice> Calendars, IReadOnlyList<StoredChoice> Stored)
{
    public bool Knows(string type, int version) => _known.Contains((type, version));

    private readonly HashSet<(string, int)> _known = [.. Registered.Concat(Workflows.Select(workflow => workflow.Descriptor)).Select(descriptor => (descriptor.TypeName, descriptor.Version))];
}

public sealed record NamedChoice(string Code, LocalizedText Name);

internal sealed class GetDesignerActivitiesHandler(AfterSalesDbContext db, ActivityRegistry registry, OfferedWorkflows workflows, StoredChoices stored)
    : IRequestHandler<GetDesignerActivitiesFingerprint, string>, IRequestHandler<GetDesignerActivities, DesignerActivities>
{
    public async Task<string> Handle(GetDesignerActivitiesFingerprint request, CancellationToken cancellationToken)
    {
        // Names are in there: there are few units and calendars, and their rows have no stamp.
        var named = (await UnitsAsync(cancellationToken)).Concat(await CalendarsAsync(cancellationToken));
        return $"{await OfferedWorkflows.FingerprintAsync(db, cancellationToken)}.{string.Join('|', named.Select(unit => $"{unit.Code}={unit.Name}"))}.{string.Join('|', await stored.ListAsync(db, cancellationToken))}";
    }

    public async Task<DesignerActivities> Handle(GetDesignerActivities request, CancellationToken cancellationToken) =>
        new(
            [.. registry.All.Select(activity => activity.Descriptor)], await workflows.ListAsync(db, cancellationToken), await UnitsAsync(cancellationToken), await CalendarsAsync(cancellationToken),
            await stored.ListAsync(db, cancellationToken));

    private Task<List<NamedChoice>> UnitsAsync(CancellationToken cancellationToken) =>
        db.Set<OrganisationUnit>().AsNoTracking().OrderBy(unit => unit.Code).Select(unit => new NamedChoice(unit.Code, unit.Name)).ToListAsync(cancellationToken);

    private Task<List<NamedChoice>> CalendarsAsync(CancellationToken cancellationToken) =>
        db.BusinessCalendars.AsNoTracking().OrderBy(calendar => calendar.Code).Select(calendar => new NamedChoice(calendar.Code, calendar.Name)).ToListAsync(cancellationToken);
}
