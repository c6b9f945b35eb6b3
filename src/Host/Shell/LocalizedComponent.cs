using AfterSales.Host.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace AfterSales.Host.Shell;

/// <summary>What every page and component may use besides its parameters: texts, and the time that relative texts count from.</summary>
public abstract class LocalizedComponent : ComponentBase
{
    /// <summary>Texts in the language of the request.</summary>
    [Inject] public required IStringLocalizer<Texts> L { get; set; }

    [Inject] public required TimeProvider Clock { get; set; }
}
