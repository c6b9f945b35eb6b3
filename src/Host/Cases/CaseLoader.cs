using System.Text.Json;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Complaints;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using AfterSales.Host.Tasks;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Cases;

/// <summary>A case with its history, where its processes stand, and what to call the people in it.</summary>
public sealed record CaseView(CaseDetails Case, IReadOnlyList<TimelineEvent> Timeline, IReadOnlyList<CaseTask> Tasks, IReadOnlyList<ProcessPosition> Positions, PersonNames Names)
{
    /// <summary>What was said and sent in beside its tasks.</summary>
    public CaseConversation Conversation { get; init; } = CaseConversation.Empty;

    /// <summary>Whether all of its history is shown, however long; else the newest of it.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What the keys in the records stand for.</summary>
    public FormNames FormNames { get; init; } = FormNames.None;

    /// <summary>Fields that were changed when a form was filled in again; latest first.</summary>
    public IReadOnlyList<FieldChange> History { get; init; } = [];

    /// <summary>The task a record was filled in for: the latest of its code; null when a record came another way.</summary>
    public CaseTask? TaskOf(CaseRecordView record) => Tasks.LastOrDefault(t => t.FormCode == record.FormCode && t.Outcome is not null);
}

/// <summary>Gathers what the page of a case shows.</summary>
internal sealed class CaseLoader(IMediator mediator, IStringLocalizer<Texts> texts, ProcessPositions positions)
{
    public IMediator Mediator => mediator;

    /// <exception cref="NotFoundException">There is no such case, or the reader may not know of it.</exception>
    public async Task<CaseView> LoadAsync(string number, CancellationToken cancellationToken)
    {
        var caseNumber = new CaseNumber(number.ToUpperInvariant());
        var details = await mediator.Send(new GetCase(caseNumber), cancellationToken) ?? throw new NotFoundException(nameof(CaseFile), number);
        var history = await mediator.Send(new GetCaseHistory(caseNumber), cancellationToken) ?? [];
        var conversation = await mediator.Send(new GetCaseConversation(caseNumber), cancellationToken) ?? CaseConversation.Empty;
        string?[] others = [details.OpenedBy, details.ForcedClosure?.RequestedBy, details.ForcedClosure?.DecidedBy, .. details.Escalations.SelectMany(e => (string?[])[e.RaisedBy, e.SettledBy])];
        var userNames = history.Select(e => e.Actor).Concat(details.Records.Select(r => r.SubmittedBy)).Concat(others.OfType<string>())
            .Concat(conversation.Notes.Where(n => !n.IsFromCustomer).Select(n => n.Author)).Concat(conversation.Files.Where(f => !f.IsFromCustomer).Select(f => f.AddedBy));
        var names = await PersonNames.LoadAsync(mediator, texts, details.OpenTasks.Select(t => t.AssigneeId).OfType<Guid>(), userNames, cancellationToken);
        var tasks = await mediator.Send(new ListCaseTasks(caseNumber), cancellationToken);
        var view = new CaseView(details, TimelineEvent.From(history, tasks), tasks, await positions.OfCaseAsync(caseNumber, cancellationToken), names);
        return view with
        {
            Conversation = conversation,
            FormNames = await FormNames.LoadAsync(mediator, details.Records.Select(record => (view.TaskOf(record)?.Form ?? new TaskFormDefinition(), (JsonElement?)JsonElement.Parse(record.Data))), [], cancellationToken),
            History = details.Records.Count == 0 ? [] : await mediator.Send(new GetFieldHistory(caseNumber), cancellationToken),
        };
    }
}
