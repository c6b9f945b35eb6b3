using System.Globalization;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Host.Localization;
using AfterSales.Host.Security;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Portal;

/// <summary>The form that anybody may report with, filled in already for whoever scanned a device's label (CHN-01).</summary>
internal static class PublicReportPages
{
    public static void MapPublicReports(this IEndpointRouteBuilder routes)
    {
        var report = routes.MapGroup("/report").AllowAnonymous().AddEndpointFilter(PortalPages.KeepPrivate).AddEndpointFilter(PortalPages.ExplainRefusedLink);
        report.MapGet("/", (PublicReportDesk desk, CancellationToken cancellationToken) => desk.ShowAsync(null, cancellationToken)).RequireRateLimiting(RateLimits.Confirmations);
        report.MapGet("/{label}", (string label, PublicReportDesk desk, CancellationToken cancellationToken) => desk.ShowAsync(label, cancellationToken)).RequireRateLimiting(RateLimits.Confirmations);
        report.MapPost("/", (IFormCollection form, PublicReportDesk desk, CancellationToken cancellationToken) => desk.TakeAsync(null, form, cancellationToken)).RequireRateLimiting(RateLimits.PublicReports);
        report.MapPost("/{label}", (string label, IFormCollection form, PublicReportDesk desk, CancellationToken cancellationToken) => desk.TakeAsync(label, form, cancellationToken))
            .RequireRateLimiting(RateLimits.PublicReports);
    }
}

/// <summary>What somebody typed into the public form.</summary>
/// <param name="What">A level of a fault by name, or <c>complaint</c>.</param>
public sealed record PublicReport(string? What, string? CustomerName, string? CustomerUnit, string? Phone, string? Email, string? Address, string? Subject, string? Description, string Key)
{
    public const string Complaint = "complaint";

    public static PublicReport Empty() => new(nameof(FaultLevel.Minor), null, null, null, null, null, null, null, Guid.NewGuid().ToString("N"));

    public static PublicReport Posted(IFormCollection form)
    {
        return new PublicReport(
            Text("what"), Text("customerName"), Text("customerUnit"), Text("phone"), Text("email"), Text("address"), Text("subject"), Text("description"),
            Text("key") is { Length: <= IdempotencyRecord.KeyMaxLength } key ? key : Guid.NewGuid().ToString("N"));

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;
    }

    public SubmitPublicReport ToCommand(string? label) => new(
        label, What == Complaint ? null : Enum.TryParse<FaultLevel>(What, out var level) ? level : (FaultLevel)(-1), CustomerName ?? "", CustomerUnit, Phone ?? "", Email, Address, Subject ?? "",
        Description ?? Subject ?? "", Key, NotificationWords.Current);
}

/// <summary>Shows the form and takes what is sent with it.</summary>
internal sealed class PublicReportDesk(IMediator mediator, CustomerAccess access, ICustomerLinkTokens tokens, IHttpContextAccessor accessor)
{
    /// <summary>No person sees this field; who fills it in is none.</summary>
    public const string Trap = "website";

    public async Task<IResult> ShowAsync(string? label, CancellationToken cancellationToken)
    {
        access.ActAsVisitor(null);
        return await FormAsync(label, PublicReport.Empty(), FieldErrors.None, null, StatusCodes.Status200OK, cancellationToken);
    }

    public async Task<IResult> TakeAsync(string? label, IFormCollection form, CancellationToken cancellationToken)
    {
        var entered = PublicReport.Posted(form);
        access.ActAsVisitor(entered.CustomerName);
        if (!string.IsNullOrEmpty(form[Trap]))
            return Pages.Page<ReportTakenPage>(new { });
        try
        {
            var submitted = await mediator.Send(entered.ToCommand(label), cancellationToken);
            Notice.Leave(accessor.HttpContext!, "reported", submitted.Number.Value);
            var page = $"/follow/{tokens.Protect(submitted.FollowLinkId)}";
            Languages.RememberForPage(accessor.HttpContext!, page, CultureInfo.CurrentUICulture.Name);
            return TypedResults.LocalRedirect(page);
        }
        catch (ValidationException refusal)
        {
            return await FormAsync(label, entered, FieldErrors.From(refusal), null, StatusCodes.Status400BadRequest, cancellationToken);
        }
        catch (RuleViolationException refusal)
        {
            return await FormAsync(label, entered with { Key = Guid.NewGuid().ToString("N") }, FieldErrors.None, ErrorTexts.Of(refusal.Code, refusal.Values), StatusCodes.Status409Conflict, cancellationToken);
        }
    }

    private async Task<IResult> FormAsync(string? label, PublicReport entered, FieldErrors errors, string? problem, int status, CancellationToken cancellationToken)
    {
        var device = label is null ? null : await mediator.Send(new GetLabelledEquipment(label), cancellationToken) ?? throw new ForbiddenException("link.invalid", "The label leads to no device.");
        return Pages.Page<PublicReportPage>(new { Label = label, Device = device, Entered = entered, Errors = errors, ProblemText = problem }, status);
    }
}
