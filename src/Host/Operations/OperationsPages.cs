using System.Globalization;
using System.Text.Json;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Problems;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Operations;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Operations;

/// <summary>运行维护: what broke, what waits, and the switches for deployments.</summary>
internal static class OperationsPages
{
    public static void MapOperationsPages(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup("/operations").RequireAuthorization();
        operations.MapGet("/", Show);
        operations.MapGet("/queues", async (IMediator mediator, CancellationToken cancellationToken) => Pages.Fragment<QueueStrip>(new { Depths = await mediator.Send(new GetQueueDepths(), cancellationToken) }));
        operations.MapGet("/incidents/{id:guid}", ShowIncident);
        operations.MapPost("/incidents/{id:guid}", ActOnIncident);
        operations.MapPost("/incidents", BulkRetry);
        operations.MapPost("/instances/{id:guid}", ActOnInstance);
        operations.MapPost("/dead/{kind}/{id:guid}", ActOnDeadLetter);
        operations.MapPost("/node", ActOnNode);
    }

    private static async Task<IResult> Show(
        string? tab, string? definition, string? exception, string? activity, string? age, string? filter, Guid? after, OperationsLoader loader, CancellationToken cancellationToken) =>
        await loader.PageAsync(
            OperationsTab.All.Contains(tab) ? tab! : OperationsTab.Incidents,
            new OperationsFilter(Given(definition), Given(exception), Given(activity), Given(age), Enum.TryParse<InstanceFilter>(filter, ignoreCase: true, out var known) ? known : InstanceFilter.Paused, after),
            null, StatusCodes.Status200OK, cancellationToken);

    private static async Task<IResult> ShowIncident(Guid id, OperationsLoader loader, CancellationToken cancellationToken) =>
        Pages.Page<IncidentPage>(new { View = await loader.IncidentAsync(id, cancellationToken) });

    private static async Task<IResult> ActOnIncident(Guid id, IFormCollection form, HttpContext context, OperationsLoader loader, CancellationToken cancellationToken)
    {
        var view = await loader.IncidentAsync(id, cancellationToken);
        var instance = view.Details.Summary.InstanceId;
        var (reason, key, outcome) = (form["reason"].ToString(), Key(form), form["outcome"].ToString());
        var action = form["action"].ToString();
        try
        {
            var notice = action switch
            {
                "retry" => Notice(await loader.Mediator.Send(new RetryIncident(id, reason, key), cancellationToken)),
                "retry-with-variables" => Notice(await loader.Mediator.Send(new RetryIncidentWithVariables(id, Variables(form["variables"].ToString()), reason, key), cancellationToken)),
                "skip" => Notice(await loader.Mediator.Send(new SkipIncident(id, outcome, reason, key), cancellationToken)),
                _ => await OnInstanceAsync(loader.Mediator, action, instance, reason, key, cancellationToken),
            };
            Shell.Notice.Leave(context, notice, "");
            var isOpen = notice is "operated-faulted" || action is "pause" or "resume";
            return TypedResults.LocalRedirect(isOpen ? $"/operations/incidents/{id}" : Pages.LocalOr(form["back"], "/operations"));
        }
        catch (Exception refusal) when (refusal is ValidationException or RuleViolationException)
        {
            var problem = loader.Problems.Of(refusal);
            var typed = new RefusedForm("incident", Text(problem), reason);
            return Pages.Page<IncidentPage>(new { View = view with { Refused = typed, Outcome = outcome, Variables = action is "retry-with-variables" ? form["variables"].ToString() : null } }, problem.Status);
        }
    }

    private static Task<IResult> BulkRetry(IFormCollection form, HttpContext context, OperationsLoader loader, CancellationToken cancellationToken) =>
        ActAsync(OperationsTab.Incidents, form["target"].ToString(), form, context, loader, async () =>
        {
            var result = await loader.Mediator.Send(new BulkRetryIncidents(form["definition"].ToString(), form["exception"].ToString(), form["reason"].ToString(), IdempotencyKey: Key(form)), cancellationToken);
            return ("bulk-retried", string.Create(CultureInfo.InvariantCulture, $"{result.Rows.Count(row => row.IsResolved)}/{result.Rows.Count}"));
        }, cancellationToken);

    private static Task<IResult> ActOnInstance(Guid id, IFormCollection form, HttpContext context, OperationsLoader loader, CancellationToken cancellationToken) =>
        ActAsync(OperationsTab.Instances, $"instances/{id}", form, context, loader, async () =>
            (await OnInstanceAsync(loader.Mediator, form["action"].ToString(), id, form["reason"].ToString(), Key(form), cancellationToken), ""), cancellationToken);

