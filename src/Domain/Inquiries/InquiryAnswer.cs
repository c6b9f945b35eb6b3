using System.Text.Json.Nodes;
using AfterSales.Domain.Tasks;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Inquiries;

/// <summary>What an officer brings back from asking: the fields of the form that are read here. Whatever else process owners add to the form stays with the task.</summary>
public static class InquiryAnswer
{
    /// <summary>The outcome of the task.</summary>
    public const string Asked = "Asked";

    /// <summary>How satisfied the customer is, 1 to 5.</summary>
    public const string Score = "score";

    /// <summary>The field of each topic (INQ-04); what is written there is an issue (INQ-06).</summary>
    public static IReadOnlyList<(InquiryTopic Topic, string Field)> Issues { get; } =
    [
        (InquiryTopic.Supply, "supplyIssue"),
        (InquiryTopic.Running, "runningIssue"),
        (InquiryTopic.Installation, "installationIssue"),
        (InquiryTopic.Service, "serviceIssue"),
        (InquiryTopic.Training, "trainingIssue"),
    ];
}

/// <summary>An answered inquiry is counted, and every issue the customer named becomes a case in the same transaction: nothing that was said can be lost (INQ-06).</summary>
internal sealed class InquiryAnsweredHandler(AfterSalesDbContext db, InquiryIssues issues, InquirySupervision supervision) : INotificationHandler<WorkItemCompleted>
{
    public async Task Handle(WorkItemCompleted notification, CancellationToken cancellationToken)
    {
        // Tasks of processes are none of ours, and they are nearly all of them.
        if (notification.Item.InstanceId is not null)
            return;
        await supervision.KeepDraftAsync(notification.Item, notification.Data, cancellationToken);
        if (await db.PlannedInquiries.SingleOrDefaultAsync(i => i.WorkItemId == notification.Item.Id, cancellationToken) is not { } inquiry)
            return;

        var data = JsonNode.Parse(notification.Data)!.AsObject();
        var score = Number(data[InquiryAnswer.Score]);
        inquiry.Answer(score, notification.Item.CompletedBy ?? "", notification.Item.CompletedAt!.Value);
        foreach (var (topic, field) in InquiryAnswer.Issues)
            if (data[field] is JsonValue value && value.TryGetValue<string>(out var said) && !string.IsNullOrWhiteSpace(said))
                await issues.OpenAsync(new FoundIssue(topic, said.Trim(), inquiry.CustomerId, inquiry.EquipmentId, inquiry.OfficeUnitId, inquiry.Id), cancellationToken);
        if (score <= InquirySupervision.LowScore)
            await supervision.ScoredLowAsync(inquiry, cancellationToken);
    }

    private static int? Number(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<decimal>(out var number) ? (int)number
        : value.TryGetValue<string>(out var text) && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed
        : null;
}
