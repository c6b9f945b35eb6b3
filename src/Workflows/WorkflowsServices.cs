using AfterSales.Domain;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using AfterSales.Engine;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Activities;
using AfterSales.Workflows.Cases;
using AfterSales.Workflows.Complaints;
using AfterSales.Workflows.CorrectiveActions;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Escalations;
using AfterSales.Workflows.Faults;
using AfterSales.Workflows.Inquiries;
using AfterSales.Workflows.Migrations;
using AfterSales.Workflows.Notifications;
using AfterSales.Workflows.Operations;
using AfterSales.Workflows.Retention;
using AfterSales.Workflows.Sla;
using AfterSales.Workflows.Tasks;
using AfterSales.Workflows.Trials;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows;

public static class WorkflowsServices
{
    /// <summary>Registers the engine, the catalogue of after-sales activities, and what joins the two to the domain.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services)
    {
        services.AddWorkflowEngine();
        services.AddActivity<HumanTaskActivity>();
        services.AddActivity<IssueTrackingSheetActivity>();
        services.AddActivity<RequestClosureActivity>();
        services.AddActivity<CloseCaseActivity>();
        services.AddActivity<StartIssueActivity>();
        services.AddActivity<RecordFaultStepActivity>();
        services.AddActivity<RecordFaultVisitActivity>();
        services.AddActivity<RaiseEscalationActivity>();
        services.AddActivity<SettleEscalationActivity>();
        services.AddActivity<OpenCorrectiveActionActivity>();
        services.AddActivity<WatchCorrectiveActionActivity>();
        services.AddActivity<CheckSourceActivity>();
        services.AddInquiryActivities();
        services.AddActivity<StartClockActivity>();
        services.AddActivity<StopClockActivity>();
        services.AddScoped<CaseEvents>();
        services.AddActivity<PauseClockActivity>();
        services.AddActivity<ResumeClockActivity>();
        services.AddSingleton<ClockPump>();
        services.AddHandlersFrom(typeof(WorkflowsServices).Assembly);
        services.AddScoped<IProcessSteps, ProcessSteps>();
        services.AddScoped<OperatorDesk>().AddScoped<IncidentDesk>().AddScoped<DeadLetterDesk>().AddScoped<NodeDesk>();
        services.AddSingleton<ArchivePump>().AddScoped<IAuditEvidence, ArchiveEvidence>();
        services.AddScoped<IMessageOutbox, EngineOutbox>();
        services.AddSingleton<TrialGate>().AddSingleton<StoredChoices>();
        services.AddScoped<TrialDrafts>();
        services.AddScoped<PastCases>();
        services.AddSingleton<IMigrationSteps, RecordedMigrationSteps>();
        services.AddScoped<DefinitionDesk>().AddScoped<DesignerRules>().AddScoped<MigrationDesk>();
        services.AddScoped<IWorkflowUnitOfWork, WorkflowUnitOfWork>();
        services.AddScoped<IUnitOfWorkParticipant, FaultedActivities>();
        return services;
    }

    /// <summary>Archives finished instances and takes the steps of clocks in this process.</summary>
    public static IServiceCollection AddWorkflowsWorkers(this IServiceCollection services) => services.AddHostedService<ArchiveService>().AddHostedService<ClockService>();
}
