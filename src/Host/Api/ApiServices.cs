using AfterSales.Host.Absences;
using System.Text.Json.Serialization;
using AfterSales.Host.Accounts;
using AfterSales.Host.Audit;
using AfterSales.Host.Cases;
using AfterSales.Host.Complaints;
using AfterSales.Host.Inquiries;
using AfterSales.Host.Intake;
using AfterSales.Host.Customers;
using AfterSales.Host.Definitions;
using AfterSales.Host.Migrations;
using AfterSales.Host.Operations;
using AfterSales.Host.Portal;
using AfterSales.Host.Problems;
using AfterSales.Host.Publications;
using AfterSales.Host.Tasks;
using AfterSales.Host.Trials;
using AfterSales.Host.WorkflowTasks;
using Microsoft.AspNetCore.Http.Features;

namespace AfterSales.Host.Api;

/// <summary>The REST API under <c>/api/v1</c>.</summary>
public static class ApiServices
{
    public const string Root = "/api/v1";

    /// <summary>Largest body of an API request that does not say otherwise; the longest text fields of a complaint fit many times over.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            // A misspelt member would otherwise be dropped in silence.
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Converters.Add(new EnumTextConverter());
        });
        // Thrown everywhere, not only in Development, so that one handler words every refusal.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddComplaintApi();
        return services.AddApiDescription();
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        var api = app.MapGroup(Root);
        api.MapTokens();
        api.MapConfirmations();
        api.MapMailIntake();

        var signedIn = api.MapGroup("").RequireAuthorization();
        signedIn.MapComplaints();
        signedIn.MapRegister();
        signedIn.MapCustomers();
        signedIn.MapCaseImportApi();
        signedIn.MapCases();
        signedIn.MapInquiries();
        signedIn.MapTasks();
        signedIn.MapLookupApi();
        signedIn.MapAbsences();
        signedIn.MapWorkflowTasks();
        signedIn.MapAudit();
        signedIn.MapOperations();
        signedIn.MapTrials();
        signedIn.MapDefinitions();
        signedIn.MapPublications();
        signedIn.MapMigrations();
        app.MapOpenApi("/openapi/{documentName}.json");
        return app;
    }

    /// <summary>Refuses a body that says it is too large, and stops reading one that turns out to be.</summary>
    public static WebApplication UseApiLimits(this WebApplication app)
    {
        app.UseWhen(context => ProblemServices.IsForPrograms(context.Request), branch => branch.Use((context, next) =>
        {
            var largest = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? MaxBodyBytes;
            if (context.Request.ContentLength > largest)
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = largest;
            return next(context);
        }));
        return app;
    }
}

/// <summary>What an endpoint says whose bodies may be larger than <see cref="ApiServices.MaxBodyBytes"/>.</summary>
internal sealed record BodyLimit(long Bytes);
