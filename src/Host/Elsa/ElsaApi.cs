using AfterSales.Host.Api;
using AfterSales.Host.Elsa.Definitions;
using AfterSales.Host.Elsa.Descriptors;
using AfterSales.Host.Elsa.Instances;
using AfterSales.Host.Elsa.Instances.Live;

namespace AfterSales.Host.Elsa;

/// <summary>What Elsa Studio calls: the part of Elsa 3's REST API that its designer and its viewer use, for people by the site's cookie and for programs by token.</summary>
public static class ElsaApi
{
    public const string Root = "/elsa/api";

    /// <summary>Largest body of a request that does not say otherwise; instances' filters and lists of ids fit.</summary>
    private const int MaxBodyBytes = 1024 * 1024;

    public static WebApplication MapElsaApi(this WebApplication app)
    {
        var group = app.MapGroup(Root).RequireAuthorization().AddEndpointFilter(ElsaForgery.RefuseAsync).WithMetadata(new BodyLimit(MaxBodyBytes)).ExcludeFromDescription();
        group.MapElsaFeatures();
        group.MapElsaDescriptors();
        group.MapElsaDefinitions();
        group.MapElsaInstances();
        app.MapLiveInstances();
        return app;
    }
}
