using AfterSales.Domain;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Trials;

/// <summary>Does the human tasks of a trial, by the same commands that people send and the same rules.</summary>
internal sealed class TaskPartner(ITaskAnswers answers) : ITrialPartner
{
    private readonly Dictionary<Guid, TaskAnswer?> _answers = [];
    private readonly Dictionary<Guid, IReadOnlyList<TrialRefusal>> _refusals = [];
    private readonly HashSet<Guid> _givenUp = [];

    public TaskAnswer? AnswerTo(Guid workItemId) => _answers.GetValueOrDefault(workItemId);

    public IReadOnlyList<TrialRefusal> RefusalsOf(Guid workItemId) => _refusals.GetValueOrDefault(workItemId, []);

    public async Task<TrialMove?> NextAsync(TrialMoment moment, CancellationToken cancellationToken)
    {
        var db = moment.Services.GetRequiredService<AfterSalesDbContext>();
        TrialMove? next = null;
        foreach (var question in await OpenAsync(db, cancellationToken))
        {
            var id = question.Item.Id;
            if (!_answers.TryGetValue(id, out var answer))
                _answers[id] = answer = answers.Choose(question);
            if (answer is null || _givenUp.Contains(id) || question.Item.OpenedAt + answer.After is var at && at >= next?.At)
                continue;
            next = new TrialMove(at, (services, token) => AnswerAsync(services, question, answer, token));
        }

        return next;
    }

    // In an order that does not depend on chance, so that the same trial always goes the same way.
    private static async Task<IReadOnlyList<TaskQuestion>> OpenAsync(AfterSalesDbContext db, CancellationToken cancellationToken)
    {
        var open = await db.WorkItems.AsNoTracking().Where(w => w.Status == WorkItemStatus.Open && w.InstanceId != null).ToListAsync(cancellationToken);
        if (open.Count == 0)
            return [];
        // Of an existing case's own tasks the processes are not here.
        var definitions = (await db.Set<WorkflowInstance>().Select(instance => new { instance.Id, instance.DefinitionId }).ToListAsync(cancellationToken)).ToDictionary(i => i.Id.ToString("N"), i => i.DefinitionId);
        var hashes = open.Select(w => w.FormHash).Distinct().ToArray();
        var forms = await db.Set<TaskForm>().AsNoTracking().Where(f => hashes.Contains(f.Hash)).ToDictionaryAsync(f => f.Hash, f => TaskFormDefinition.Parse(f.Content), cancellationToken);
        var somebody = forms.Values.Any(form => form.Fields.Any(field => field.Type is FormFieldType.Person))
            ? await db.People.Where(p => p.IsActive).OrderBy(p => p.UserName).Select(p => p.UserName).FirstOrDefaultAsync(cancellationToken) : null;
        return [.. open.Where(w => definitions.ContainsKey(w.InstanceId!)).OrderBy(w => w.OpenedAt).ThenBy(w => w.ActivityId, StringComparer.Ordinal).ThenBy(w => w.Id)
            .Select(w => new TaskQuestion(w, definitions[w.InstanceId!], w.FormHash is { } hash ? forms[hash] : new TaskFormDefinition()) { Somebody = somebody })];
    }

    private async Task AnswerAsync(IServiceProvider services, TaskQuestion question, TaskAnswer answer, CancellationToken cancellationToken)
    {
        IReadOnlyList<TrialRefusal> refusals;
        try
        {
            await SendAsync(services, question.Item, answer, cancellationToken);
            return;
        }
        catch (ValidationException invalid)
        {
            refusals = [.. invalid.Errors.Select(e => new TrialRefusal(e.PropertyName, e.ErrorCode, e.ErrorMessage))];
        }
        catch (RuleViolationException violation)
        {
            refusals = [new TrialRefusal(null, violation.Code, violation.Message)];
        }
        catch (ForbiddenException forbidden)
        {
            refusals = [new TrialRefusal(null, forbidden.Code, forbidden.Message)];
        }

        var id = question.Item.Id;
        var isFirst = _refusals.TryAdd(id, refusals);
        if (isFirst && answers.Instead(question, answer, refusals) is { } instead)
            _answers[id] = instead;
        else
            _givenUp.Add(id);
    }

    private static async Task SendAsync(IServiceProvider services, WorkItem item, TaskAnswer answer, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<AfterSalesDbContext>();
        var (current, mediator) = (services.GetRequiredService<CurrentActor>(), services.GetRequiredService<IMediator>());
        if (answer.ByCustomer && await db.CustomerLinks.AsNoTracking().Where(l => l.WorkItemId == item.Id).OrderByDescending(l => l.Id).FirstOrDefaultAsync(cancellationToken) is { } link)
        {
            current.ActAs(Actor.Customer(await db.CustomerNameAsync(item.CaseNumber, cancellationToken) ?? "customer"));
            await mediator.Send(new AnswerCustomerConfirmation(services.GetRequiredService<ICustomerLinkTokens>().Protect(link.Id), answer.Outcome, answer.Data), cancellationToken);
            return;
        }

        current.ActAs(await TrialActors.FindAsync(db, item, answer, cancellationToken));
        await mediator.Send(new CompleteWorkItem(item.Id, answer.Outcome, answer.Data), cancellationToken);
    }
}
