using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Host.Localization;
using AfterSales.Host.Operations;
using AfterSales.Host.Problems;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Publications;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Processes;

/// <summary>Asks for what pages about processes have in common, and words their refusals.</summary>
internal sealed class ProcessLoader(IMediator mediator, CurrentActor current, ProblemTranslation problems, IStringLocalizer<Texts> texts, IOptions<PublicationOptions> publication)
{
    private const int MostVersions = 500;

    public IMediator Mediator => mediator;

    public IStringLocalizer<Texts> Texts => texts;

    public bool NeedsApproval => publication.Value.NeedsApproval;

    public bool MayPublish => Permissions.MaySend<PublishDefinition>(current.Actor);

    public async Task<ProcessHead> HeadAsync(string definitionId, string tab, CancellationToken cancellationToken)
    {
        var versions = await mediator.Send(
            new ListDefinitions(new DefinitionQuery { Versions = VersionFilter.All, DefinitionIds = [definitionId], OrderBy = DefinitionOrder.Version, IsDescending = true, Take = MostVersions }), cancellationToken);
        return versions.Items.Count > 0
            ? new ProcessHead(definitionId, tab, versions.Items, Permissions.MaySend<SaveDefinitionDraft>(current.Actor), MayPublish)
            : throw new NotFoundException("definition", definitionId);
    }

    public Task<PersonNames> NamesAsync(IEnumerable<string?> userNames, CancellationToken cancellationToken) =>
        PersonNames.LoadAsync(mediator, texts, [], userNames.OfType<string>(), cancellationToken);

    /// <summary>Whether it is a refusal that a page shows beside its form.</summary>
    public static bool IsRefusal(Exception exception) => exception is ValidationException or RuleViolationException;

    public (RefusedForm Form, int Status) Refused(Exception refusal, string target, string? reason)
    {
        var problem = problems.Of(refusal);
        return (new RefusedForm(target, problem.Errors is { Count: > 0 } errors ? string.Join(" ", errors.SelectMany(error => error.Value)) : problem.Detail, reason), problem.Status);
    }
}
