using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Pipeline;

/// <summary>Leaves a table out of the private copies that trials run on: they start with it empty.</summary>
public static class TrialCopies
{
    private const string Annotation = "AfterSales:NotInTrials";

    internal static EntityTypeBuilder<T> NotInTrials<T>(this EntityTypeBuilder<T> builder)
        where T : class => builder.HasAnnotation(Annotation, true);

    public static bool IsNotInTrials(this IReadOnlyEntityType entity) => entity.FindAnnotation(Annotation) is not null;
}
