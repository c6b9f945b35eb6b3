namespace AfterSales.Engine.Outbox;

/// <summary>An effect outside the database, committed together with what caused it and sent afterwards, at least once, under an idempotency key.</summary>
public sealed class OutboxMessage
{
    public const int KindMaxLength = 50;
    public const int IdempotencyKeyMaxLength = 200;
    public const int LastErrorMaxLength = 2000;

    public Guid Id { get; init; }
    public required string Kind { get; init; }
    public required string Payload { get; set; }
    public required string IdempotencyKey { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset DueAt { get; set; }
    public int Attempts { get; set; }
    public string? LeaseOwner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When the sender gave up; such a message stays visible until somebody sends it again.</summary>
    public DateTimeOffset? DeadAt { get; set; }
    public string? LastError { get; set; }
    public Guid? InstanceId { get; init; }
}
