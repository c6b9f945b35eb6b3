using AfterSales.Domain.Pipeline;
using AfterSales.Domain.Tasks;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Tasks;

/// <summary>Keeps the files and drawings that come with a form as files of the task, before it is completed: when the form is refused they are there already, and nobody has to choose them again.</summary>
internal static class FormFiles
{
    private const string Drawing = "data:image/png;base64,";

    /// <summary>Bytes of a drawn signature.</summary>
    private const int MaxDrawing = 200 * 1024;

    /// <exception cref="ValidationException">A file is too large or of no known kind; named by its field.</exception>
    public static async Task KeepAsync(Guid taskId, TaskFormDefinition form, TaskFormValues values, IFormCollection posted, IMediator mediator, CancellationToken cancellationToken)
    {
        foreach (var field in form.Fields.Where(f => f is { Type: FormFieldType.Attachment, IsTyped: true }))
        {
            foreach (var file in posted.Files.GetFiles(TaskFormValues.Prefix + field.Name).Where(file => file.Length > 0 || file.FileName.Length > 0))
            {
                var id = await KeepAsync(field, new AttachToWorkItem(taskId, file.FileName, await UploadedFile.ReadAsync(file, cancellationToken)), mediator, cancellationToken);
                values.Replace(field.Name, string.Join(',', values.FilesOf(field).Append(id)));
            }
        }

        foreach (var field in form.Fields.Where(f => f is { Type: FormFieldType.Signature, IsTyped: true }))
        {
            if (Drawn(values[$"{field.Name}.image"]) is { } image)
                values.Replace($"{field.Name}.image", (await KeepAsync(field, new AttachToWorkItem(taskId, $"{field.Label.Zh}.png", image), mediator, cancellationToken)).ToString());
        }
    }

    private static async Task<Guid> KeepAsync(FormField field, AttachToWorkItem command, IMediator mediator, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(command, cancellationToken);
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
