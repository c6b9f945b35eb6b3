using AfterSales.Domain.Audit;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Intake;

/// <summary>A file whose lines became cases; the same file is not taken twice.</summary>
public sealed class CaseImport : IAuditedEntity
{
    public const int FileNameMaxLength = 200;

    private CaseImport()
    {
    }

    public Guid Id { get; private init; }

    public string FileName { get; private init; } = "";

    /// <summary>Hexadecimal SHA-256; unique.</summary>
    public string FileHash { get; private init; } = "";

    public int Lines { get; private init; }

    public string ImportedBy { get; private init; } = "";

    public DateTimeOffset ImportedAt { get; private init; }

    AuditSubject IAuditedEntity.Subject => new("intake", nameof(CaseImport), Id.ToString("N"));

    internal static CaseImport Of(string fileName, string fileHash, int lines, string by, DateTimeOffset now) =>
        new() { Id = NewId.At(now), FileName = fileName, FileHash = fileHash, Lines = lines, ImportedBy = by, ImportedAt = now };
}

/// <summary>What an imported case is called where it came from.</summary>
public sealed class ImportedCase
{
    public const int ExternalNumberMaxLength = 60;

    private ImportedCase()
    {
    }

    public string ExternalNumber { get; private init; } = "";

    public CaseNumber CaseNumber { get; private init; }

    public Guid ImportId { get; private init; }

    internal static ImportedCase Of(string externalNumber, CaseNumber number, Guid importId) => new() { ExternalNumber = externalNumber, CaseNumber = number, ImportId = importId };
}

internal sealed class CaseImportConfiguration : IEntityTypeConfiguration<CaseImport>
{
    public void Configure(EntityTypeBuilder<CaseImport> builder)
    {
        builder.ToTable("CaseImports", "intake");
        builder.NotInTrials();
        builder.Property(i => i.FileName).HasMaxLength(CaseImport.FileNameMaxLength);
        builder.Property(i => i.FileHash).HasMaxLength(64).IsUnicode(false);
        builder.Property(i => i.ImportedBy).HasMaxLength(Person.NameMaxLength);
        builder.HasIndex(i => i.FileHash).IsUnique();
    }
}

internal sealed class ImportedCaseConfiguration : IEntityTypeConfiguration<ImportedCase>
{
    public void Configure(EntityTypeBuilder<ImportedCase> builder)
    {
        builder.ToTable("ImportedCases", "intake");
        builder.NotInTrials();
        builder.HasKey(i => i.ExternalNumber);
        builder.Property(i => i.ExternalNumber).HasMaxLength(ImportedCase.ExternalNumberMaxLength);
    }
}
