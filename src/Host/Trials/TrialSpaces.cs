using System.Diagnostics.Metrics;
using AfterSales.Domain.Portal;
using AfterSales.Engine;
using AfterSales.Engine.Trials;
using AfterSales.Host.Persistence;
using AfterSales.Host.Persistence.Sqlite;
using AfterSales.Workflows.Trials;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace AfterSales.Host.Trials;

internal static class TrialServices
{
    /// <summary>Lets trials run on private copies of the product. The copies have the same services as the product, those registered later too.</summary>
    public static IServiceCollection AddTrialSpaces(this IServiceCollection services) =>
        services.AddSingleton<ITrialSpaces>(provider => new TrialSpaces(services, provider.GetRequiredService<IServiceScopeFactory>()));
}

/// <summary>Builds private copies out of the product's own registrations, with another database, another clock and nothing that reaches outside.</summary>
internal sealed class TrialSpaces(IServiceCollection product, IServiceScopeFactory scopes) : ITrialSpaces
{
    public async Task<ITrialOrigin> ReadAsync(string draft, CancellationToken cancellationToken)
    {
        var space = Build(await PrivateDatabase.CreateAsync(cancellationToken), new TrialSpaceRequest(DateTimeOffset.UnixEpoch, 0));
        try
        {
            await CopyAsync(space, (copy, token) => copy.ReferenceDataAsync(draft, token), cancellationToken);
            return new Origin(this, space);
        }
        catch
        {
            await space.DisposeAsync();
            throw;
        }
    }

    private TrialSpace Build(PrivateDatabase database, TrialSpaceRequest request)
    {
        var clock = new TrialClock(request.At);
        var services = new ServiceCollection();
        foreach (var descriptor in product.Where(descriptor => descriptor.ServiceType != typeof(IHostedService)))
            services.Add(descriptor);
        database.Register(services);
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(NullLoggerFactory.Instance)); // what happens in a trial did not happen
        services.Replace(ServiceDescriptor.Singleton<ICustomerLinkTokens>(new TrialLinkTokens()));
        services.Replace(ServiceDescriptor.Singleton<IMeterFactory>(new TrialMeters()));
        services.Configure<WorkflowEngineOptions>(options => options.StepLimit = Math.Min(options.StepLimit, request.Activities + 1)); // one more, so that it shows
        return new TrialSpace(database, services.BuildServiceProvider(), clock);
    }

    private async Task CopyAsync(TrialSpace space, Func<TrialCopy, CancellationToken, Task> copy, CancellationToken cancellationToken)
    {
        await using var from = scopes.CreateAsyncScope();
        await using var to = space.Services.CreateAsyncScope();
        await copy(new TrialCopy(from.ServiceProvider, to.ServiceProvider), cancellationToken);
    }

    private sealed class Origin(TrialSpaces spaces, TrialSpace read) : ITrialOrigin
    {
        public async Task<ITrialSpace> OpenAsync(TrialSpaceRequest request, CancellationToken cancellationToken)
        {
            var space = spaces.Build(await read.Database.CopyAsync(cancellationToken), request);
            try
            {
                if (request.Case is { } number)
                    await spaces.CopyAsync(space, (copy, token) => copy.CaseAsync(number, token), cancellationToken);
                return space;
            }
            catch
            {
                await space.DisposeAsync();
                throw;
            }
        }

        public ValueTask DisposeAsync() => read.DisposeAsync();
    }

    private sealed class TrialSpace(PrivateDatabase database, ServiceProvider services, TrialClock clock) : ITrialSpace
    {
        public PrivateDatabase Database => database;

        public IServiceProvider Services => services;

        public TrialClock Clock => clock;

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    /// <summary>What is tried is not counted among the work of the process: its meters have other names, which nobody listens to.</summary>
    private sealed class TrialMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new($"Trial.{options.Name}");

        public void Dispose()
        {
        }
    }

    /// <summary>Links of a trial lead nowhere outside it, so they need no key.</summary>
    private sealed class TrialLinkTokens : ICustomerLinkTokens
    {
        public string Protect(Guid linkId) => linkId.ToString("N");

        public Guid? Read(string token) => Guid.TryParseExact(token, "N", out var id) ? id : null;
    }
}
