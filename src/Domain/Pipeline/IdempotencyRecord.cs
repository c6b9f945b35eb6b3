using System.Security.Cryptography;
using System.Text.Json;
using AfterSales.Domain.Actors;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Pipeline;

/// <summary>The first answer to a command that was sent with a key, kept in the same commit as what the command did.</summary>
public sealed class IdempotencyRecord
{
    public const int KeyMaxLength = 200;

    private IdempotencyRecord()
    {
    }

    /// <summary>The actor and the caller's key; one person's key never meets another's.</summary>
    public string Key { get; private init; } = "";

    /// <summary>SHA-256 of the request, to tell a repetition from another request under the same key.</summary>
    public byte[] RequestHash { get; private init; } = [];

    public string Response { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    internal static IdempotencyRecord Of(string key, byte[] requestHash, string response, DateTimeOffset now) =>
        new() { Key = key, RequestHash = requestHash, Response = response, At = now };
}

internal sealed class IdempotencyRecordConfiguration : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("IdempotencyRecords", "app");
        builder.NotInTrials();
        builder.HasKey(r => r.Key);
        builder.Property(r => r.Key).HasMaxLength(IdempotencyRecord.KeyMaxLength + 60);
        builder.Property(r => r.RequestHash).HasMaxLength(32);
        // Serves the clean-up of old keys.
        builder.HasIndex(r => r.At);
    }
}

/// <summary>Gives a repeated command its first answer. The same key with another content is refused (409).</summary>
internal sealed class IdempotencyBehavior<TRequest, TResponse>(AfterSalesDbContext db, CurrentActor current, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not IIdempotentCommand { IdempotencyKey: { } givenKey })
            return await next();
        if (givenKey.Length is 0 or > IdempotencyRecord.KeyMaxLength)
            throw InvalidFields.Refuse(InvalidFields.Failure("Idempotency-Key", "idempotency.key-length", $"1 to {IdempotencyRecord.KeyMaxLength} characters.", IdempotencyRecord.KeyMaxLength));

        var key = $"{current.Actor.PersonId?.ToString("N") ?? current.Actor.Name}:{givenKey}";
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<object>(new { Request = typeof(TRequest).Name, Content = (object)request }, JsonText.Options));
        if (await FindAsync(key, cancellationToken) is { } first)
        {
            return first.RequestHash.AsSpan().SequenceEqual(hash)
                ? JsonSerializer.Deserialize<TResponse>(first.Response, JsonText.Options)!
                : throw new RuleViolationException("idempotency.key-reused", $"The key {givenKey} was used for another request; choose a new one.", givenKey);
        }

        var response = await FirstTimeAsync(key, next, cancellationToken);
        db.Add(IdempotencyRecord.Of(key, hash, JsonSerializer.Serialize(response, JsonText.Options), clock.GetUtcNow()));
        return response;
    }

    // Between the look at the key and the handler's reads the same command may have been done by another call, and the handler refuses what it finds done already.
    // Run again, it gets that call's answer.
    private async Task<TResponse> FirstTimeAsync(string key, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        try
        {
            return await next();
        }
        catch (Exception refusal) when (refusal is RuleViolationException or ForbiddenException or FluentValidation.ValidationException)
        {
            if (await FindAsync(key, cancellationToken) is null)
                throw;
            throw new DbUpdateConcurrencyException("The same command was done by another call.", refusal);
        }
    }

    private Task<IdempotencyRecord?> FindAsync(string key, CancellationToken cancellationToken) =>
        db.Set<IdempotencyRecord>().AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancellationToken);
}
