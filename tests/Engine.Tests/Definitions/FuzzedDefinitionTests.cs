using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Runtime;

namespace AfterSales.Engine.Tests.Definitions;

/// <summary>Good definitions with something wrong put in at random: the parser answers, whatever it is. The seed is the theory's.</summary>
public sealed class FuzzedDefinitionTests
{
    private const int MutationsPerSeed = 250;
    private static readonly string[] Names = ["kitchen-sink", "human3-js", "sequence-if", "studio-definition", "studio-export"];
    private static readonly Lazy<string[]> Samples = new(() => [.. Names.Select(name => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name + ".json")))]);

    private static readonly string[] Junk =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999", "\"\"", "\" \"", "[]", "{}", "[null]", "[[[]]]", "\"[\"", "\"{\"", "\"\\u0000\"", "\"1 +\"", "\"Elsa.Break\"", "\"Elsa.Flowchart\"",
        "{\"type\":\"JavaScript\",\"value\":\"((\"}", "{\"expression\":{\"type\":\"JavaScript\",\"value\":5}}", "{\"id\":\"z\",\"type\":\"Elsa.While\"}", "{\"activity\":5}", "\"\\ud83d\\ude00\"", "\"HALF\"",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Parser_answers_whatever_it_is_given(int seed)
    {
        using var engine = new EngineFixture(options => options.StepLimit = 100);
        var random = new Random(seed);
        for (var i = 0; i < MutationsPerSeed; i++)
        {
            var json = Mutated(Samples.Value[random.Next(Names.Length)], random);
            var parsed = Record.Exception(() => engine.Parser.Parse(json)) is { } exception
                ? throw new InvalidOperationException($"seed {seed}, mutation {i}: {exception}\n{json}", exception)
                : engine.Parser.Parse(json);
            Assert.True(parsed.IsValid || parsed.Problems.Count > 0, json);
            if (parsed.IsValid && i % 10 is 0)
                await RunsAsync(engine, json);
        }
    }

    // What is accepted can be run: at worst there is an incident.
    private static async Task RunsAsync(EngineFixture engine, string json)
    {
        var version = await engine.PublishAsync(json);
        var id = await engine.DoAsync(runtime => runtime.StartAsync(new StartWorkflow(version.DefinitionId), default));
        await Invariants.HoldAsync(engine, await engine.PositionAsync(id));
    }

    private static string Mutated(string json, Random random)
    {
        if (random.Next(5) is 0)
            return Garbled(json, random);
        var document = JsonNode.Parse(json)!;
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            Change(document, random);
        return document.ToJsonString().Replace("HALF", "\\ud83d", StringComparison.Ordinal); // half a character, which no document tree would write
    }

    private static string Garbled(string json, Random random)
    {
        var text = new StringBuilder(json);
        for (var changes = random.Next(1, 6); changes > 0; changes--)
            text[random.Next(text.Length)] = "{}[]\",:\\0x\ud800"[random.Next(11)];
        return random.Next(4) is 0 ? text.ToString(0, random.Next(text.Length)) : text.ToString();
    }

    private static void Change(JsonNode document, Random random)
    {
        var all = Containers(document).ToArray();
        var chosen = all[random.Next(all.Length)];
        var junk = Junk[random.Next(Junk.Length)];
        switch (chosen)
        {
            case JsonObject { Count: > 0 } item:
                var name = item.ElementAt(random.Next(item.Count)).Key;
                if (random.Next(4) is 0)
                    item.Remove(name);
                else
                    item[name] = Value(junk);
                break;
            case JsonArray { Count: > 0 } list:
                if (random.Next(3) is 0)
                    list.Add(list[random.Next(list.Count)]?.DeepClone()); // the same id twice
                else
                    list[random.Next(list.Count)] = Value(junk);
                break;
        }
    }

    private static JsonNode? Value(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions());

    private static IEnumerable<JsonNode> Containers(JsonNode node) => node switch
    {
        JsonObject item => item.Select(property => property.Value).OfType<JsonNode>().SelectMany(Containers).Prepend(item),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Containers).Prepend(list),
        _ => [],
    };
}
