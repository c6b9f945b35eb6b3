using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Processes;
using AfterSales.Host.Processes.Diagrams;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Cases;

/// <summary>The list of cases of every kind, one case, and what can be done to it from its page.</summary>
internal static class CasePages
{
    public static void MapCasePages(this IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/cases", "/complaints"])
        {
            // Complaints had addresses of their own, which are in people's bookmarks and mails.
            var cases = routes.MapGroup(path).RequireAuthorization();
            cases.MapGet("/", List);
            cases.MapGet("/{number}", Show);
        }

        var one = routes.MapGroup("/cases/{number}").RequireAuthorization();
        one.MapGet("/progress", ShowProgress);
        one.MapGet("/processes", ShowProcesses);
        one.MapPost("/forced-closure", RequestForcedClosure);
        one.MapPost("/forced-closure/decision", DecideForcedClosure);
        one.MapPost("/corrective-actions", StartAction);
    }

    private static async Task<IResult> List(IMediator mediator, string? search, string? kind, string? status, string? closed, int? page, CancellationToken cancellationToken)
    {
        CaseKind? only = Enum.TryParse<CaseKind>(kind, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
        var request = new ListCases(search, only, status == "open", closed == "forced", Math.Clamp(page ?? 1, 1, 100_000));
        var found = await mediator.Send(request, cancellationToken);
        return Pages.Page<CasesPage>(new { Page = found, Search = search, Kind = only, request.OpenOnly, request.ForcedOnly, Number = request.Page });
    }

    private static async Task<IResult> Show(string number, string? history, CaseLoader loader, CancellationToken cancellationToken) =>
        Pages.Page<CasePage>(new { Case = await loader.LoadAsync(number, cancellationToken) with { IsWhole = history == "all" } });

    private static async Task<IResult> ShowProgress(string number, CaseLoader loader, CancellationToken cancellationToken) =>
        Pages.Fragment<CaseProgress>(new { Case = await loader.LoadAsync(number, cancellationToken) });

    private static async Task<IResult> ShowProcesses(string number, CaseLoader loader, ActivityNames names, CancellationToken cancellationToken)
    {
        var view = await loader.LoadAsync(number, cancellationToken);
        var diagrams = new List<DiagramView>();
        foreach (var process in view.Positions.GroupBy(p => (p.DefinitionId, p.Version)))
        {
            var drawing = await loader.Mediator.Send(new DrawDefinition(process.Key.DefinitionId, process.Key.Version), cancellationToken);
            var marks = process.GroupBy(p => p.ActivityId).ToDictionary(step => step.Key, step => step.Any(p => p.IsFaulted) ? DiagramMark.Faulted : DiagramMark.Waiting);
            diagrams.Add(DiagramDrawing.Draw(process.Key.DefinitionId, drawing.Name, drawing, names, new DiagramMarks { Steps = marks }));
        }

        return Pages.Page<CaseProcessesPage>(new { Case = view.Case, Diagrams = diagrams });
    }

    private static Task<IResult> RequestForcedClosure(string number, IFormCollection form, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
        DoAsync(number, "force-asked", new RequestForcedClosure(Number(number), form["reason"].ToString().Trim()), context, loader, cancellationToken);

    private static Task<IResult> DecideForcedClosure(string number, IFormCollection form, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
        DoAsync(number, "force-decided", new DecideForcedClosure(Number(number), form["approve"] == "true", form["reason"].ToString().Trim()), context, loader, cancellationToken);

    private static Task<IResult> StartAction(string number, IFormCollection form, HttpContext context, CaseLoader loader, CancellationToken cancellationToken) =>
        DoAsync(
            number, "action-started",
            new OpenCorrectiveAction(Number(number), form["subject"].ToString().Trim(), form["problem"].ToString().Trim().ReplaceLineEndings("\n"), form["key"] is [{ Length: > 0 } key] ? key : null),
            context, loader, cancellationToken);

    private static async Task<IResult> DoAsync<T>(string number, string notice, ICommand<T> command, HttpContext context, CaseLoader loader, CancellationToken cancellationToken)
    {
        try
        {
            await loader.Mediator.Send(command, cancellationToken);
        }
        catch (ValidationException refusal)
        {
            return await AgainAsync(number, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, loader, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await AgainAsync(number, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, loader, cancellationToken);
        }

        Notice.Leave(context, notice, number);
        return TypedResults.LocalRedirect($"/cases/{number}");
    }

    private static async Task<IResult> AgainAsync(string number, FieldErrors errors, string? problem, int status, CaseLoader loader, CancellationToken cancellationToken) =>
        Pages.Page<CasePage>(new { Case = await loader.LoadAsync(number, cancellationToken), Errors = errors, ProblemText = problem }, status);

    private static CaseNumber Number(string number) => new(number.ToUpperInvariant());
}
