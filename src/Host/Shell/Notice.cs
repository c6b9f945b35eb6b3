namespace AfterSales.Host.Shell;

/// <summary>A sentence that the next page shows once, such as "done". Only a text's key and a value travel, in a cookie; the text itself is the product's own.</summary>
internal sealed record Notice(string Key, string Value)
{
    private const string CookieName = "aftersales.notice";

    /// <summary>Leaves a notice for the page that a redirect leads to. Its text is <c>notice.KEY</c>.</summary>
    public static void Leave(HttpContext context, string key, string value) =>
        context.Response.Cookies.Append(CookieName, $"{key}|{value}", new CookieOptions
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
        if (context.Request.Cookies[CookieName]?.Split('|', 2) is not [var key, var value])
            return;
        context.Items[typeof(Notice)] = new Notice(key, value);
        context.Response.Cookies.Delete(CookieName);
    }

    public static Notice? Of(HttpContext context) => context.Items[typeof(Notice)] as Notice;
}
