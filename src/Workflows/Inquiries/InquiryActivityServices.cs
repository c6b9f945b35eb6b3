using AfterSales.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace AfterSales.Workflows.Inquiries;

internal static class InquiryActivityServices
{
    public static void AddInquiryActivities(this IServiceCollection services)
    {
        services.AddActivity<CheckSatisfactionActivity>();
        services.AddActivity<GenerateInquiryPlanActivity>();
        services.AddActivity<IssueInquiryProblemActivity>();
        services.AddActivity<RecordInquiryConsentActivity>();
        services.AddActivity<StartInquiryWorkActivity>();
        services.AddActivity<SummarizeMaintenanceActivity>();
    }
}
