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
