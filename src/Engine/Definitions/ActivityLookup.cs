using System.Text.Json.Nodes;
using AfterSales.Engine.Activities;

namespace AfterSales.Engine.Definitions;

/// <summary>What one definition may use: the registered activities, and the workflows it refers to.</summary>
internal sealed class ActivityLookup(ActivityRegistry registry, IReadOnlyDictionary<DefinitionUse, FoundDefinition>? definitions = null)
{
    /// <summary>The activity of that type. Where there is none, the refusal says why, unless nothing of that name is known.</summary>
    public Activity? Find(JsonObject json, string type, int version, out UseRefusal? refusal)
    {
        var found = definitions?.GetValueOrDefault(DefinitionUse.Of(json, type, version));
        refusal = found?.Problem;
        return found?.Activity ?? registry.Find(type, version);
    }
}

/// <summary>A workflow that a definition refers to, or why it may not use it.</summary>
internal sealed record FoundDefinition(Activity? Activity, UseRefusal? Problem);

/// <summary>Why a workflow may not be used as an activity.</summary>
internal sealed record UseRefusal(string Code, FormattableString Text);
