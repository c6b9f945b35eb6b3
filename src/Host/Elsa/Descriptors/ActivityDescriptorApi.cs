using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Activities;
using AfterSales.Host.Elsa.Definitions;
using AfterSales.Host.Localization;
using AfterSales.Workflows.Definitions;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>The activities. Studio asks for them after every save, so an unchanged list is a 304 that costs two small queries.</summary>
internal static class ActivityDescriptorApi
{
    public static void MapActivityDescriptors(this IEndpointRouteBuilder descriptors)
    {
        descriptors.MapGet("/activities", List);
        descriptors.MapPost("/activities/{typeName}/options/{inputName}", Options);
    }

    private static async Task<IResult> List(HttpContext http, DescriptorLists lists, CancellationToken cancellationToken)
    {
        var list = await lists.GetAsync(cancellationToken);
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = "Accept-Language, Cookie";
        return TypedResults.Bytes(list.Json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{list.Tag}\""));
    }

    private static async Task<IResult> Options(string typeName, string inputName, DesignerCatalogue catalogue, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var activities = await catalogue.ActivitiesAsync(cancellationToken);
        var activity = activities.Registered.FirstOrDefault(known => known.TypeName == typeName) ?? throw new NotFoundException("activity", typeName);
        var input = activity.Inputs.FirstOrDefault(known => known.Name.Equals(inputName, StringComparison.OrdinalIgnoreCase)) ?? throw new NotFoundException("input", inputName);
        return ElsaJson.AnswerNodes(new JsonObject { ["items"] = new InputChoices(activities, texts).Of(activity, input) ?? [] });
    }
}

/// <summary>The list as it is sent, kept for each language until something in it changes.</summary>
internal sealed class DescriptorLists(DesignerCatalogue catalogue, DesignerCatalogueCache cache, IStringLocalizer<Texts> texts)
{
    private static readonly string Build = typeof(DescriptorLists).Module.ModuleVersionId.ToString("N");

    public async Task<DescriptorList> GetAsync(CancellationToken cancellationToken)
    {
        var language = CultureInfo.CurrentUICulture.Name;
        var fingerprint = await catalogue.FingerprintAsync(cancellationToken);
        if (cache.Lists.TryGetValue(language, out var known) && known.Fingerprint == fingerprint)
            return known;
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Build} {language} {fingerprint}")))[..32];
        return cache.Lists[language] = new DescriptorList(fingerprint, tag, Write(await catalogue.ActivitiesAsync(cancellationToken)));
    }

    private byte[] Write(DesignerActivities activities)
    {
        var writer = new DescriptorWriter(new InputChoices(activities, texts));
        var registered = activities.Registered.OrderByDescending(activity => activity.Namespace is "AfterSales").Concat(StandIns);
        var items = new JsonArray([.. registered.Select(activity => writer.Write(activity)), .. activities.Workflows.Select(workflow => writer.Write(workflow.Descriptor, workflow.IsCurrent))]);
        return ElsaJson.Bytes(new JsonObject { ["items"] = items, ["count"] = items.Count });
    }

    // What the designer needs to know though nothing runs it: the workflow around the root, and what stands for an activity that is not here.
    private static readonly ActivityDescriptor[] StandIns =
    [
        new("Elsa.Workflow", "Workflows") { IsContainer = true, IsBrowsable = false, Ports = [new PortDescriptor("Root", PortType.Embedded) { IsBrowsable = false }, new PortDescriptor("Done")] },
        new(UnknownActivities.StandIn, "Primitives") { IsBrowsable = false },
    ];
}

internal sealed record DescriptorList(string Fingerprint, string Tag, byte[] Json);
