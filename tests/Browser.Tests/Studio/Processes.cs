using AfterSales.Domain.Actors;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>Processes small enough to be seen whole on the canvas.</summary>
internal static class Processes
{
    /// <summary>Starts with every complaint and does nothing yet.</summary>
    public static Task<string> AddCallBackAsync(this Product product, string definitionId, string name) => product.AddAsync(definitionId, $$"""
        { "id": "{{definitionId}}-v1", "definitionId": "{{definitionId}}", "name": "{{name}}", "version": 1, "toolVersion": "3.8.0.0", "isPublished": true, "isLatest": true,
          "variables": [], "inputs": [], "outputs": [], "outcomes": [], "customProperties": {}, "options": {},
          "root": { "id": "Flowchart1", "nodeId": "Workflow1:Flowchart1", "name": "Flowchart1", "type": "Elsa.Flowchart", "version": 1, "customProperties": {}, "metadata": {}, "variables": [], "connections": [],
            "start": "Registered", "activities": [
            { "id": "Registered", "nodeId": "Workflow1:Flowchart1:Registered", "name": "Registered", "type": "Elsa.Event", "version": 1, "customProperties": { "canStartWorkflow": true },
              "metadata": { "displayText": "投诉已登记", "designer": { "position": { "x": 0, "y": 0 }, "size": { "width": 210, "height": 54 } } },
              "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "ComplaintRegistered" } } } ] } }
        """);

    /// <summary>Human tasks one after another, ten in a row of the canvas: as large as the largest process that anybody drew.</summary>
    public static Task<string> AddLongAsync(this Product product, string definitionId, string name, int activities)
    {
        var tasks = string.Join(",\n", Enumerable.Range(1, activities).Select(n => $$"""
            { "id": "Task{{n}}", "nodeId": "Workflow1:Flowchart1:Task{{n}}", "name": "Task{{n}}", "type": "AfterSales.HumanTask", "version": 1, "customProperties": { "canStartWorkflow": false },
              "metadata": { "displayText": "第 {{n}} 步", "designer": { "position": { "x": {{n % 10 * 280}}, "y": {{n / 10 * 140}} }, "size": { "width": 210, "height": 54 } } },
              "title": { "typeName": "String", "expression": { "type": "Literal", "value": "第 {{n}} 步" } }, "candidateRole": { "typeName": "String", "expression": { "type": "Literal", "value": "agent" } } }
            """));
        var arrows = string.Join(",\n", Enumerable.Range(1, activities - 1).Select(n => $$"""
            { "source": { "activity": "Task{{n}}", "port": "Done" }, "target": { "activity": "Task{{n + 1}}", "port": "In" }, "vertices": [] }
            """));
        return product.AddAsync(definitionId, $$"""
            { "id": "{{definitionId}}-v1", "definitionId": "{{definitionId}}", "name": "{{name}}", "version": 1, "toolVersion": "3.8.0.0", "isPublished": true, "isLatest": true,
              "variables": [], "inputs": [], "outputs": [], "outcomes": [], "customProperties": {}, "options": {},
              "root": { "id": "Flowchart1", "nodeId": "Workflow1:Flowchart1", "name": "Flowchart1", "type": "Elsa.Flowchart", "version": 1, "customProperties": {}, "metadata": {}, "variables": [],
                "start": "Task1", "activities": [{{tasks}}], "connections": [{{arrows}}] } }
            """);
    }

    /// <summary>As another server wrote it: with an activity that is not known here, and an arrow without bends.</summary>
    public static string Foreign(string definitionId, string name) => $$"""
        { "id": "{{definitionId}}-v1", "definitionId": "{{definitionId}}", "name": "{{name}}", "version": 1, "toolVersion": "3.8.0.0", "variables": [], "inputs": [], "outputs": [], "outcomes": [], "customProperties": {},
          "root": { "id": "Flowchart1", "nodeId": "Workflow1:Flowchart1", "name": "Flowchart1", "type": "Elsa.Flowchart", "version": 1, "customProperties": {}, "metadata": {}, "variables": [], "start": "Registered",
            "connections": [{ "source": { "activity": "Registered", "port": "Done" }, "target": { "activity": "Fax", "port": "In" }, "vertices": null }],
            "activities": [
              { "id": "Registered", "nodeId": "Workflow1:Flowchart1:Registered", "name": "Registered", "type": "Elsa.Event", "version": 1, "customProperties": { "canStartWorkflow": true },
                "metadata": { "designer": { "position": { "x": 0, "y": 0 }, "size": { "width": 210, "height": 54 } } }, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "FaxWanted" } } },
              { "id": "Fax", "nodeId": "Workflow1:Flowchart1:Fax", "name": "Fax", "type": "Contoso.SendFax", "version": 1, "customProperties": {},
                "metadata": { "displayText": "传真", "designer": { "position": { "x": 0, "y": 120 }, "size": { "width": 210, "height": 54 } } }, "number": { "typeName": "String", "expression": { "type": "Literal", "value": "1" } } }
            ] } }
        """;

    /// <summary>What is stored of a definition: the latest version, or the one given.</summary>
    public static Task<StoredDefinition> StoredAsync(this Product product, string definitionId, int? version = null) =>
        product.SendAsync(new GetStoredDefinition { DefinitionId = definitionId, Version = version }, Actor.Person(Guid.Empty, "owner", [Roles.ProcessOwner]));

    private static async Task<string> AddAsync(this Product product, string definitionId, string json)
    {
        var folder = Directory.CreateTempSubdirectory("aftersales-process-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{definitionId}.json"), json);
            await product.SendAsync(new ImportDefinitionFiles(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return definitionId;
    }
}
