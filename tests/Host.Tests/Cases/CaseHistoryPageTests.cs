using System.Text.RegularExpressions;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;

namespace AfterSales.Host.Tests.Cases;

/// <summary>A case with a long history opens with the newest of it.</summary>
[Collection(SharedProduct.Name)]
public sealed partial class CaseHistoryPageTests(ProductFactory product)
{
    [Fact]
    public async Task Long_history_opens_with_its_newest_part_and_leads_to_the_whole()
    {
        var number = await product.FileComplaintAsync();
        for (var call = 1; call <= 45; call++)
        {
            product.Clock.Advance(TimeSpan.FromSeconds(1));
            await product.SendAsync(new AddCaseNote(number, Channel.Phone, $"call-{call:00}."));
        }

        var agent = await product.SignedInAsync("agent");

        var page = await agent.GetStringAsync($"/cases/{number}");
        Assert.Equal((40, 40), (Event().Count(page), Call().Count(page)));
        Assert.Contains("call-45.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("call-05.", page, StringComparison.Ordinal);
        Assert.Equal(2, Older().Count(page));

        var whole = await agent.GetStringAsync(Older().Match(page).Groups["url"].Value);
        Assert.Equal((46, 45), (Event().Count(whole), Call().Count(whole)));
        Assert.DoesNotContain("data-older", whole, StringComparison.Ordinal);
    }

    [GeneratedRegex("<li class=\"timeline-entry\"")]
    private static partial Regex Event();

    [GeneratedRegex("<p class=\"talk-text\">call-")]
    private static partial Regex Call();

    [GeneratedRegex("data-older href=\"(?<url>[^\"]+)\"")]
    private static partial Regex Older();
}
