using System.Text.RegularExpressions;
using System.Xml.Linq;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Calendars;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Escalations;
using AfterSales.Domain.Faults;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Sla.Forecasts;
using AfterSales.Domain.Sla.Policies;
using AfterSales.Engine.Comparison;
using AfterSales.Engine.Migrations;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using AfterSales.Engine.Trials;
using AfterSales.Host.Accounts;
using AfterSales.Host.Organisation;
using AfterSales.Host.Processes.Diagrams;
using AfterSales.Workflows.Operations;
using AfterSales.Workflows.Publications;
using AfterSales.Workflows.Trials;

namespace AfterSales.Host.Tests.Localization;

/// <summary>Every text is there in both languages, is used, and none is missing.</summary>
public sealed partial class TextsTests
{
    // Keys made from values, see TextLookups: used when the value occurs anywhere in the code or in a definition.
    private static readonly string[] Made = ["role", "action", "form", "metric", "field", "inbox", "notice", "theme", "portal", "operations", "resolution", "processes", "migrations", "pause", "event", "fact", "policies", "follow-next"];

    private static readonly Type[] Enums =
        [typeof(Channel), typeof(ComplaintSeverity), typeof(CaseStatus), typeof(CaseKind), typeof(FaultLevel), typeof(EscalationLevel), typeof(ForcedClosureStatus), typeof(ConfirmationVia), typeof(SlaClockStatus), typeof(ProjectTeamStatus), typeof(SignInOutcome), typeof(InstanceFilter), typeof(TimerKind), typeof(MigrationRule),
            typeof(DiagramMark), typeof(PublicationStatus), typeof(MigrationStatus), typeof(MigrationItemStatus), typeof(TrialEnding), typeof(JournalEventKind), typeof(AnswerSource), typeof(AnswerGapReason), typeof(UnscriptedTasks),
            typeof(CaseMoment), typeof(DefinitionItem), typeof(ValueAspect), typeof(DueClock), typeof(SpecialDayKind), typeof(NotificationKind), typeof(NotificationChannel), typeof(DeliveryStatus), typeof(TemplateLanguage),
            typeof(UnitKind), typeof(InquiryEvent), typeof(InquiryPeriod), typeof(InquiryTopic), typeof(OrganisationFileKind),
            typeof(LadderAction), typeof(PromiseKind), typeof(PeriodUnit), typeof(RuleLoss), typeof(ClockRisk),
            typeof(FollowedState), typeof(FollowedMoment)];

    private static readonly string Root = FindRoot();
    private static readonly Dictionary<string, string> Chinese = Read("Texts.resx");
    private static readonly Dictionary<string, string> English = Read("Texts.en.resx");
    private static readonly string[] Sources = [.. SourceFiles().Select(File.ReadAllText)];

    [Fact]
    public void BothLanguages_HaveTheSameKeysAndPlaceholders()
    {
        Assert.Equal(Chinese.Keys.Order(StringComparer.Ordinal), English.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([], Chinese.Where(t => !Placeholders(t.Value).SetEquals(Placeholders(English[t.Key]))).Select(t => t.Key).ToArray());
    }

    [Fact]
    public void EveryUsedKey_Exists()
    {
        var used = Sources.SelectMany(s => UsedKey().Matches(s)).Select(m => m.Groups["key"].Value).Distinct();

        Assert.Equal([], used.Where(key => !Chinese.ContainsKey(key)).ToArray());
    }

    [Fact]
    public void EveryValueThatPagesName_HasItsText()
    {
        string[] wanted =
        [
            .. Enums.SelectMany(type => Enum.GetNames(type).Where(n => n != nameof(SignInOutcome.Accepted)).Select(name => $"{type.Name}.{name}")),
            .. Roles.OfPeople.Select(role => $"role.{role}"),
            .. ((Type[])[typeof(Complaint), typeof(PublicationRequest)]).SelectMany(type => type.Assembly.GetTypes()).Where(IsCommand).Select(type => $"action.{type.Name}"),
        ];

        Assert.Equal([], wanted.Where(key => !Chinese.ContainsKey(key)).ToArray());
    }

    [Fact]
    public void NoText_IsUnused()
    {
        var all = string.Join('\n', Sources);
        var literal = Literal().Matches(all).Select(m => m.Groups["text"].Value).ToHashSet();
        var words = Word().Matches(all).Select(m => m.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Equal([], Chinese.Keys.Where(key => !literal.Contains(key) && !IsMade(key)).ToArray());

        bool IsMade(string key)
        {
            var (prefix, value) = (key[..key.IndexOf('.', StringComparison.Ordinal)], key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]);
            return Enums.Any(type => type.Name == prefix) || (Made.Contains(prefix) && (words.Contains(value) || words.Contains(value.Replace("empty-", "", StringComparison.Ordinal)) || (prefix is "fact" && words.Contains(value.Split('.')[0]))));
        }
    }

    private static bool IsCommand(Type type) =>
        !type.IsInterface && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>));

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(m => m.Value)];

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Root, "src", "Host", "Localization", file)).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static IEnumerable<string> SourceFiles() =>
        ((string[])["src", "workflow-definitions"]).Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".json")
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "wwwroot"));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AfterSales.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }

    [GeneratedRegex("""(?:\bL|\btexts)\["(?<key>[^"{}]+)"[\],]""")]
    private static partial Regex UsedKey();

    [GeneratedRegex("\"(?<text>[A-Za-z][A-Za-z0-9.-]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("[A-Za-z][A-Za-z0-9.-]*[A-Za-z0-9]")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
