using System.Text.Json;

namespace AfterSales.Host.Tests.Elsa;

/// <summary>What Elsa Studio sends and what it reads well, kept in <c>Samples</c>.</summary>
internal static class ElsaSample
{
    // Their members are the process's own, or differ from record to record.
    private static readonly string[] Free = ["input", "output", "properties", "activityState", "payload", "outputs", "metadata", "value"];

    public static JsonElement Read(string name) => JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Elsa", "Samples", name + ".json")));

    /// <summary>Every member of the sample is there, with a value of the same kind; null stands for any, and what is null or empty in the sample says nothing.</summary>
    public static void HasShapeOf(this JsonElement answer, JsonElement sample, string path = "$")
    {
        if (answer.ValueKind is JsonValueKind.Null || sample.ValueKind is JsonValueKind.Null)
            return;
        Assert.True(KindOf(sample) == KindOf(answer), $"{path} is {answer.ValueKind}, not {sample.ValueKind}");
        if (sample.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in sample.EnumerateObject())
            {
                Assert.True(answer.TryGetProperty(member.Name, out var value), $"{path}.{member.Name} is missing");
                if (!Free.Contains(member.Name))
                    value.HasShapeOf(member.Value, $"{path}.{member.Name}");
            }
        }
        else if (sample.ValueKind is JsonValueKind.Array && sample.GetArrayLength() > 0 && answer.GetArrayLength() > 0)
            answer[0].HasShapeOf(sample[0], $"{path}[0]");
    }

    private static JsonValueKind KindOf(JsonElement json) => json.ValueKind is JsonValueKind.False ? JsonValueKind.True : json.ValueKind;
}
