namespace AfterSales.Browser.Tests;

/// <summary>Measures instead of testing: runs only where the long tests do, with <c>AFTERSALES_TEST_LONG=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MeasurementAttribute : FactAttribute
{
    public MeasurementAttribute() => Skip = Environment.GetEnvironmentVariable("AFTERSALES_TEST_LONG") == "1" ? null : "Set AFTERSALES_TEST_LONG=1 to measure.";
}
