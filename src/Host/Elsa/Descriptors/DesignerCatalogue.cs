using System.Collections.Concurrent;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>The activities a designer may offer, read again only when something was published, withdrawn or renamed.</summary>
internal sealed class DesignerCatalogue(IMediator mediator, DesignerCatalogueCache cache)
{
    public Task<string> FingerprintAsync(CancellationToken cancellationToken) => mediator.Send(new GetDesignerActivitiesFingerprint(), cancellationToken);

    public async Task<DesignerActivities> ActivitiesAsync(CancellationToken cancellationToken)
    {
        var fingerprint = await FingerprintAsync(cancellationToken);
        if (cache.Last is { } last && last.Fingerprint == fingerprint)
            return last.Activities;
        var activities = await mediator.Send(new GetDesignerActivities(), cancellationToken);
        cache.Last = new KnownActivities(fingerprint, activities);
        return activities;
    }
}

/// <summary>One for all requests of the process. What is kept says itself of which state it is.</summary>
internal sealed class DesignerCatalogueCache
{
    public KnownActivities? Last { get; set; }

    /// <summary>By language.</summary>
    public ConcurrentDictionary<string, DescriptorList> Lists { get; } = [];
}

internal sealed record KnownActivities(string Fingerprint, DesignerActivities Activities);
