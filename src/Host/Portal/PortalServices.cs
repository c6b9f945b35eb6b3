namespace AfterSales.Host.Portal;

public static class PortalServices
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services.AddScoped<CustomerAccess>().AddScoped<FollowDesk>().AddScoped<PublicReportDesk>();
}
