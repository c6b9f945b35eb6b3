using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AfterSales.Domain.Tasks;

/// <summary>A task's form: the same rules draw it and check what comes back.</summary>
public sealed record TaskFormDefinition
{
    public const int DefaultMaxLength = 2000;
    public const int DefaultMaxRows = 100;

    /// <summary>Characters of a name that is typed in place of a signature.</summary>
    public const int SignatureMaxLength = 100;

    public IReadOnlyList<FormField> Fields { get; init; } = [];

    public FormField? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>Reads a form from a definition.</summary>
    /// <exception cref="JsonException">It is no form: malformed, an unknown property, or a field type that does not exist.</exception>
    public static TaskFormDefinition Parse(string json) => JsonSerializer.Deserialize<TaskFormDefinition>(json, StrictOptions) ?? new TaskFormDefinition();

    /// <summary>The form as it stands in a definition that is still being written.</summary>
    /// <returns>Null, and the place, when it cannot be read.</returns>
    public static (TaskFormDefinition? Form, string? Place) TryParse(string json)
    {
        try
        {
            return (Parse(json), null);
        }
        catch (JsonException unreadable)
        {
            return (null, unreadable.Path is { Length: > 0 } path ? path : $"{unreadable.LineNumber + 1}:{unreadable.BytePositionInLine + 1}");
        }
    }

    private static JsonSerializerOptions StrictOptions { get; } =
        new(JsonText.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
}

/// <summary>A form as stored: once per content, however many tasks use it. Work items point to it by hash, so an old task keeps its own form.</summary>
public sealed class TaskForm
{
    public const int HashLength = 64;

    private TaskForm()
    {
    }

    /// <summary>Hexadecimal SHA-256 of the content.</summary>
    public string Hash { get; private init; } = "";

    public string Content { get; private init; } = "";

    public static TaskForm Of(string content) => new() { Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))), Content = content };
}

/// <summary>The forms that are known to be in this installation's database. Forms are never deleted, so what was seen there once is there.</summary>
internal sealed class StoredForms
{
    private static readonly CompiledQuery<Func<AfterSalesDbContext, string, CancellationToken, Task<bool>>> IsStored =
        new(() => EF.CompileAsyncQuery((AfterSalesDbContext db, string hash, CancellationToken cancellationToken) => db.Set<TaskForm>().Any(f => f.Hash == hash)));

    private readonly ConcurrentDictionary<string, bool> _seen = [];

    public async Task<bool> HasAsync(AfterSalesDbContext db, string hash, CancellationToken cancellationToken)
    {
        if (_seen.ContainsKey(hash))
            return true;
        var isStored = await IsStored.On(db)(db, hash, cancellationToken);
        // Within a transaction it may be one that is about to be rolled back.
        if (isStored && db.Database.CurrentTransaction is null)
            _seen[hash] = true;
        return isStored;
    }
}

internal static class KeptForms
{
    /// <summary>Keeps a form under its hash, unless it is there already, and returns the hash.</summary>
    /// <exception cref="JsonException">It is no form.</exception>
    public static async Task<string> KeepFormAsync(this AfterSalesDbContext db, StoredForms forms, string content, CancellationToken cancellationToken)
    {
        var form = TaskForm.Of(content);
        if (!await forms.HasAsync(db, form.Hash, cancellationToken) && await db.Set<TaskForm>().FindAsync([form.Hash], cancellationToken) is null)
        {
            TaskFormDefinition.Parse(content);
            db.Add(form);
        }

        return form.Hash;
    }
}

internal sealed class TaskFormConfiguration : IEntityTypeConfiguration<TaskForm>
{
    public void Configure(EntityTypeBuilder<TaskForm> builder)
    {
        builder.ToTable("TaskForms", "tasks");
        builder.HasKey(f => f.Hash);
        builder.Property(f => f.Hash).HasMaxLength(TaskForm.HashLength).IsUnicode(false);
    }
}
