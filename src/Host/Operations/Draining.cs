using System.Globalization;
using AfterSales.Engine.Operations;
using AfterSales.Host.Api;
using AfterSales.Host.Localization;
using AfterSales.Host.Problems;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AfterSales.Host.Operations;

/// <summary>A draining node answers questions and refuses changes, which another node will take.</summary>
internal static class Draining
{
    private const int RetryAfterSeconds = 5;

    // What it takes to have the node go on: signing in, and the switch itself.
    private static readonly string[] Always = ["/operations", "/sign-in", "/sign-out", $"{ApiServices.Root}/operations", $"{ApiServices.Root}/tokens"];

    public static WebApplication UseDraining(this WebApplication app)
    {
        var node = app.Services.GetRequiredService<WorkflowNode>();
        app.Use(async (context, next) =>
        {
            if (!ChangesSomething(context.Request))
            {
                await next(context);
                return;
            }

            using var work = node.TryBegin();
            if (work is not null)
                await next(context);
            else
                await RefuseAsync(context);
        });
        return app;
    }

    private static bool ChangesSomething(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && !Array.Exists(Always, path => request.Path.StartsWithSegments(path));

    private static async Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        var problem = new Problem(StatusCodes.Status503ServiceUnavailable, "node.draining", ErrorTexts.Of("node.draining"));
        context.Features.Set(problem);
        // A page is drawn where every empty refusal is.
        if (!ProblemServices.WantsPage(context.Request))
            await ProblemServices.WriteAsync(context, problem);
    }
}

/// <summary>Unready as soon as the node drains, so that the load balancer turns to another before anything is refused.</summary>
internal sealed class NodeIsReady(WorkflowNode node) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(node.IsDraining ? HealthCheckResult.Unhealthy("The node is draining.") : HealthCheckResult.Healthy());
}

/// <summary>
/// Drains the node when the process is told to end: unready at once, for <c>Shutdown:Grace</c> still answering, then what is in hand is finished, up to the host's own
/// time-out (<c>Shutdown:Timeout</c>, 30 s).
/// </summary>
internal sealed class DrainOnShutdown(WorkflowNode node, IConfiguration configuration, TimeProvider clock) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        node.Drain();
        if (configuration.GetValue<TimeSpan?>("Shutdown:Grace") is { } grace && grace > TimeSpan.Zero)
            await Task.Delay(grace, clock, cancellationToken);
        await node.WhenIdleAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
