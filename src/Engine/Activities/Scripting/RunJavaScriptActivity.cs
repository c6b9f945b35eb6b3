using AfterSales.Engine.Graphs;

namespace AfterSales.Engine.Activities.Scripting;

/// <summary>Evaluates a script of one expression, which may set variables and choose the outcomes.</summary>
internal sealed class RunJavaScriptActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.RunJavaScript", "Scripting", "Executes JavaScript code")
    {
        DisplayName = "Run JavaScript",
        Inputs =
        [
            new InputDescriptor("Script") { UiHint = "code-editor", IsScript = true, Description = "The script to run." },
            new InputDescriptor("PossibleOutcomes", "List<String>") { UiHint = "dynamic-outcomes", Description = "A list of possible outcomes." },
        ],
        Outputs = [new OutputDescriptor("Result")],
    };

    // It leaves by Done unless the script says otherwise, whatever is possible.
    public override IReadOnlyList<string>? DescribeOutcomes(ActivityNode node) => node.LiteralStrings("PossibleOutcomes") is { } possible ? [.. possible, "Done"] : null;

    public override ValueTask ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        if (context.Evaluate(context.Node.Input("Script")) is { } result)
            context.SetOutput("Result", result);
        context.Complete([.. context.Scope.ScriptOutcomes ?? []]);
        return ValueTask.CompletedTask;
    }
}
