namespace AfterSales.Host.Elsa.Instances;

/// <summary>Instances and what they did, as Studio's list and viewer ask for them.</summary>
internal static class ElsaInstanceApi
{
    public static void MapElsaInstances(this RouteGroupBuilder group)
    {
    }
}
