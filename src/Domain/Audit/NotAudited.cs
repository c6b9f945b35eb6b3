using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Audit;

/// <summary>Leaves a property out of the audit record because the record already says where it came from, such as what the process version prescribes.</summary>
public static class NotAuditedProperties
{
    private const string Annotation = "AfterSales:NotAudited";

    public static PropertyBuilder<T> NotAudited<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Annotation, true);

    internal static bool IsNotAudited(this IReadOnlyProperty property) => property.FindAnnotation(Annotation) is not null;
}
