using System.Globalization;
using AfterSales.Domain;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Accounts;
using AfterSales.Host.Localization;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Organisation;

/// <summary>组织: units, people with their posts and certificates, projects with their teams. For administrators.</summary>
internal static class OrganisationPages
{
    private const int PageSize = 50;

    public static void MapOrganisationPages(this IEndpointRouteBuilder routes)
    {
        var organisation = routes.MapGroup("/organisation").RequireAuthorization();
        organisation.MapGet("/", async (string? unit, IMediator mediator, CancellationToken cancellationToken) => await UnitsAsync(unit, OrganisationForm.Empty, mediator, cancellationToken));
        organisation.MapPost("/units", SaveUnit);
        organisation.MapGet("/people", People);
        organisation.MapGet("/people/new", (IMediator mediator, CancellationToken cancellationToken) => PersonAsync(null, OrganisationForm.Empty, mediator, cancellationToken));
        organisation.MapGet("/people/{userName}", (string userName, IMediator mediator, CancellationToken cancellationToken) => PersonAsync(userName, OrganisationForm.Empty, mediator, cancellationToken));
        organisation.MapPost("/people", SavePerson);
        organisation.MapPost("/people/{userName}/{action}", ActOnPerson);
        organisation.MapGet("/projects", async (string? project, IMediator mediator, CancellationToken cancellationToken) => await ProjectsAsync(project, OrganisationForm.Empty, mediator, cancellationToken));
        organisation.MapPost("/projects", SaveProject);
        organisation.MapPost("/projects/team", ChangeTeam);
        organisation.MapImport();
    }

    private static Task<IResult> SaveUnit(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken) => TryAsync(
        form, context, "/organisation",
        typed => mediator.Send(
            new SaveUnit(
                typed["code"], typed.Name, typed.Optional("parentCode"), Enum.TryParse<UnitKind>(typed["kind"], out var kind) ? kind : UnitKind.Department, typed.Optional("region"), typed.Revision,
                typed.Optional("reason")),
            cancellationToken),
        typed => UnitsAsync(typed["code"], typed, mediator, cancellationToken));

    private static Task<IResult> SavePerson(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken) => TryAsync(
        form, context, $"/organisation/people/{Uri.EscapeDataString(form["userName"].ToString())}",
        typed => mediator.Send(new SavePerson(typed["userName"], typed.Name, typed.Posts(), typed.Revision, typed.Optional("reason")), cancellationToken),
        typed => PersonAsync(typed.Revision is null ? null : typed["userName"], typed, mediator, cancellationToken));

    private static Task<IResult> ActOnPerson(string userName, string action, IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken) => TryAsync(
        form, context, $"/organisation/people/{Uri.EscapeDataString(userName)}",
        typed => action switch
        {
            "deactivate" => mediator.Send(new DeactivatePerson(userName, typed["reason"]), cancellationToken),
            "reactivate" => mediator.Send(new ReactivatePerson(userName, typed["reason"]), cancellationToken),
            "certificate" => mediator.Send(new SaveCertificate(userName, typed["kind"], typed.Optional("projectCode"), typed.Day("validUntil") ?? throw typed.Missing("validUntil")), cancellationToken),
            "password" => mediator.Send(new SetPassword(userName, typed["password"]), cancellationToken),
            _ => throw new NotFoundException("action", action),
        },
        typed => PersonAsync(userName, typed, mediator, cancellationToken));

    private static Task<IResult> SaveProject(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken) => TryAsync(
        form, context, "/organisation/projects",
        typed => mediator.Send(
            new SaveProject(
                typed["code"], typed.Name, typed.Optional("projectManager"), typed.Optional("departmentDirector"), typed.Optional("requiredCertificate"), typed.Revision, typed.Optional("reason")),
            cancellationToken),
        typed => ProjectsAsync(typed["code"], typed, mediator, cancellationToken));

