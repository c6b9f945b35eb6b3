using System.Text.Json.Nodes;

namespace AfterSales.Engine.Expressions;

/// <summary>What a script of a RunJavaScript activity may do besides computing its value. All of it is undone if the activity faults.</summary>
public interface IScriptScope : IExpressionScope
{
    /// <summary>Assigns a variable; what is read after it in the same script sees the value.</summary>
    void SetVariable(string name, JsonNode? value);

    /// <summary>Has the activity leave by these outcomes. The last call counts.</summary>
    void SetOutcomes(IReadOnlyList<string> outcomes);
}
