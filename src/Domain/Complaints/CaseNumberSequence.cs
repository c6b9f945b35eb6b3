using AfterSales.Domain.Cases;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Complaints;

/// <summary>The last case number given in a year. Two registrations at once meet here and one of them runs again, so numbers have no gaps and no doubles.</summary>
internal sealed class CaseNumberSequence
{
    private CaseNumberSequence()
    {
    }

    public int Year { get; private init; }

    public int Last { get; private set; }

    public static async Task<CaseNumber> NextAsync(AfterSalesDbContext db, CaseKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var year = CompanyTime.Local(now).Year;
        var sequence = await db.Set<CaseNumberSequence>().FindAsync([year], cancellationToken);
        if (sequence is null)
            db.Add(sequence = new CaseNumberSequence { Year = year });
        return CaseNumber.Of(kind, year, ++sequence.Last);
    }
}

internal sealed class CaseNumberSequenceConfiguration : IEntityTypeConfiguration<CaseNumberSequence>
{
    public void Configure(EntityTypeBuilder<CaseNumberSequence> builder)
    {
        builder.ToTable("CaseNumberSequences", "cases");
        builder.NotInTrials();
        builder.HasKey(s => s.Year);
        builder.Property(s => s.Year).ValueGeneratedNever();
        builder.Property(s => s.Last).IsConcurrencyToken();
    }
}
