using System.Globalization;
using AfterSales.Domain.Organisation;

namespace AfterSales.Host.Organisation;

/// <summary>Posts as people write them, on a page and in a file: <c>role@unit</c>, with the days if it has any: <c>role@unit 2026-01-01..2026-12-31</c>.</summary>
internal static class PostText
{
    public static string Write(PostLine post) =>
        post is { From: null, Until: null } ? $"{post.Role}@{post.UnitCode}" : string.Create(CultureInfo.InvariantCulture, $"{post.Role}@{post.UnitCode} {post.From:yyyy-MM-dd}..{post.Until:yyyy-MM-dd}");

    /// <summary>False when it is written in another way.</summary>
    public static bool TryRead(string text, out PostLine post)
    {
        post = new PostLine("", "");
        if (text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var where, .. var rest] || where.Split('@') is not [{ Length: > 0 } role, { Length: > 0 } unit] || rest.Length > 1)
            return false;
        if (rest is [])
        {
            post = new PostLine(role, unit);
            return true;
        }

        if (rest[0].Split("..") is not [var first, var last] || !TryDay(first, out var from) || !TryDay(last, out var until))
            return false;
        post = new PostLine(role, unit, from, until);
        return true;
    }

    /// <summary>Blank is no day, and fine.</summary>
    public static bool TryDay(string text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        var isDay = DateOnly.TryParseExact(text.Trim(), ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        day = isDay ? read : null;
        return isDay;
    }
}
