using AfterSales.Host.Elsa.Definitions;
using AfterSales.Host.Elsa.Descriptors;

namespace AfterSales.Host.Elsa;

internal static class ElsaServices
{
    public static IServiceCollection AddElsaApi(this IServiceCollection services)
    {
        services.AddSingleton<DesignerCatalogueCache>().AddScoped<DesignerCatalogue>().AddScoped<DescriptorLists>();
        return services.AddScoped<DefinitionAnswers>().AddScoped<DefinitionLinks>().AddScoped<DefinitionSaving>().AddScoped<BulkActions>();
    }
}