    private static Task<IResult> ActOnDeadLetter(string kind, Guid id, IFormCollection form, HttpContext context, OperationsLoader loader, CancellationToken cancellationToken) =>
        ActAsync(OperationsTab.Dead, $"{kind}/{id}", form, context, loader, async () =>
        {
            var (reason, key) = (form["reason"].ToString(), Key(form));
            await loader.Mediator.Send((ICommand)((kind, form["action"].ToString()) switch
            {
                ("messages", "again") => new ResendDeadMessage(id, reason, key),
                ("messages", "discard") => new DiscardDeadMessage(id, reason, key),
                ("timers", "again") => new RetryDeadTimer(id, reason, key),
                ("timers", "discard") => new DiscardDeadTimer(id, reason, key),
                _ => throw new BadHttpRequestException("There is no such action."),
            }), cancellationToken);
            return ("operated", "");
        }, cancellationToken);

    private static Task<IResult> ActOnNode(IFormCollection form, HttpContext context, OperationsLoader loader, CancellationToken cancellationToken) =>
        ActAsync(OperationsTab.Node, form["action"].ToString().EndsWith("intake", StringComparison.Ordinal) ? "intake" : "node", form, context, loader, async () =>
        {
            var (reason, key) = (form["reason"].ToString(), Key(form));
            await loader.Mediator.Send((ICommand<NodeState>)(form["action"].ToString() switch
            {
                "drain" => new DrainNode(reason, key),
                "undrain" => new UndrainNode(reason, key),
                "pause-intake" => new PauseIntake(reason, key),
                "open-intake" => new OpenIntake(reason, key),
                _ => throw new BadHttpRequestException("There is no such action."),
            }), cancellationToken);
            return ("operated", "");
        }, cancellationToken);

    /// <summary>Does it and goes back, or shows the page again with the reason as it was typed.</summary>
    private static async Task<IResult> ActAsync(
        string tab, string target, IFormCollection form, HttpContext context, OperationsLoader loader, Func<Task<(string Notice, string Value)>> act, CancellationToken cancellationToken)
    {
        try
        {
            var (notice, value) = await act();
            Shell.Notice.Leave(context, notice, value);
            return TypedResults.LocalRedirect(Pages.LocalOr(form["back"], OperationsTab.Url(tab)));
        }
        catch (Exception refusal) when (refusal is ValidationException or RuleViolationException)
        {
            var problem = loader.Problems.Of(refusal);
            var filter = new OperationsFilter(null, null, null, null, tab == OperationsTab.Instances ? InstanceFilter.Running : InstanceFilter.Paused, null);
            return await loader.PageAsync(tab, filter, new RefusedForm(target, Text(problem), form["reason"].ToString()), problem.Status, cancellationToken);
        }
    }

    private static async Task<string> OnInstanceAsync(IMediator mediator, string action, Guid id, string reason, string? key, CancellationToken cancellationToken)
    {
        await mediator.Send((ICommand)(action switch
        {
            "pause" => new PauseInstance(id, reason, key),
            "resume" => new ResumeInstance(id, reason, key),
            "cancel" => new CancelInstance(id, reason, key),
            _ => throw new BadHttpRequestException("There is no such action."),
        }), cancellationToken);
        return "operated";
    }

    private static string Notice(IncidentState state) => state.Resolution is null ? "operated-faulted" : "operated";

    private static string Text(Problem problem) => problem.Errors is { Count: > 0 } errors ? string.Join(" ", errors.SelectMany(error => error.Value)) : problem.Detail;

    private static JsonElement Variables(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw InvalidFields.Refuse(InvalidFields.Failure("variables", "json.malformed", e.Message, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1));
        }
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Key(IFormCollection form) => form["key"] is [{ Length: > 0 and <= IdempotencyRecord.KeyMaxLength } given] ? given : null;
}

/// <summary>Asks for what the operator's pages show.</summary>
internal sealed class OperationsLoader(IMediator mediator, CurrentActor current, ProblemTranslation problems)
{
    public IMediator Mediator => mediator;

    public ProblemTranslation Problems => problems;

    private bool MayOperate => Permissions.MaySend<RetryIncident>(current.Actor);

    public async Task<IResult> PageAsync(string tab, OperationsFilter filter, RefusedForm? refused, int status, CancellationToken cancellationToken)
    {
        var node = await mediator.Send(new GetNodeState(), cancellationToken);
        var view = new OperationsView(tab, node, await mediator.Send(new GetQueueDepths(), cancellationToken), MayOperate, filter, refused);
        view = tab switch
        {
            OperationsTab.Instances => view with { Instances = await mediator.Send(new ListInstances(filter.Instances, After: filter.After), cancellationToken) },
            OperationsTab.Dead => view with { Dead = await mediator.Send(new ListDeadLetters(), cancellationToken) },
            OperationsTab.Node => view,
            _ => view with
            {
                Groups = await mediator.Send(new CountIncidents(), cancellationToken),
                Incidents = await mediator.Send(new ListIncidents(filter.Definition, filter.Exception, filter.Activity, Age(filter.Age), After: filter.After), cancellationToken),
            },
        };
        return Pages.Page<OperationsPage>(new { View = view }, status);
    }

    public async Task<IncidentView> IncidentAsync(Guid id, CancellationToken cancellationToken) =>
        new(await mediator.Send(new GetIncident(id), cancellationToken) ?? throw new NotFoundException("incident", id), MayOperate);

    private static TimeSpan? Age(string? text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var age) ? age : null;
}
