using System.Data.Common;
using System.IO.Enumeration;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AfterSales.Engine.Incidents;

/// <summary>Tells exceptions apart for retry policies.</summary>
public static partial class FaultPattern
{
    /// <summary>The pattern for faults that are likely to pass by themselves: time-outs, broken connections, a database that asks to be tried again.</summary>
    public const string Transient = "transient";

    /// <summary>True when one of the patterns names the exception's type or one it derives from, with or without its namespace; no patterns name all.</summary>
    public static bool Matches(IReadOnlyList<string> patterns, Exception fault) => patterns.Count is 0 || patterns.Any(pattern => Matches(pattern, fault));

    public static bool IsValid(string pattern) => Pattern().IsMatch(pattern);

    private static bool Matches(string pattern, Exception fault)
    {
        if (pattern is Transient)
            return IsTransient(fault);
        for (var type = fault.GetType(); type != typeof(object); type = type.BaseType!)
            if (FileSystemName.MatchesSimpleExpression(pattern, type.FullName, ignoreCase: false) || pattern == type.Name)
                return true;
        return false;
    }

    // What was thrown may be wrapped: a time-out inside an exception of a library is a time-out.
    private static bool IsTransient(Exception? fault) => fault is not null
        && (fault is TimeoutException or HttpRequestException or SocketException or IOException or DbException { IsTransient: true } || IsTransient(fault.InnerException));

    [GeneratedRegex(@"^[\w*][\w.*+`]*$")]
    private static partial Regex Pattern();
}
