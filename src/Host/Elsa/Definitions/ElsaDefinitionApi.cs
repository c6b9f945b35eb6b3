namespace AfterSales.Host.Elsa.Definitions;

/// <summary>Definitions and their versions as Studio lists, edits and publishes them.</summary>
internal static class ElsaDefinitionApi
{
    public static void MapElsaDefinitions(this RouteGroupBuilder group)
    {
    }
}
