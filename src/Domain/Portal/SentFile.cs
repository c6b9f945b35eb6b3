using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AfterSales.Domain.Actors;
using AfterSales.Domain.Tasks;
using FluentValidation.Results;

namespace AfterSales.Domain.Portal;

/// <summary>A file that a customer sends in.</summary>
public sealed record SentFile(string FileName, [property: JsonIgnore] byte[] Content)
{
    /// <summary>Hexadecimal SHA-256 of the content, which stands for it where requests are compared.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>The name without the folders that some browsers send with it.</summary>
    [JsonIgnore]
    public string Name => Path.GetFileName(FileName.Replace('\\', '/'));

    /// <summary>Why it is not taken, by the rules that staff's own files go by; null when it is.</summary>
    internal (string Code, string Message)? Wrong() => this switch
    {
        { FileName: not { Length: > 0 and <= TaskAttachment.FileNameMaxLength } } => ("file.name", "A file needs a name of at most 200 characters."),
        { Content: not { Length: > 0 } } => ("file.empty", "The file is empty."),
        { Content.Length: > TaskAttachment.MaxSize } => ("file.too-large", "At most 10 MB."),
        _ => FileKinds.Of(FileName, Content) is null ? ("file.unknown-kind", "A file of a known kind whose name says so.") : null,
    };
}

/// <summary>A file that comes with a customer's answer: one of those of an attachment field, or the drawing of a signature.</summary>
/// <param name="Field">The name of the form's field.</param>
public sealed record AnswerFile(string Field, SentFile File);

/// <summary>Puts the files of a customer's answer where its form has a place for them, and makes them files of the task.</summary>
internal sealed class AnswerFiles(AfterSalesDbContext db, CurrentActor current, TimeProvider clock)
{
    /// <summary>Bytes of a drawn signature.</summary>
    public const int MaxDrawing = 200 * 1024;

    private const string Drawing = "image/png";

    /// <summary>Names the files in the answer, each by a new id.</summary>
    public static (IReadOnlyDictionary<Guid, SentFile> Named, IReadOnlyList<ValidationFailure> Failures) Name(
        TaskFormDefinition form, JsonObject answer, IReadOnlyList<AnswerFile> files, DateTimeOffset now)
    {
        var named = new Dictionary<Guid, SentFile>();
        var failures = new List<ValidationFailure>();
        foreach (var (fieldName, file) in files)
        {
            var id = NewId.At(now);
            named.Add(id, file);
            switch (form.Find(fieldName))
            {
                case { Type: FormFieldType.Attachment } field when field.IsAskedOf(customer: true):
                    answer[fieldName] ??= new JsonArray();
                    (answer[fieldName] as JsonArray)?.Add(id.ToString());
                    break;
                case { Type: FormFieldType.Signature } field when field.IsAskedOf(customer: true):
                    answer[fieldName] ??= new JsonObject();
                    if (answer[fieldName] is not JsonObject { } parts || parts["image"] is not null || file.Content.Length > MaxDrawing || FileKinds.Of(file.FileName, file.Content) != Drawing)
                        failures.Add(FormValidation.Failure(fieldName, "form.not-a-signature", field.Label));
                    else
                        parts["image"] = id.ToString();
                    break;
                default:
                    failures.Add(FormValidation.Failure(fieldName, "form.unknown-field", fieldName));
                    break;
            }
        }

        return (named, failures);
    }

    /// <summary>Keeps the files that the completed task names; what was sent for a question that was not asked in the end is not.</summary>
    public void Keep(WorkItem item, TaskFormDefinition form, IReadOnlyDictionary<Guid, SentFile> named)
    {
        var data = JsonNode.Parse(item.Data!)!.AsObject();
        foreach (var id in form.Fields.SelectMany(field => FormReferences.FilesOf(field, data[field.Name])).Where(named.ContainsKey))
        {
            var file = named[id];
            var kept = TaskAttachment.Of(item, file.Name, FileKinds.Of(file.FileName, file.Content)!, file.Content, current.Actor.Name, clock.GetUtcNow(), id);
            db.AddRange(kept, TaskAttachmentContent.Of(kept, file.Content));
        }
    }
}
