namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>What Studio offers its author: activities, expressions, types of variables, strategies.</summary>
internal static class ElsaDescriptorApi
{
    public static void MapElsaDescriptors(this RouteGroupBuilder group)
    {
    }
}
