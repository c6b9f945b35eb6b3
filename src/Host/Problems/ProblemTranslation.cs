using AfterSales.Domain.Actors;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Operations;
using AfterSales.Host.Accounts;
using AfterSales.Host.Localization;
using FluentValidation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Problems;

/// <summary>The one place where exceptions become problems; pages that show a refusal beside a form use it too.</summary>
public sealed class ProblemTranslation(CurrentActor current, IDatabaseErrors databaseErrors)
{
    public Problem Of(Exception exception) => exception switch
    {
        ValidationException invalid => FieldProblems.Of(invalid),
        NotFoundException => Problem.Of(StatusCodes.Status404NotFound),
        ForbiddenException forbidden => Of(forbidden),
        SignInRefusedException refused => new Problem(StatusCodes.Status401Unauthorized, refused.Code, ErrorTexts.Of(refused.Code)),
        RuleViolationException violation => new Problem(StatusCodes.Status409Conflict, violation.Code, ErrorTexts.Of(violation.Code, violation.Values)),
        IntakePausedException => new Problem(StatusCodes.Status409Conflict, "intake.paused", ErrorTexts.Of("intake.paused")),
        DbUpdateConcurrencyException => Changed(),
        BadHttpRequestException { InnerException: System.Text.Json.JsonException json } => JsonProblems.Of(json),
        System.Text.Json.JsonException json => JsonProblems.Of(json),
        BadHttpRequestException bad => Problem.Of(bad.StatusCode),
        AntiforgeryValidationException => new Problem(StatusCodes.Status400BadRequest, "request.page-expired", ErrorTexts.Of("request.page-expired")),
        _ when databaseErrors.IsConflict(exception) => Changed(),
        _ => Problem.Of(StatusCodes.Status500InternalServerError),
    };

    private Problem Of(ForbiddenException forbidden) =>
        current.Actor == Actor.Anonymous && !forbidden.Code.StartsWith("link.", StringComparison.Ordinal)
            ? Problem.Of(StatusCodes.Status401Unauthorized)
            : new Problem(StatusCodes.Status403Forbidden, forbidden.Code, ErrorTexts.Of(forbidden.Code));

    private static Problem Changed() => new(StatusCodes.Status409Conflict, "case.changed", ErrorTexts.Of("case.changed"));
}
