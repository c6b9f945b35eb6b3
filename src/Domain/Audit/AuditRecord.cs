using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Audit;

/// <summary>An entity whose changes go to the audit record.</summary>
public interface IAuditedEntity
{
    AuditSubject Subject { get; }
}

/// <summary>Which chain an entity's changes belong to, and what it is called there.</summary>
/// <param name="Chain">A case number for everything of a case; an area's name, such as <c>organisation</c>, otherwise.</param>
public sealed record AuditSubject(string Chain, string Kind, string Id);

/// <summary>
/// One accepted change: who did what, when, where and why, with the fields before and after. Append-only, and chained per case: each hash covers the one before,
/// so that altering, deleting or reordering any row shows.
/// </summary>
public sealed class AuditRecord
{
    public const int ChainMaxLength = 60;
    public const int ReasonMaxLength = 1000;

    private AuditRecord()
    {
    }

    public string Chain { get; private init; } = "";

    /// <summary>From 1, without gaps.</summary>
    public int Sequence { get; private init; }

    public DateTimeOffset At { get; private init; }

    public Guid? ActorId { get; private init; }

    public string ActorName { get; private init; } = "";

    /// <summary>The command that made the change, for instance <c>CompleteWorkItem</c>.</summary>
    public string Action { get; private init; } = "";

    public string? Reason { get; private init; }

    /// <summary>JSON: subject → field → [before, after].</summary>
    public string Changes { get; private init; } = "{}";

    public string? InstanceId { get; private init; }

    public string? ActivityId { get; private init; }

    public string? DefinitionId { get; private init; }

    public int? DefinitionVersion { get; private init; }

    /// <summary>The trace id of the request, to find the log lines of the same moment.</summary>
    public string? TraceId { get; private init; }

    /// <summary>SHA-256 over the previous hash and every field of this record.</summary>
    public byte[] Hash { get; private init; } = [];

    internal static AuditRecord Chained(byte[] previousHash, string chain, int sequence, DateTimeOffset at, AuditEntry entry)
    {
        var record = new AuditRecord
        {
            Chain = chain,
            Sequence = sequence,
            At = at,
            ActorId = entry.Actor.PersonId,
            ActorName = entry.Actor.Name,
            Action = entry.Action,
            Reason = entry.Reason,
            Changes = entry.Changes,
            InstanceId = entry.Origin?.InstanceId,
            ActivityId = entry.Origin?.ActivityId,
            DefinitionId = entry.Origin?.DefinitionId,
            DefinitionVersion = entry.Origin?.DefinitionVersion,
            TraceId = entry.TraceId,
            Hash = new byte[SHA256.HashSizeInBytes],
        };
        record.ComputeHash(previousHash).CopyTo(record.Hash, 0);
        return record;
    }

    /// <summary>The hash this record must have after a record with the given hash.</summary>
    public byte[] ComputeHash(ReadOnlySpan<byte> previousHash)
    {
        var content = new ArrayBufferWriter<byte>(1024);
        content.Write(previousHash);
        AppendText(content, Chain);
        AppendNumber(content, Sequence);
        // Microseconds: what every provider stores.
        AppendNumber(content, At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        AppendText(content, ActorId?.ToString("N"));
        AppendText(content, ActorName);
        AppendText(content, Action);
        AppendText(content, Reason);
        AppendText(content, Changes);
        AppendText(content, InstanceId);
        AppendText(content, ActivityId);
        AppendText(content, DefinitionId);
        AppendNumber(content, DefinitionVersion ?? -1);
        AppendText(content, TraceId);
        return SHA256.HashData(content.WrittenSpan);
    }

    // The length goes first, so that no two sequences of fields run together into the same bytes.
    private static void AppendText(ArrayBufferWriter<byte> content, string? text)
    {
        AppendNumber(content, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, content);
    }

    private static void AppendNumber(ArrayBufferWriter<byte> content, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(content.GetSpan(sizeof(long)), number);
        content.Advance(sizeof(long));
    }
}

/// <summary>The head of a chain: how many records it has and the last one's hash. Two commits that append to one chain meet here, and one of them runs again.</summary>
public sealed class AuditChain
{
    private AuditChain()
    {
    }

    public string Chain { get; private init; } = "";

    public int Length { get; private set; }

    public byte[] Hash { get; private set; } = [];

    internal static AuditChain New(string chain) => new() { Chain = chain, Hash = new byte[SHA256.HashSizeInBytes] };

    internal AuditRecord Append(DateTimeOffset at, AuditEntry entry)
    {
        var record = AuditRecord.Chained(Hash, Chain, Length + 1, at, entry);
        Length = record.Sequence;
        Hash = record.Hash;
        return record;
    }
}

internal sealed class AuditRecordConfiguration : IEntityTypeConfiguration<AuditRecord>
{
    public void Configure(EntityTypeBuilder<AuditRecord> builder)
    {
        builder.ToTable("AuditRecords", "audit");
        builder.NotInTrials();
        builder.HasKey(r => new { r.Chain, r.Sequence });
        // The latest record (home of those who check). Times only grow, so it is written at its end.
        builder.HasIndex(r => r.At);
        builder.Property(r => r.Chain).HasMaxLength(AuditRecord.ChainMaxLength);
        builder.Property(r => r.ActorName).HasMaxLength(100);
        builder.Property(r => r.Action).HasMaxLength(100).IsUnicode(false);
        builder.Property(r => r.Reason).HasMaxLength(AuditRecord.ReasonMaxLength);
        builder.Property(r => r.InstanceId).HasMaxLength(40).IsUnicode(false);
        builder.Property(r => r.ActivityId).HasMaxLength(100);
        builder.Property(r => r.DefinitionId).HasMaxLength(100);
        builder.Property(r => r.TraceId).HasMaxLength(40).IsUnicode(false);
        builder.Property(r => r.Hash).HasMaxLength(32);
    }
}

internal sealed class AuditChainConfiguration : IEntityTypeConfiguration<AuditChain>
{
    public void Configure(EntityTypeBuilder<AuditChain> builder)
    {
        builder.ToTable("AuditChains", "audit");
        builder.NotInTrials();
        builder.HasKey(c => c.Chain);
        builder.Property(c => c.Chain).HasMaxLength(AuditRecord.ChainMaxLength);
        builder.Property(c => c.Length).IsConcurrencyToken();
        builder.Property(c => c.Hash).HasMaxLength(32);
    }
}
