using AfterSales.Engine.Archive;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Engine;

/// <summary>The engine's part of the database model. The composition root adds it to the one context there is.</summary>
public static class EngineModel
{
    public const string Schema = "engine";

    public static void AddEngine(this ModelBuilder builder) => builder
        .ApplyConfiguration(new WorkflowDefinitionVersionConfiguration())
        .ApplyConfiguration(new WorkflowDefinitionReferenceConfiguration())
        .ApplyConfiguration(new WorkflowTriggerConfiguration())
        .ApplyConfiguration(new WorkflowInstanceConfiguration())
        .ApplyConfiguration(new WorkflowBookmarkConfiguration())
        .ApplyConfiguration(new WorkflowIncidentConfiguration())
        .ApplyConfiguration(new WorkflowJournalEntryConfiguration())
        .ApplyConfiguration(new WorkflowTimerConfiguration())
        .ApplyConfiguration(new IntakePauseConfiguration())
        .ApplyConfiguration(new NodeLeaseConfiguration())
        .ApplyConfiguration(new WorkflowArchiveConfiguration())
        .ApplyConfiguration(new ArchivedStimulusConfiguration())
        .ApplyConfiguration(new OutboxMessageConfiguration())
        .ApplyConfiguration(new WorkflowMigrationConfiguration())
        .ApplyConfiguration(new WorkflowMigrationItemConfiguration());
}
