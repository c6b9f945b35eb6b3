using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Portal;

/// <summary>How the customer rates the service of a case (SUR-01, SUR-02). Once per case; said again, the later word counts and the record keeps both.</summary>
public sealed class ServiceRating : IAuditedEntity
{
    public const int CommentMaxLength = 1000;
    public const int Lowest = 1, Highest = 5;

    private ServiceRating()
    {
    }

    public CaseNumber CaseNumber { get; private init; }

    /// <summary>1 (very dissatisfied) to 5 (very satisfied).</summary>
    public int Score { get; private set; }

    public string? Comment { get; private set; }

    public DateTimeOffset RatedAt { get; private set; }

    AuditSubject IAuditedEntity.Subject => new(CaseNumber.Value, nameof(ServiceRating), CaseNumber.Value);

    public static ServiceRating Of(CaseNumber number) => new() { CaseNumber = number };

    public void Rate(int score, string? comment, DateTimeOffset now) => (Score, Comment, RatedAt) = (score, comment, now);
}

internal sealed class ServiceRatingConfiguration : IEntityTypeConfiguration<ServiceRating>
{
    public void Configure(EntityTypeBuilder<ServiceRating> builder)
    {
        builder.ToTable("ServiceRatings", "portal");
        builder.HasKey(r => r.CaseNumber);
        builder.Property(r => r.Comment).HasMaxLength(ServiceRating.CommentMaxLength);
        // A quarter's satisfaction is counted by it (ACC-23).
        builder.HasIndex(r => r.RatedAt);
    }
}
