using AfterSales.Host.Absences;
using AfterSales.Domain.Pipeline;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AfterSales.Host.Accounts;
using AfterSales.Host.Calendars;
using AfterSales.Host.Cases;
using AfterSales.Host.Complaints;
using AfterSales.Host.Contracts;
using AfterSales.Host.Customers;
using AfterSales.Host.EquipmentRegister;
using AfterSales.Host.Faults;
using AfterSales.Host.Home;
using AfterSales.Host.Inquiries;
using AfterSales.Host.Intake;
using AfterSales.Host.Notifications;
using AfterSales.Host.Operations;
using AfterSales.Host.Organisation;
using AfterSales.Host.Portal;
using AfterSales.Host.Printing;
using AfterSales.Host.Processes;
using AfterSales.Host.Sla;
using AfterSales.Host.Studio;
using AfterSales.Host.Tasks;

namespace AfterSales.Host.Shell;

/// <summary>The pages: server-rendered components behind ordinary endpoints.</summary>
public static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        // Chinese as it is, not as entities six times as long; what HTML gives a meaning to is still encoded.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHttpContextAccessor();
        // Files only: compressing a page that holds a secret beside the visitor's own words gives the secret away by its length.
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["text/css", "text/javascript", "image/svg+xml"]));
        services.AddSingleton<AssetUrls>();
        services.AddScoped<NotificationChoiceLoader>().AddScoped<TaskPageLoader>().AddScoped<CaseLoader>().AddScoped<OperationsLoader>();
        services.AddSingleton<InboxSignal>().AddScoped<IUnitOfWorkParticipant, InboxChanges>();
        services.AddSingleton<ActivityNames>().AddScoped<ProcessLoader>().AddScoped<ComparisonLoader>().AddScoped<MigrationLoader>();
        return services;
    }

    /// <summary>Serves style sheets, scripts and pictures.</summary>
    public static WebApplication UsePageAssets(this WebApplication app)
    {
        // Before compressing: its files come compressed.
        app.UseStudioFiles();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            // An address with a version never changes its content; others are asked for again, but for the icons: every page has a dozen, and the style sheet names them without a version.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request switch
            {
                var request when request.Query.ContainsKey("v") => "public, max-age=31536000, immutable",
                var request when request.Path.StartsWithSegments("/lib/icons") => "public, max-age=86400",
                _ => "no-cache",
            },
        });
        return app;
    }

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        // Pages are no part of the API's description.
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapPreferences();
        pages.MapSignInPages();
        pages.MapHomePages();
        pages.MapTaskPages();
        pages.MapLookups();
        pages.MapAbsencePages();
        pages.MapComplaintPages();
        pages.MapCasePages();
        pages.MapPrintPages();
        pages.MapFaultPages();
        pages.MapIntakePages();
        pages.MapCustomerPages();
        pages.MapEquipmentPages();
        pages.MapContractPages();
        pages.MapCalendarPages();
        pages.MapInquiryPages();
        pages.MapOrganisationPages();
        pages.MapNotificationPages();
        pages.MapPolicyPages();
        pages.MapClockPages();
        pages.MapOperationsPages();
        pages.MapProcessPages();
        pages.MapStudioPages();
        pages.MapPortalPages();
        pages.MapFollowPages();
        pages.MapPublicReports();
        pages.MapErrorPages();
    }
}
