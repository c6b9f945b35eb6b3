using System.Reflection;

namespace AfterSales.Host.Tests.Startup;

/// <summary>The program as the shell calls it.</summary>
internal static class CommandLine
{
    /// <summary>Runs it to its end; returns the exit code.</summary>
    public static Task<int> RunAsync(params string[] args)
    {
        var main = (Func<string[], Task<int>>)Delegate.CreateDelegate(
            typeof(Func<string[], Task<int>>), typeof(Program).Assembly.EntryPoint!.DeclaringType!.GetMethod("<Main>$", BindingFlags.Static | BindingFlags.NonPublic)!);
        return main(args);
    }
}
