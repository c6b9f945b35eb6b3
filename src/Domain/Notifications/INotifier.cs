using AfterSales.Domain.Cases;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Sla;
using AfterSales.Domain.Tasks;

namespace AfterSales.Domain.Notifications;

/// <summary>
/// Tells people what happened. Called by handlers inside their unit of work: the notifications and the messages that carry them outside commit with the change they tell of, or not
/// at all. Whoever acts is not told of their own doing, nobody is told twice by one call, and who has left is left out.
/// </summary>
public interface INotifier
{
    /// <summary>Tells who may do a task that it was opened: its assignee, or else its group.</summary>
    Task TaskOpenedAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Tells who has a task, or else its group, that its due time has passed.</summary>
    Task TaskOverdueAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Tells of a step of a clock's ladder: who has the work, or else its group, is reminded; the role named is told .</summary>
    /// <param name="notice">Which step of which clock, and whom it is for.</param>
    /// <param name="promise">What was promised, in words.</param>
    /// <param name="holder">The task whose holder is reminded; null: everybody of <see cref="ClockNotice.Role"/> is told.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task ClockStepAsync(ClockNotice notice, LocalizedText promise, WorkItem? holder, CancellationToken cancellationToken);

    /// <summary>Tells people of a task: that it is theirs now (<see cref="NotificationKind.TaskReassigned"/>), that somebody waits for it
    /// (<see cref="NotificationKind.Urged"/>), that they are mentioned (<see cref="NotificationKind.Mentioned"/>) or to know of it (<see cref="NotificationKind.Copied"/>).</summary>
    /// <param name="kind">One of those four.</param>
    /// <param name="item">The task; only its heading is told, so the receiver needs no right to open it.</param>
    /// <param name="people">Ids of persons; those who do not exist are left out. Null: whoever has the task, or else its group.</param>
    /// <param name="text">The actor's own words, such as a comment; cut at 500 characters.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task AboutTaskAsync(NotificationKind kind, WorkItem item, IReadOnlyCollection<Guid>? people, string? text, CancellationToken cancellationToken);

    /// <summary>Tells who took a case in and who worked on it that it is closed.</summary>
    Task CaseClosedAsync(CaseFile file, CancellationToken cancellationToken);

    /// <summary>Tells who works on a case, or else who took it in, that its customer wrote or sent something in.</summary>
    /// <param name="file">The case.</param>
    /// <param name="text">The customer's words, or the names of files; cut at 500 characters.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task CustomerWroteAsync(CaseFile file, string text, CancellationToken cancellationToken);

    /// <summary>Sends a customer their way to answer, when their e-mail address is known (PRC-17, INQ-08). The case's record says that it was.</summary>
    Task CustomerLinkAsync(CustomerLink link, CancellationToken cancellationToken);

    /// <summary>Sends a customer their way to follow the case. The case's record says that it was.</summary>
    /// <param name="link">A link that holds.</param>
    /// <param name="email">The address of the customer, as far as it is known; nothing is sent to a blank one.</param>
    /// <returns>False when there is no address.</returns>
    bool SendFollowLink(FollowLink link, string? email);

    /// <summary>Sends a customer the way to the plan that waits for their consent (INQ-07), when their e-mail address is known.</summary>
    /// <param name="item">The task that waits for it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task ConsentAskedAsync(WorkItem item, CancellationToken cancellationToken);
}
