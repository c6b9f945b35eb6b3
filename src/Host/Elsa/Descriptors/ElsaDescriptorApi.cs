using Microsoft.AspNetCore.Http.HttpResults;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>What Studio offers its author: activities, expressions, types of variables. Lists of strategies are empty where the engine has only one way.</summary>
internal static class ElsaDescriptorApi
{
    private static readonly string[] WithoutChoice =
    [
        "workflow-activation-strategies", "incident-strategies", "log-persistence-strategies", "commit-strategies/workflows", "commit-strategies/activities", "output-converters",
    ];

    private static readonly string[] BasicTypes = ["String", "Boolean", "Int32", "Int64", "Decimal", "Double", "DateTimeOffset", "TimeSpan"];

    private static readonly string[] StructuredTypes = ["Object", "ObjectDictionary"];

    public static void MapElsaDescriptors(this RouteGroupBuilder group)
    {
        var descriptors = group.MapGroup("/descriptors");
        descriptors.MapActivityDescriptors();
        descriptors.MapGet("/expression-descriptors", Expressions);
        descriptors.MapGet("/variables", Variables);
        descriptors.MapGet("/storage-drivers", StorageDrivers);
        foreach (var list in WithoutChoice)
            descriptors.MapGet($"/{list}", () => ElsaJson.List(Array.Empty<string>()));
        group.MapScripting();
        group.MapActivityTests();
        group.MapGet("/schemas/task-form.json", TaskFormSchema);
    }

    private static readonly Func<IResult> Expressions = () => ElsaJson.List(
    [
        Expression("Literal", false, null),
        Expression("Object", false, "json"),
        Expression("JavaScript", true, "javascript"),
        Expression("Variable", true, null),
        Expression("Input", true, null),
    ]);

    private static object Expression(string type, bool isBrowsable, string? language) => new
    {
        type,
        displayName = ActivityTexts.Of($"expression.{type}", type),
        isSerializable = true,
        isBrowsable,
        properties = language is null ? [] : new Dictionary<string, string> { ["MonacoLanguage"] = language },
    };

    private static readonly Func<IResult> Variables = () => ElsaJson.List([.. BasicTypes.Select(type => Type(type, "basic")), .. StructuredTypes.Select(type => Type(type, "structured"))]);

    private static object Type(string typeName, string category) => new
    {
        typeName, displayName = ActivityTexts.Of($"type.{typeName}", typeName), category = ActivityTexts.Of($"type-category.{category}", category), description = (string?)null,
    };

    // Whatever a variable asks for, it is kept with the instance, in the instance's transaction.
    private static readonly Func<IResult> StorageDrivers = () => ElsaJson.List(
    [
        new { typeName = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", displayName = ActivityTexts.Of("storage.instance", "Workflow instance"), priority = 1, deprecated = false },
    ]);

    private static FileStreamHttpResult TaskFormSchema() =>
        TypedResults.Stream(typeof(ElsaDescriptorApi).Assembly.GetManifestResourceStream("AfterSales.Host.Elsa.Descriptors.task-form.schema.json")!, "application/schema+json");
}
