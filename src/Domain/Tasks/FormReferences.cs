using System.Text.Json.Nodes;
using FluentValidation.Results;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tasks;

/// <summary>Makes sure that what a form points to is there: people, units, customers and devices of the registers, and files of the task itself.</summary>
internal sealed class FormReferences(AfterSalesDbContext db, Register register)
{
    /// <summary>Every reference that leads nowhere. A name that somebody typed in place of choosing becomes what it names, where it names one alone.</summary>
    /// <param name="sent">The only files that the form may name, where they come with it; null: those of the task.</param>
    public async Task<IReadOnlyList<ValidationFailure>> CheckAsync(TaskFormDefinition form, WorkItem item, JsonObject data, IReadOnlyCollection<Guid>? sent, CancellationToken cancellationToken)
    {
        var failures = new List<ValidationFailure>();
        foreach (var field in form.Fields.Where(f => f.IsPick && data[f.Name] is JsonValue))
        {
            var found = await register.FindAsync(field.Type, data[field.Name]!.GetValue<string>().Trim(), cancellationToken);
            if (found is [var only])
                data[field.Name] = only.Key;
            else
                failures.Add(FormValidation.Failure(field.Name, found.Count == 0 ? "form.not-found" : "form.ambiguous", field.Label, data[field.Name]!.GetValue<string>()));
        }

        await CheckFilesAsync(form, item, data, sent, failures, cancellationToken);
        return failures;
    }

    private async Task CheckFilesAsync(
        TaskFormDefinition form, WorkItem item, JsonObject data, IReadOnlyCollection<Guid>? sent, List<ValidationFailure> failures, CancellationToken cancellationToken)
    {
        var named = form.Fields.SelectMany(field => FilesOf(field, data[field.Name]).Select(id => (Field: field, Id: id))).ToArray();
        if (named.Length == 0)
            return;
        var own = sent ?? await db.Set<TaskAttachment>().Where(a => a.WorkItemId == item.Id).Select(a => a.Id).ToListAsync(cancellationToken);
        foreach (var field in named.Where(n => !own.Contains(n.Id)).Select(n => n.Field).Distinct())
            failures.Add(FormValidation.Failure(field.Name, "form.no-such-file", field.Label));
    }

    /// <summary>The files that a field of a checked form names.</summary>
    internal static IEnumerable<Guid> FilesOf(FormField field, JsonNode? value) => field.Type switch
    {
        FormFieldType.Attachment when value is JsonArray list => list.Select(id => Guid.Parse(id!.GetValue<string>())),
        FormFieldType.Signature when value?["image"]?.GetValue<string>() is { Length: > 0 } image => [Guid.Parse(image)],
        _ => [],
    };
}
