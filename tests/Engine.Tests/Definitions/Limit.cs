using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AfterSales.Engine.Tests.Definitions;

/// <summary>A bound on the time something takes of a processor, which a busy machine does not break.</summary>
internal static partial class Limit
{
    private const int ThreadTime = 3;
    private const int Tries = 3;

    public static T Within<T>(TimeSpan limit, Func<T> work)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; ; i++)
        {
            var start = Now();
            var result = work();
            var took = Now() - start;
            best = took < best ? took : best;
            if (best < limit)
                return result;
            Assert.True(i < Tries, $"It took {best}, at best.");
        }
    }

    /// <summary>Once only, for what cannot be repeated. On SQLite a task is done when it is returned.</summary>
    public static T Once<T>(TimeSpan limit, Func<Task<T>> work)
    {
        var start = Now();
        var task = work();
        var took = Now() - start;
        Assert.True(task.IsCompleted && took < limit, $"It took {took}.");
        return task.GetAwaiter().GetResult();
    }

    // Of this thread alone where the system tells, else what the clock shows.
    private static TimeSpan Now() => OperatingSystem.IsLinux() && GetTime(ThreadTime, out var time) is 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
        : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
