using AfterSales.Domain.Actors;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Trials;
using AfterSales.Testing;
using AfterSales.Workflows.Trials;

namespace AfterSales.Workflows.Tests.Trials;

/// <summary>What the tests of trials have in common.</summary>
internal static class TrialSteps
{
    public static string Shipped(string definition) => File.ReadAllText(System.IO.Path.Combine(TestProduct.DefinitionsDirectory, definition + ".json"));

    public static Task<DraftTrialReport> TryAsync(this TestProduct product, RunDraftTrial trial) => product.SendAsync(product.Holding(Roles.ProcessOwner), trial);

    /// <summary>The activities that were left, in order, as <c>id</c> or <c>id:Outcome</c>; those of the draft's own instance.</summary>
    public static string[] Path(this TrialReport run) => run.PathOf(run.Instances.Single(i => i.IsDraft).Id);

    public static string[] PathOf(this TrialReport run, Guid instance) =>
        [.. run.StepsOf(instance).Where(s => s.Kind is JournalEventKind.Completed).Select(s => s.Outcomes is ["Done"] ? s.ActivityId : $"{s.ActivityId}:{string.Join('+', s.Outcomes)}")];
}