    private static Task<IResult> ChangeTeam(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken) => TryAsync(
        form, context, "/organisation/projects",
        typed => mediator.Send(
            new ChangeProjectTeam(typed["code"], Enum.TryParse<ProjectTeamStatus>(typed["status"], out var status) ? status : throw typed.Missing("status"), typed.Day("from"), typed["reason"]), cancellationToken),
        typed => ProjectsAsync(typed["code"], typed, mediator, cancellationToken));

    private static async Task<IResult> TryAsync(
        IFormCollection form, HttpContext context, string after, Func<OrganisationForm, Task> send, Func<OrganisationForm, Task<IResult>> again)
    {
        var typed = new OrganisationForm(form, FieldErrors.None, null, StatusCodes.Status200OK);
        try
        {
            await send(typed);
            Notice.Leave(context, "organisation-saved", "");
            return TypedResults.LocalRedirect(after);
        }
        catch (ValidationException refusal)
        {
            return await again(typed with { Errors = FieldErrors.From(refusal), Status = StatusCodes.Status400BadRequest });
        }
        catch (RuleViolationException refusal)
        {
            return await again(typed with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values), Status = StatusCodes.Status409Conflict });
        }
    }

    private static async Task<IResult> UnitsAsync(string? code, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken)
    {
        var units = await mediator.Send(new ListUnits(), cancellationToken);
        return Pages.Page<UnitsPage>(new { Units = units, Chosen = units.FirstOrDefault(u => u.Code == code), Typed = typed }, typed.Status);
    }

    private static async Task<IResult> People(string? search, string? unit, string? after, IMediator mediator, CancellationToken cancellationToken)
    {
        var people = await mediator.Send(new ListPeople(search, unit, ActiveOnly: false, after, PageSize), cancellationToken);
        return Pages.Page<PeoplePage>(new { People = people, Search = search, Unit = unit, Next = people.Count == PageSize ? people[^1].UserName : null });
    }

    private static async Task<IResult> PersonAsync(string? userName, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken)
    {
        var person = userName is null ? null : await mediator.Send(new GetPerson(userName), cancellationToken) ?? throw new NotFoundException(nameof(Person), userName);
        return Pages.Page<PersonPage>(new { Person = person, Units = await mediator.Send(new ListUnits(), cancellationToken), Typed = typed }, typed.Status);
    }

    private static async Task<IResult> ProjectsAsync(string? code, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken)
    {
        var projects = await mediator.Send(new ListProjects(), cancellationToken);
        return Pages.Page<ProjectsPage>(new { Projects = projects, Chosen = projects.FirstOrDefault(p => p.Code == code), Typed = typed }, typed.Status);
    }
}

/// <summary>What was typed into a form of these pages, and what is wrong with it.</summary>
public sealed record OrganisationForm(IFormCollection Values, FieldErrors Errors, string? Problem, int Status)
{
    public static OrganisationForm Empty { get; } = new(FormCollection.Empty, FieldErrors.None, null, StatusCodes.Status200OK);

    public string this[string field] => Values[field].ToString().Trim();

    public bool IsEmpty => Values.Count is 0;

    public LocalizedText Name => new(this["name"], Optional("nameEn"));

    public int? Revision => int.TryParse(this["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    public string? Optional(string field) => this[field] is { Length: > 0 } text ? text : null;

    public DateOnly? Day(string field) => PostText.TryDay(this[field], out var day)
        ? day
        : throw InvalidFields.Refuse(InvalidFields.Failure(field, "organisation.line-day", $"'{this[field]}' is no day.", this[field]));

    /// <summary>One post a line.</summary>
    public IReadOnlyList<PostLine> Posts() => [.. this["posts"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => PostText.TryRead(text, out var post)
        ? post
        : throw InvalidFields.Refuse(InvalidFields.Failure("posts", "organisation.line-post", $"'{text}' is not written as role@unit.", text)))];

    public ValidationException Missing(string field) => InvalidFields.Refuse(InvalidFields.Failure(field, "field.required", $"{field} is required."));

    /// <summary>What a field shows: what was typed, or what is stored.</summary>
    public string? Or(string field, string? stored) => IsEmpty ? stored : this[field];
}
