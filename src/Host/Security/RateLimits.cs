using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace AfterSales.Host.Security;

/// <summary>How often somebody may try a password or a link. Accounts lock on their own; this slows down who tries many.</summary>
public static class RateLimits
{
    /// <summary>For endpoints that take a password.</summary>
    public const string SignIn = "sign-in";

    /// <summary>For endpoints behind customers' links.</summary>
    public const string Confirmations = "confirmations";

    /// <summary>For the form that anybody may open a case with.</summary>
    public const string PublicReports = "public-reports";

    private const int DefaultPerMinute = 30, DefaultReportsPerMinute = 10;

    /// <summary>Registers the limits: <c>Security:SignInPerMinute</c> tries a minute for an address and user, <c>Security:PublicReportsPerMinute</c> reports.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var perMinute = configuration.GetValue("Security:SignInPerMinute", DefaultPerMinute);
        var reportsPerMinute = configuration.GetValue("Security:PublicReportsPerMinute", DefaultReportsPerMinute);
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = TellWhenAgain;
            options.AddPolicy(SignIn, context => Limit(SignIn, context, perMinute));
            options.AddPolicy(Confirmations, context => Limit(Confirmations, context, perMinute));
            options.AddPolicy(PublicReports, context => Limit(PublicReports, context, reportsPerMinute));
        });
        return services;
    }

    private static RateLimitPartition<string> Limit(string policy, HttpContext context, int perMinute) =>
        RateLimitPartition.GetFixedWindowLimiter(
            $"{policy} {context.Connection.RemoteIpAddress} {context.User.Identity?.Name}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) });

    private static ValueTask TellWhenAgain(OnRejectedContext context, CancellationToken cancellationToken)
    {
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    }
}
