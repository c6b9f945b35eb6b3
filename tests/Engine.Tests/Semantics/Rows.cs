using System.Collections;
using System.Text.Json.Nodes;

namespace AfterSales.Engine.Tests.Semantics;

/// <summary>A table of definitions and what they do; one test a row.</summary>
internal sealed class Rows : IEnumerable<string>
{
    private readonly Dictionary<string, (Flow Flow, string Transcript)> _rows = [];

    public TheoryData<string> Names => [.. _rows.Keys];

    public void Add(string name, JsonObject root, string transcript) => Add(name, Flow.Of(root), transcript);

    public void Add(string name, Flow flow, string transcript) => _rows.Add(name, (flow, transcript));

    public Task RunAsync(string name) => Transcript.AssertAsync(_rows[name].Flow, _rows[name].Transcript);

    IEnumerator<string> IEnumerable<string>.GetEnumerator() => _rows.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _rows.Keys.GetEnumerator();
}
