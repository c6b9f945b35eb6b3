using System.Globalization;

namespace AfterSales.Host.Startup;

/// <summary>What the console says once the product serves: where, and in the demo, as whom.</summary>
internal static class Announcement
{
    public static void AnnounceWhenStarted(this WebApplication app, TextWriter console) =>
        app.Lifetime.ApplicationStarted.Register(() => console.Write(Text(app.Urls, app.IsDemo())));

    internal static string Text(IEnumerable<string> addresses, bool isDemo)
    {
        var text = new System.Text.StringBuilder().AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"  AfterSales  {string.Join("  ", addresses)}");
        if (isDemo)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"  演示账号 Demo sign-ins, all with password {DemoCompany.Password}");
            foreach (var person in DemoCompany.People)
                text.AppendLine(CultureInfo.InvariantCulture, $"    {person.UserName,-10} {person.Post.Zh} {person.Post.En}");
        }

        return text.AppendLine().ToString();
    }
}
