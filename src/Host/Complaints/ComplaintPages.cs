using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Complaints;

/// <summary>The list of cases, one case, and the form that files a complaint.</summary>
internal static class ComplaintPages
{
    private const int PageSize = 50;

    public static void MapComplaintPages(this IEndpointRouteBuilder routes)
    {
        var complaints = routes.MapGroup("/complaints").RequireAuthorization();
        complaints.MapGet("/", List);
        complaints.MapGet("/new", ShowForm);
        complaints.MapPost("/new", Register);
        complaints.MapGet("/{number}", Show);
        complaints.MapGet("/{number}/progress", ShowProgress);
    }

    private static async Task<IResult> List(IMediator mediator, string? search, string? status, string? after, CancellationToken cancellationToken)
    {
        var openOnly = status == "open";
        var page = await mediator.Send(new ListComplaints(search, openOnly, string.IsNullOrEmpty(after) ? null : new CaseNumber(after), PageSize + 1), cancellationToken);
        var rows = page.Take(PageSize).ToList();
        return Pages.Page<ComplaintsPage>(new { Complaints = rows, Search = search, OpenOnly = openOnly, Next = page.Count > PageSize ? rows[^1].Number : (CaseNumber?)null, IsFirst = after is null });
    }

    private static async Task<IResult> ShowForm(IMediator mediator, CurrentActor current, CancellationToken cancellationToken) =>
        Permissions.MaySend<RegisterComplaint>(current.Actor)
            ? await FormAsync(mediator, NewComplaint.Empty(), FieldErrors.None, null, StatusCodes.Status200OK, cancellationToken)
            : throw new ForbiddenException("role.missing", $"{current.Actor.Name} may not register complaints.");

    private static async Task<IResult> Register(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var entered = NewComplaint.Posted(form);
        try
        {
            var registered = await mediator.Send(entered.ToCommand(), cancellationToken);
            Notice.Leave(context, "registered", registered.Number.Value);
            return TypedResults.LocalRedirect($"/complaints/{registered.Number}");
        }
        catch (ValidationException refusal)
        {
            return await FormAsync(mediator, entered, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            // For instance the same form with other words, sent from a page that Back brought up again: a new key lets it count as new.
            var problem = ErrorTexts.Of(refusal.Code, refusal.Values);
            return await FormAsync(mediator, entered with { Key = NewComplaint.NewKey() }, FieldErrors.None, problem, StatusCodes.Status409Conflict, cancellationToken);
        }
    }

    private static async Task<IResult> FormAsync(IMediator mediator, NewComplaint entered, FieldErrors errors, string? problem, int status, CancellationToken cancellationToken) =>
        Pages.Page<NewComplaintPage>(new { Entered = entered, Errors = errors, ProblemText = problem, Projects = await mediator.Send(new ListProjects(), cancellationToken) }, status);

    private static async Task<IResult> Show(string number, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
        Pages.Page<ComplaintPage>(new { Case = await LoadAsync(number, mediator, texts, cancellationToken) });

    private static async Task<IResult> ShowProgress(string number, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken) =>
        Pages.Fragment<CaseProgress>(new { Case = await LoadAsync(number, mediator, texts, cancellationToken) });

    private static async Task<CaseView> LoadAsync(string number, IMediator mediator, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var caseNumber = new CaseNumber(number.ToUpperInvariant());
        var complaint = await mediator.Send(new GetComplaint(caseNumber), cancellationToken) ?? throw new NotFoundException(nameof(Complaint), number);
        var history = await mediator.Send(new GetCaseHistory(caseNumber), cancellationToken) ?? [];
        var userNames = history.Select(e => e.Actor).Concat(complaint.Records.Select(r => r.SubmittedBy)).Append(complaint.RegisteredBy);
        var names = await PersonNames.LoadAsync(mediator, texts, complaint.OpenTasks.Select(t => t.AssigneeId).OfType<Guid>(), userNames, cancellationToken);
        var tasks = await mediator.Send(new ListCaseTasks(caseNumber), cancellationToken);
        return new CaseView(complaint, TimelineEvent.From(history, tasks), tasks, names);
    }
}

/// <summary>A case with its history and what to call the people in both.</summary>
public sealed record CaseView(ComplaintDetails Complaint, IReadOnlyList<TimelineEvent> Timeline, IReadOnlyList<CaseTask> Tasks, PersonNames Names)
{
    /// <summary>The task a record was filled in for: the latest of its code; null when a record came another way.</summary>
    public CaseTask? TaskOf(CaseRecordView record) => Tasks.LastOrDefault(t => t.FormCode == record.FormCode && t.Outcome is not null);
}
