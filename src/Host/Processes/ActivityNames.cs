using AfterSales.Engine.Activities;
using AfterSales.Host.Elsa.Descriptors;

namespace AfterSales.Host.Processes;

/// <summary>What activities' types and inputs are called in the reader's language: as the designer shows them.</summary>
public sealed class ActivityNames(ActivityRegistry registry)
{
    public string OfType(string type, int version) => ActivityTexts.Find(type) ?? registry.Find(type, version)?.Descriptor.DisplayName ?? type[(type.LastIndexOf('.') + 1)..];

    public string OfInput(string type, int version, string input) =>
        ActivityTexts.Part(type, "input", input) ?? registry.Find(type, version)?.Descriptor.Inputs.FirstOrDefault(known => known.Name == input)?.DisplayName ?? input;
}
