using AfterSales.Domain;
using AfterSales.Domain.Organisation;
using AfterSales.Domain.Pipeline;
using CsvHelper;
using FluentValidation;
using FluentValidation.Results;

namespace AfterSales.Host.Organisation;

/// <summary>What a file is about.</summary>
public enum OrganisationFileKind
{
    /// <summary><c>code,name,name in English,unit above,kind,region,calendar</c>; without the last column calendars stay as they are.</summary>
    Units,

    /// <summary><c>user name,name,name in English,posts</c>; posts as <see cref="PostText"/> has them, with semicolons between.</summary>
    People,

    /// <summary><c>code,name,name in English,project manager,department director,certificate demanded</c></summary>
    Projects,

    /// <summary><c>user name,certificate,project,valid until</c></summary>
    Certificates,
}

/// <summary>Reads organisation data from CSV. A first line that names the columns is skipped. Every line that cannot be read is refused with its number and field.</summary>
internal static class OrganisationFiles
{
    private const int MaxLines = 5000;

    /// <exception cref="ValidationException">Lines are not as they should be.</exception>
    public static IReadOnlyList<OrganisationImport> Read(OrganisationFileKind kind, string text)
    {
        var (lines, failures) = (new List<OrganisationImport>(), new List<ValidationFailure>());
        using var csv = CsvReader.FromText(
            text.TrimStart('\uFEFF'), CsvReaderOptions.Default with { HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = true, AllowLineBreaksInQuotes = false });
        try
        {
            while (csv.Read())
            {
                var line = new Line(csv, failures);
                if (line.Number is 1 && line[0].ToLowerInvariant() is "code" or "username" or "代码" or "用户名")
                    continue;
                lines.Add(new OrganisationImport(line.Number, Command(kind, line)));
                if (lines.Count > MaxLines)
                    throw InvalidFields.Refuse(line.Failure("", "organisation.too-many-lines", MaxLines));
            }
        }
        catch (CsvFormatException broken)
        {
            failures.Add(InvalidFields.Failure($"lines[{broken.LineNumber}]", "organisation.line-broken", broken.Message));
        }

        if (lines.Count is 0 && failures.Count is 0)
            throw InvalidFields.Refuse(InvalidFields.Failure("text", "field.required", "The file holds no lines."));
        return failures.Count is 0 ? lines : throw InvalidFields.Refuse([.. failures]);
    }

    private static ICommand Command(OrganisationFileKind kind, Line line) => kind switch
    {
        OrganisationFileKind.Units => new SaveUnit(line[0], line.Name(1), line.Optional(3), line.Kind(4), line.Optional(5), OrganisationImport.AnyRevision, CalendarCode: line.Given(6)),
        OrganisationFileKind.People => new SavePerson(line[0], line.Name(1), line.Posts(3), OrganisationImport.AnyRevision),
        OrganisationFileKind.Projects => new SaveProject(line[0], line.Name(1), line.Optional(3), line.Optional(4), line.Optional(5), OrganisationImport.AnyRevision),
        _ => new SaveCertificate(line[0], line[1], line.Optional(2), line.Day(3)),
    };

    /// <summary>The cells of a line, trimmed; what is wrong with them is collected.</summary>
    private sealed class Line(CsvReader csv, List<ValidationFailure> failures)
    {
        public int Number { get; } = (int)csv.LineNumber;

        public string this[int index] => index < csv.FieldCount ? csv.GetString(index).Trim() : "";

        public string? Optional(int index) => this[index] is { Length: > 0 } text ? text : null;

        /// <summary>The cell, maybe empty; null where the line has no such column.</summary>
        public string? Given(int index) => index < csv.FieldCount ? this[index] : null;

        public LocalizedText Name(int index) => new(this[index], Optional(index + 1));

        public UnitKind Kind(int index)
        {
            if (Enum.TryParse<UnitKind>(this[index].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind))
                return kind;
            if (this[index].Length > 0)
                failures.Add(Failure("kind", "organisation.line-kind", this[index], string.Join(", ", Enum.GetNames<UnitKind>())));
            return UnitKind.Department;
        }

        public DateOnly Day(int index)
        {
            if (PostText.TryDay(this[index], out var day) && day is { } read)
                return read;
            failures.Add(Failure("validUntil", "organisation.line-day", this[index]));
            return default;
        }

        public List<PostLine> Posts(int index)
        {
            var posts = new List<PostLine>();
            foreach (var text in this[index].Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (PostText.TryRead(text, out var post))
                    posts.Add(post);
                else
                    failures.Add(Failure("posts", "organisation.line-post", text));
            }

            return posts;
        }

        public ValidationFailure Failure(string field, string code, params object[] values) =>
            InvalidFields.Failure($"lines[{Number}].{field}".TrimEnd('.'), code, $"Line {Number}: {field} {code} {string.Join(", ", values)}", values);
    }
}
