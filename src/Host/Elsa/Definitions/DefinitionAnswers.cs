using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;
using AfterSales.Host.Elsa.Descriptors;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Answers with definitions as the designer reads them.</summary>
internal sealed class DefinitionAnswers(IMediator mediator, ActivityRegistry registry, DesignerCatalogue catalogue, DefinitionLinks links)
{
    public async Task<IResult> GetAsync(GetStoredDefinition which, CancellationToken cancellationToken)
    {
        var stored = await mediator.Send(which, cancellationToken);
        return ElsaJson.AnswerNodes(Compose(stored, await KnownAsync(stored.Json, cancellationToken)));
    }

    /// <summary>Which activities the designer will know. To be asked before a write: afterwards nothing may fail any more.</summary>
    public async Task<Func<string, int, bool>> KnownAsync(string json, CancellationToken cancellationToken)
    {
        // Nearly every definition uses registered activities alone; only the others cost a look at the workflows.
        if (ActivityTree.In(Engine.Definitions.DefinitionParser.ReadJson(json)).All(activity => IsRegistered(activity.Type, activity.Version)))
            return IsRegistered;
        var offered = await catalogue.ActivitiesAsync(cancellationToken);
        return offered.Knows;
    }

    public JsonObject Compose(StoredDefinition stored, Func<string, int, bool> isKnown) =>
        DefinitionDocument.ForDesigner(stored, isKnown, links.Of(stored.Summary.Id, stored.Summary.DefinitionId));

    private bool IsRegistered(string type, int version) => registry.Find(type, version) is not null;
}
