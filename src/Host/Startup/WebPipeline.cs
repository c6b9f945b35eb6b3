using AfterSales.Host.Api;
using AfterSales.Host.Elsa.Definitions;
using AfterSales.Host.Operations;
using AfterSales.Host.Problems;
using AfterSales.Host.Security;
using AfterSales.Host.Shell;

namespace AfterSales.Host.Startup;

/// <summary>What every request passes on its way to an endpoint.</summary>
internal static class WebPipeline
{
    public static WebApplication UseWebPipeline(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
            app.UseHttpsRedirection();
        }

        app.UseSecurityHeaders();
        app.UsePageAssets();
        app.UseRequestLocalization();
        app.UseHostNames();
        app.UseStartRefusals();
        app.UseProblems();
        app.UseDraining();
        // After the problems: the page of a refusal is routed once more.
        app.UseRouting();
        app.UseApiLimits();
        return app.UseSecurity();
    }
}
