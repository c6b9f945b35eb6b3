namespace AfterSales.Host.Localization;

/// <summary>Every text that people read: <c>Texts.resx</c> in Chinese, <c>Texts.en.resx</c> in English. The type names the resource.</summary>
public sealed class Texts;
