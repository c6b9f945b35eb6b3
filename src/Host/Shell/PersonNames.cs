using AfterSales.Domain.Organisation;
using AfterSales.Host.Localization;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Shell;

/// <summary>What to call people on a page whose data knows them by id or by user name.</summary>
public sealed class PersonNames(IReadOnlyList<PersonName> known, IStringLocalizer<Texts> texts)
{
    public static async Task<PersonNames> LoadAsync(IMediator mediator, IStringLocalizer<Texts> texts, IEnumerable<Guid> ids, IEnumerable<string> userNames, CancellationToken cancellationToken)
    {
        var request = new GetPersonNames([.. ids.Distinct()], [.. userNames.Distinct()]);
        return new PersonNames(request.Ids.Count + request.UserNames.Count == 0 ? [] : await mediator.Send(request, cancellationToken), texts);
    }

    /// <summary>A customer's or an unknown name stays as recorded.</summary>
    public string this[string userName] =>
        userName == Domain.Actors.Actor.System.Name ? texts["actor.system"] : known.FirstOrDefault(p => p.UserName == userName)?.Name.ToString() ?? userName;

    public string? this[Guid? id] => id is null ? null : known.FirstOrDefault(p => p.Id == id)?.Name.ToString();
}
