using AfterSales.Domain;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine;
using AfterSales.Engine.Activities;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Workflows.Activities;
using AfterSales.Workflows.Complaints;
using AfterSales.Workflows.Definitions;
using AfterSales.Workflows.Migrations;
using AfterSales.Workflows.Operations;
using AfterSales.Workflows.Sla;
using AfterSales.Workflows.Tasks;
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
        services.AddActivity<StartClockActivity>();
        services.AddActivity<StopClockActivity>();
        services.AddHandlersFrom(typeof(WorkflowsServices).Assembly);
        services.AddSingleton<IMigrationSteps, RecordedMigrationSteps>();
        services.AddScoped<DefinitionDesk>().AddScoped<MigrationDesk>();
        services.AddScoped<OperatorDesk>().AddScoped<IncidentDesk>().AddScoped<DeadLetterDesk>();
        services.AddScoped<IWorkflowUnitOfWork, WorkflowUnitOfWork>();
        services.AddScoped<IUnitOfWorkParticipant, FaultedActivities>();
        return services;
    }
}
