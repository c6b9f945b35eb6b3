using System.Reflection;
using AfterSales.Domain.Absences;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Audit;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.CorrectiveActions;
using AfterSales.Domain.Customers;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Domain.Tasks;
using AutoMapper;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AfterSales.Domain;

public static class DomainServices
{
    private static readonly Type[] Scanned = [typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator<>)];

    /// <summary>Registers the domain's slices and the pipeline every request goes through.</summary>
    public static IServiceCollection AddDomain(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<ServiceFactory>(provider => provider.GetService!);
        services.AddScoped<IMediator, Mediator>();

        // In this order: who, what, then one transaction around the change and its record.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuthorizationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(UnitOfWorkBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuditBehavior<,>));

        services.AddScoped<CurrentActor>();
        services.AddScoped<CurrentProcess>();
        services.AddScoped<AuditTrail>();
        services.AddScoped<UnitOfWork>();
        services.AddScoped<RefusedRequests>();
        services.AddSingleton<StoredForms>();
        services.AddSingleton<TaskFormCache>();
        services.AddScoped<TaskForms>().AddScoped<Register>().AddScoped<FormReferences>();
        services.AddScoped<CaseFiles>();
        services.AddScoped<ClosingRules>();
        services.AddScoped<IClosingRules, ComplaintClosing>();
        services.AddScoped<IClosingRules, FaultClosing>();
        services.AddScoped<IClosingRules, CorrectiveActionClosing>();
        services.AddScoped<CustomerRegister>().AddScoped<RegisterSearch>();
        services.AddScoped<WorkItemCompletion>().AddScoped<WorkItemStandings>().AddScoped<EarlierSteps>().AddScoped<TaskSurroundings>();
        services.AddScoped<Substitutes>().AddScoped<KnownCases>().AddScoped<InboxLanes>();
        services.AddScoped<CustomerLinks>().AddScoped<AnswerFiles>();
        services.AddScoped<INotifier, Notifier>().AddScoped<NotificationAddressees>().AddScoped<DeliveryTimes>().AddScoped<NotificationWords>().AddScoped<NotificationComposer>().AddScoped<NotificationDispatch>();
        services.AddSingleton<CompiledCalendars>();
        services.AddScoped<Deadlines>();
        services.AddScoped<CandidateRules>();
        services.AddInquiries();
        services.AddScoped<ICommitCheck, CertifiedAssignments>();
        services.AddSingleton<CompiledPolicies>();
        services.AddScoped<CaseCalendars>().AddScoped<CaseFactsReader>().AddScoped<CaseTerms>().AddScoped<OpenClocks>();
        services.AddHandlersFrom(typeof(DomainServices).Assembly);
        foreach (var source in typeof(DomainServices).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(ICaseFactSource))))
            services.AddScoped(typeof(ICaseFactSource), source);
        services.AddSingleton(CreateMapper);
        return services;
    }

    /// <summary>Registers the request handlers, notification handlers and validators of an assembly. Validators have no state and are slow to build, so there is one of each.</summary>
    public static IServiceCollection AddHandlersFrom(this IServiceCollection services, Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var service in type.GetInterfaces().Where(i => i.IsGenericType && Scanned.Contains(i.GetGenericTypeDefinition())))
                services.Add(new ServiceDescriptor(service, type, service.GetGenericTypeDefinition() == typeof(IValidator<>) ? ServiceLifetime.Singleton : ServiceLifetime.Scoped));
        }

        return services;
    }

    private static IMapper CreateMapper(IServiceProvider provider)
    {
        var configuration = new MapperConfiguration(
            mapper =>
            {
                mapper.LicenseKey = provider.GetService<IConfiguration>()?["AutoMapper:LicenseKey"];
                mapper.AddMaps(typeof(DomainServices).Assembly);
            },
            provider.GetRequiredService<ILoggerFactory>());
        return configuration.CreateMapper();
    }
}
