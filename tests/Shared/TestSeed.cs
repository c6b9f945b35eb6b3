using System.Globalization;

namespace AfterSales.Testing;

/// <summary>The seed of a test with chance in it: <c>AFTERSALES_TEST_SEED</c>, else a new one. Whoever takes one prints it.</summary>
internal static class TestSeed
{
    public static int Next() =>
        int.TryParse(Environment.GetEnvironmentVariable("AFTERSALES_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
}
