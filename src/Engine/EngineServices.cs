using AfterSales.Engine.Activities;
using AfterSales.Engine.Activities.Composition;
using AfterSales.Engine.Activities.Flow;
using AfterSales.Engine.Activities.Http;
using AfterSales.Engine.Activities.Looping;
using AfterSales.Engine.Activities.Primitives;
using AfterSales.Engine.Activities.Scheduling;
using AfterSales.Engine.Activities.Scripting;
using AfterSales.Engine.Archive;
using AfterSales.Engine.Definitions;
using AfterSales.Engine.Http;
using AfterSales.Engine.Incidents;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Operations;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Tasks;
using AfterSales.Engine.Telemetry;
using AfterSales.Engine.Timers;
using AfterSales.Engine.Trials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AfterSales.Engine;

/// <summary>Registers the engine. It needs a scoped plain <c>DbContext</c> whose model has <see cref="EngineModel.AddEngine"/>.</summary>
public static class EngineServices
{
    public static IServiceCollection AddWorkflowEngine(this IServiceCollection services, Action<WorkflowEngineOptions>? configure = null)
    {
        services.AddOptions<WorkflowEngineOptions>().Configure(configure ?? (_ => { })).ValidateOnStart()
            .Validate(options => !options.Retry.Check().Any() && options.Retry.Then is not AfterLastAttempt.Leave, "The retry policy for all activities is not sound; it cannot leave by an outcome either, since no outcome is had by all.");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILeaseClaims, PortableLeaseClaims>();
        services.AddSingleton<ActivityRegistry>().AddSingleton<DefinitionParser>().AddSingleton<DefinitionActivities>().AddSingleton<OfferedWorkflows>().AddSingleton<WorkflowGraphs>();
        services.AddSingleton<LeasedWork>().AddSingleton<TimerPump>().AddSingleton<OutboxPump>().AddSingleton<UndeliveredStimuli>();
        services.AddScoped<BurstFaults>().AddScoped<WorkflowRuntime>().AddScoped<WorkflowDefinitionStore>().AddScoped<TriggerIndex>().AddScoped<WorkflowDefinitionReader>().AddScoped<WorkflowReader>();
        services.AddScoped<WorkflowInstanceReader>().AddSingleton<InstanceSnapshots>();
        services.AddSingleton<MigrationPump>();
        services.TryAddSingleton<IMigrationSteps, MigrationSteps>();
        services.AddScoped<WorkflowMigrations>().AddScoped<MigrationReader>();
        services.AddScoped<IOutboxRequester, TaskRequester>();
        services.AddWorkflowHttp();
        services.AddScoped<TrialDefinitions>().AddScoped<DeadLetters>().AddScoped<QueueGauge>().AddScoped<WorkflowIntake>().AddScoped<NodeLeases>().AddScoped<WorkflowArchiver>().AddSingleton<WorkflowNode>();
        services.AddMetrics().AddSingleton<EngineTelemetry>().AddScoped<UnitMeasures>();
        return services
            .AddActivity<FlowchartActivity>().AddActivity<SequenceActivity>().AddActivity<ParallelActivity>().AddActivity<ForkActivity>().AddActivity<SwitchActivity>()
            .AddActivity<ForEachActivity>().AddActivity<ParallelForEachActivity>().AddActivity<ForActivity>().AddActivity<WhileActivity>().AddActivity<BreakActivity>()
            .AddActivity<StartActivity>().AddActivity<EndActivity>().AddActivity<FinishActivity>().AddActivity<CompleteActivity>()
            .AddActivity<IfActivity>().AddActivity<FlowDecisionActivity>().AddActivity<FlowSwitchActivity>().AddActivity<FlowForkActivity>().AddActivity<FlowJoinActivity>()
            .AddActivity<SetVariableActivity>().AddActivity<SetNameActivity>().AddActivity<CorrelateActivity>().AddActivity<SetOutputActivity>()
            .AddActivity<EventActivity>().AddActivity<PublishEventActivity>().AddActivity<DelayActivity>()
            .AddActivity<RunTaskActivity>().AddActivity<SendHttpRequestActivity>().AddActivity<FlowSendHttpRequestActivity>()
            .AddActivity<ExecuteWorkflowActivity>().AddActivity<DispatchWorkflowActivity>().AddActivity<BulkDispatchWorkflowsActivity>()
            .AddActivity<TimerActivity>().AddActivity<CronActivity>().AddActivity<StartAtActivity>()
            .AddActivity<RunJavaScriptActivity>().AddActivity<WriteLineActivity>().AddActivity<FaultActivity>();
    }

    /// <summary>Runs timers and outbox in this process. They need an <see cref="IWorkflowUnitOfWork"/>.</summary>
    public static IServiceCollection AddWorkflowEngineWorkers(this IServiceCollection services) =>
        services.AddHostedService<TimerService>().AddHostedService<OutboxService>().AddHostedService<MigrationService>().AddHostedService<QueueSampler>();

    public static IServiceCollection AddActivity<T>(this IServiceCollection services) where T : Activity => services.AddSingleton<Activity, T>();
}
