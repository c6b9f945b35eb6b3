using System.Text.Json.Nodes;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Starting an instance by hand.</summary>
internal static class RunApi
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id", RefusalHeader = "x-elsa-workflow-cannot-start";

    private static readonly string[] Verbs = ["execute", "dispatch"];

    public static void MapDefinitionRuns(this IEndpointRouteBuilder definitions)
    {
        foreach (var verb in Verbs)
            definitions.MapPost($"/{{definitionId}}/{verb}", Run);
    }

    /// <summary>Studio takes a refused start for a success unless a header says otherwise, whoever refused it.</summary>
    public static WebApplication UseStartRefusals(this WebApplication app)
    {
        app.UseWhen(IsStart, branch => branch.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode >= StatusCodes.Status400BadRequest)
                    context.Response.Headers[RefusalHeader] = "true";
                return Task.CompletedTask;
            });
            return next(context);
        }));
        return app;
    }

    private static bool IsStart(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ElsaApi.Root + "/workflow-definitions", out var rest) && Verbs.Contains(rest.Value?[(rest.Value.LastIndexOf('/') + 1)..]);

    private static async Task<IResult> Run(string definitionId, HttpRequest request, HttpResponse response, IMediator mediator, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadAsync<RunBody>(request, cancellationToken);
        var version = (await mediator.Send(ElsaDefinitionApi.ByOptions(definitionId, body.VersionOptions ?? "Latest"), cancellationToken)).Summary;
        var id = await mediator.Send(new RunDefinition(definitionId, version.Id, body.CorrelationId, body.Input), cancellationToken);
        response.Headers[InstanceHeader] = id.ToString("N");
        return ElsaJson.Answer(new { workflowInstanceId = id.ToString("N") });
    }

    private sealed record RunBody
    {
        public string? CorrelationId { get; init; }

        public string? VersionOptions { get; init; }

        public JsonObject? Input { get; init; }
    }
}
