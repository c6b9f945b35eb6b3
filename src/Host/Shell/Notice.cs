namespace AfterSales.Host.Shell;

/// <summary>A sentence that the next page shows once, such as "done". Only a text's key and a value travel, in a cookie; the text itself is the product's own.</summary>
internal sealed record Notice(string Key, string Value, string? Undo)
{
    private const string CookieName = "aftersales.notice";

    /// <summary>Leaves a notice for the page that a redirect leads to. Its text is <c>notice.KEY</c>.</summary>
    /// <param name="undo">Where to post to take it back; null where that is not offered. The request itself decides whether it still may be.</param>
    public static void Leave(HttpContext context, string key, string value, string? undo = null) =>
        context.Response.Cookies.Append(CookieName, $"{key}|{value}|{undo}", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromMinutes(1),
            IsEssential = true,
        });

    /// <summary>Moves the notice from the cookie to this request.</summary>
    public static void Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName]?.Split('|', 3) is not [var key, var value, .. var rest])
            return;
        context.Items[typeof(Notice)] = new Notice(key, value, rest is [var undo] && Pages.IsLocal(undo) && undo.StartsWith("/tasks/", StringComparison.Ordinal) ? undo : null);
        context.Response.Cookies.Delete(CookieName);
    }

    public static Notice? Of(HttpContext context) => context.Items[typeof(Notice)] as Notice;
}
