using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Domain.Inquiries;

internal static class InquiryServices
{
    public static void AddInquiries(this IServiceCollection services)
    {
        services.AddScoped<InquiryIssues>();
        services.AddScoped<InquirySupervision>();
        services.AddScoped<ICommitCheck, ConsentBeforeWork>();
        services.AddScoped<IClosingRules, InquiryClosing>();
    }
}
