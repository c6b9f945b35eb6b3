using AfterSales.Engine.Migrations;
using AfterSales.Host.Operations;
using AfterSales.Host.Shell;
using AfterSales.Workflows.Definitions;

namespace AfterSales.Host.Processes;

/// <summary>The migrations of a process, and the form that plans one.</summary>
public sealed record MigrationsView(ProcessHead Head, IReadOnlyList<WorkflowMigration> Migrations, PersonNames Names, int? From, int? To, bool MayPlan, RefusedForm? Refused);

/// <summary>One migration on its way.</summary>
/// <param name="Steps">Steps of the earlier version that somebody may have to place.</param>
/// <param name="Targets">What they can be placed on.</param>
/// <param name="DryRun">Null when nothing is left to try.</param>
/// <param name="Troubled">Instances that did not go over, or not back.</param>
public sealed record MigrationView(
    ProcessHead Head, MigrationProgress Progress, MigrationMap Map, IReadOnlyList<MigrationStep> Steps, IReadOnlyList<DrawnActivity> Targets, DryRunPage? DryRun, IReadOnlyDictionary<string, string> Titles,
    IReadOnlyList<MigratedInstance> Troubled, bool MayAct, RefusedForm? Refused)
{
    public WorkflowMigration Migration => Progress.Migration;

    public string Url => $"{Head.Url(ProcessTab.Migrations)}/{Migration.Id}";

    public bool MayChangeMap => MayAct && Migration.Status is MigrationStatus.Planned or MigrationStatus.CanaryDone or MigrationStatus.Paused or MigrationStatus.Completed;

    public string TitleOf(string activityId) => Titles.GetValueOrDefault(activityId, activityId);

    /// <summary>What can be done to it now, in the order of the buttons; the first is what usually comes next.</summary>
    public IReadOnlyList<string> Actions => Migration.Status switch
    {
        MigrationStatus.Planned => ["start", "abort"],
        MigrationStatus.Canary or MigrationStatus.Running => ["pause", "abort"],
        MigrationStatus.CanaryDone or MigrationStatus.Paused => ["continue", "undo", "abort"],
        MigrationStatus.Completed => Progress.Remaining > 0 ? ["continue", "undo"] : ["undo"],
        MigrationStatus.Aborted => ["undo"],
        _ => [],
    };
}

/// <param name="Standing">Running instances that stand on it.</param>
/// <param name="IsGone">The later version has no step of this id.</param>
/// <param name="MappedTo">Null: by its id.</param>
public sealed record MigrationStep(string Id, string Title, int Standing, bool IsGone, string? MappedTo);
