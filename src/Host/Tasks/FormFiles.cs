using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Tasks;

/// <summary>A file or a drawn signature that comes with a form.</summary>
internal sealed record PostedFile(FormField Field, string FileName, byte[] Content);

/// <summary>The files and drawings that come with a form.</summary>
internal static class FormFiles
{
    /// <summary>What a drawing begins with, as a page sends it.</summary>
    public const string Drawing = "data:image/png;base64,";

    /// <summary>Bytes that the files of one form have together, at most. The rest of the request is left to the other fields.</summary>
    public const long MostTogether = UploadedFile.RequestLimit - 1024 * 1024;

    /// <summary>Bytes of a drawn signature.</summary>
    private const int MaxDrawing = 200 * 1024;

    /// <summary>What the form's fields take of what was sent.</summary>
    /// <exception cref="ValidationException">A file is too large; named by its field.</exception>
    public static async Task<IReadOnlyList<PostedFile>> ReadAsync(TaskFormDefinition form, TaskFormValues values, IFormCollection posted, CancellationToken cancellationToken)
    {
        var found = new List<PostedFile>();
        foreach (var field in form.Fields.Where(f => f is { Type: FormFieldType.Attachment, IsTyped: true }))
        {
            foreach (var file in posted.Files.GetFiles(TaskFormValues.Prefix + field.Name).Where(file => file.Length > 0 || file.FileName.Length > 0))
                found.Add(new PostedFile(field, file.FileName, await NamingAsync(field, () => UploadedFile.ReadAsync(file, cancellationToken))));
        }

        foreach (var field in form.Fields.Where(f => f is { Type: FormFieldType.Signature, IsTyped: true }))
        {
            if (Drawn(values[$"{field.Name}.image"]) is { } image)
                found.Add(new PostedFile(field, $"{field.Label.Zh}.png", image));
        }

        return found;
    }

    /// <summary>
    /// Makes them files of the task before it is completed: when the form is refused they are there already, and nobody has to choose them again.
    /// </summary>
    /// <exception cref="ValidationException">A file is too large or of no known kind; named by its field.</exception>
    public static async Task KeepAsync(Guid taskId, TaskFormDefinition form, TaskFormValues values, IFormCollection posted, IMediator mediator, CancellationToken cancellationToken)
    {
        foreach (var (field, fileName, content) in await ReadAsync(form, values, posted, cancellationToken))
        {
            var id = await NamingAsync(field, () => mediator.Send(new AttachToWorkItem(taskId, fileName, content), cancellationToken));
            if (field.Type is FormFieldType.Signature)
                values.Replace($"{field.Name}.image", id.ToString());
            else
                values.Replace(field.Name, string.Join(',', values.FilesOf(field).Append(id)));
        }
    }

    private static async Task<T> NamingAsync<T>(FormField field, Func<Task<T>> take)
    {
        try
        {
            return await take();
        }
        catch (ValidationException refusal)
        {
            throw InvalidFields.Refuse([.. refusal.Errors.Select(error => InvalidFields.Failure(TaskFormValues.Prefix + field.Name, error.ErrorCode, error.ErrorMessage))]);
        }
    }

    // What is no drawing stays as it is, and validation refuses it.
    private static byte[]? Drawn(string? text)
    {
        if (text is null || !text.StartsWith(Drawing, StringComparison.Ordinal) || text.Length > Drawing.Length + MaxDrawing * 4 / 3)
            return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text[Drawing.Length..], bytes, out var length) ? bytes[..length] : null;
    }
}
