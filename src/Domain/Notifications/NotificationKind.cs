namespace AfterSales.Domain.Notifications;

/// <summary>What people are told of. The names are stored and stand in the templates' table: a contract, like a column.</summary>
public enum NotificationKind
{
    /// <summary>A task was opened for me 待办.</summary>
    TaskAssigned,

    /// <summary>A task was opened for a group I belong to 待签收.</summary>
    TaskForGroup,

    /// <summary>A task of mine or of my group is past its due time.</summary>
    TaskOverdue,

    /// <summary>A task was handed to me 转办.</summary>
    TaskReassigned,

    /// <summary>Somebody waits for a task of mine 催办.</summary>
    Urged,

    /// <summary>Somebody mentions me in a discussion 沟通.</summary>
    Mentioned,

    /// <summary>I am to know of it, without a task 抄送.</summary>
    Copied,

    /// <summary>A case I took in or worked on is closed.</summary>
    CaseClosed,

    /// <summary>A customer's way to answer (PRC-17, INQ-08); goes to the customer, not to staff.</summary>
    CustomerLink,

    /// <summary>A plan waits for the customer's consent (INQ-07); goes to the customer.</summary>
    CustomerConsent,

    /// <summary>A customer's way to follow the case; goes to the customer.</summary>
    CustomerFollow,

    /// <summary>The customer wrote or sent something in about a case I work on.</summary>
    CustomerWrote,

    /// <summary>A step of a promised time's ladder: so much of it is used (SLA ladder).</summary>
    ClockStep,

    /// <summary>What was collected for somebody who wants one message a day.</summary>
    Digest,
}

/// <summary>A way out of the product.</summary>
public enum NotificationChannel
{
    Email,

    /// <summary>A group chat's robot, such as that of WeCom or DingTalk.</summary>
    Webhook,
}

/// <summary>When what is sent outside goes: each by itself, or all of a day together.</summary>
public enum DigestChoice
{
    None,
    Daily,
}

/// <summary>The language a text is written in.</summary>
public enum TemplateLanguage
{
    Chinese,
    English,
}

/// <summary>What is known of each kind.</summary>
public static class NotificationKinds
{
    /// <summary>What members of staff choose about, in the order pages show it. The others have one receiver and one way.</summary>
    public static IReadOnlyList<NotificationKind> OfPeople { get; } =
    [
        NotificationKind.TaskAssigned, NotificationKind.TaskForGroup, NotificationKind.TaskOverdue, NotificationKind.ClockStep, NotificationKind.TaskReassigned, NotificationKind.Urged, NotificationKind.Mentioned,
        NotificationKind.Copied, NotificationKind.CustomerWrote, NotificationKind.CaseClosed,
    ];

    /// <summary>The placeholders that a kind's template may use.</summary>
    public static IReadOnlyList<string> PlaceholdersOf(NotificationKind kind) => kind switch
    {
        NotificationKind.TaskAssigned or NotificationKind.TaskForGroup or NotificationKind.TaskOverdue => ["case", "subject", "task", "due", "link"],
        NotificationKind.TaskReassigned or NotificationKind.Urged or NotificationKind.Mentioned or NotificationKind.Copied => ["case", "subject", "task", "due", "by", "text", "link"],
        NotificationKind.ClockStep => ["case", "subject", "promise", "percent", "due", "link"],
        NotificationKind.CaseClosed => ["case", "subject", "link"],
        NotificationKind.CustomerWrote => ["case", "subject", "by", "text", "link"],
        NotificationKind.CustomerLink or NotificationKind.CustomerConsent or NotificationKind.CustomerFollow => ["case", "subject", "customer", "expires", "link"],
        _ => ["count", "items", "link"],
    };

    /// <summary>Kinds that go to a customer, who can do nothing with one that holds no link.</summary>
    internal static bool IsForCustomers(this NotificationKind kind) => kind is NotificationKind.CustomerLink or NotificationKind.CustomerConsent or NotificationKind.CustomerFollow;

    /// <summary>Kinds that say "there is work": of no use once the work is done.</summary>
    internal static bool AsksForWork(this NotificationKind kind) => kind is
        NotificationKind.TaskAssigned or NotificationKind.TaskForGroup or NotificationKind.TaskOverdue or NotificationKind.TaskReassigned or NotificationKind.Urged;
}
