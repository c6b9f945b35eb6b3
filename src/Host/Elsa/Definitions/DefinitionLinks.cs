using AfterSales.Domain.Actors;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>What the reader may do with definitions. Studio shows everything read-only where these are left out.</summary>
internal sealed class DefinitionLinks(CurrentActor current)
{
    private bool MayEdit => Permissions.MaySend<SaveDefinitionDraft>(current.Actor);

    public IReadOnlyList<ElsaLink> OfList() => MayEdit
        ?
        [
            new("/workflow-definitions", "self", "GET"),
            new("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish"),
            new("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract"),
            new("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete"),
        ]
        : [new("/workflow-definitions", "self", "GET")];

    public IReadOnlyList<ElsaLink> Of(string versionId, string definitionId)
    {
        var self = new ElsaLink($"/workflow-definitions/by-id/{versionId}", "self", "GET");
        return MayEdit
            ?
            [
                self,
                new($"/workflow-definitions/{definitionId}/publish", "publish"),
                new($"/workflow-definitions/{definitionId}/retract", "retract"),
                new($"/workflow-definitions/{definitionId}", "delete", "DELETE"),
            ]
            : [self];
    }
}
