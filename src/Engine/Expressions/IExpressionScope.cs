using System.Text.Json.Nodes;

namespace AfterSales.Engine.Expressions;

/// <summary>What an expression may see of the running workflow: values in, nothing out. The nodes handed over are read, never changed.</summary>
public interface IExpressionScope
{
    /// <summary>The instant <c>Date.now()</c> and <c>new Date()</c> answer with; read from the engine's <see cref="TimeProvider"/>.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Finds a variable visible to the activity. True with a null value means: declared, not set.</summary>
    bool TryGetVariable(string name, out JsonNode? value);

    /// <summary>Finds an input of the workflow. True with a null value means: declared, not given.</summary>
    bool TryGetInput(string name, out JsonNode? value);

    /// <summary>The named output of an activity that has run, or its result when <paramref name="outputName"/> is null; null when there is none.</summary>
    JsonNode? GetOutput(string activityIdOrName, string? outputName);

    /// <summary>The result of the activity that completed last.</summary>
    JsonNode? LastResult { get; }

    /// <summary>The case the instance belongs to.</summary>
    string? CorrelationId { get; }

    /// <summary>Id of the running instance.</summary>
    string InstanceId { get; }

    /// <summary>Id of the definition, the same for all its versions.</summary>
    string DefinitionId { get; }

    /// <summary>Id of the one version the instance runs on.</summary>
    string DefinitionVersionId { get; }

    /// <summary>Number of the version the instance runs on, from 1.</summary>
    int DefinitionVersion { get; }
}
