using System.Globalization;
using System.Text;
using AfterSales.Domain.Pipeline;
using AfterSales.Engine.Definitions;
using AfterSales.Workflows.Definitions;
using MediatR;

namespace AfterSales.Host.Elsa.Descriptors;

/// <summary>What the script editor knows: the functions beside JavaScript's own, and the definition's variables and inputs with their types.</summary>
internal static class ScriptingApi
{
    private const string Functions = """
        declare function getVariable(name: string): any;
        declare function getInput(name: string): any;
        declare function getOutputFrom(activityIdOrName: string, outputName?: string): any;
        declare function getLastResult(): any;
        declare function getCorrelationId(): string;
        declare function getWorkflowInstanceId(): string;
        declare function getWorkflowDefinitionId(): string;
        declare function getWorkflowDefinitionVersionId(): string;
        declare function getWorkflowDefinitionVersion(): number;
        declare function isNullOrWhiteSpace(text: string): boolean;
        declare function isNullOrEmpty(text: string): boolean;
        declare function toJson(value: any): string;

        """;

    public static void MapScripting(this IEndpointRouteBuilder group) => group.MapPost("/scripting/javascript/type-definitions/{definitionId}", TypeDefinitions);

    private static async Task<IResult> TypeDefinitions(string definitionId, IMediator mediator, DefinitionParser parser, CancellationToken cancellationToken)
    {
        var definition = await FindAsync(definitionId, mediator, parser, cancellationToken);
        var text = new StringBuilder(Functions);
        Declare(text, "variables", [.. definition?.Variables.Select(variable => (variable.Name, variable.TypeName)) ?? []]);
        Declare(text, "input", [.. definition?.Inputs.Select(input => (input.Name, input.TypeName)) ?? []]);
        return TypedResults.Text(text.ToString(), "application/x-typescript; charset=utf-8");
    }

    // A definition that was just created, or deleted beside the open editor, has nothing to declare.
    private static async Task<WorkflowDefinition?> FindAsync(string definitionId, IMediator mediator, DefinitionParser parser, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await mediator.Send(new GetStoredDefinition { DefinitionId = definitionId, Versions = VersionFilter.Latest }, cancellationToken);
            return parser.Parse(stored.Json).Definition;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private static void Declare(StringBuilder text, string name, IReadOnlyList<(string Name, string TypeName)> members)
    {
        var known = members.Where(member => IsIdentifier(member.Name)).ToArray();
        text.Append(CultureInfo.InvariantCulture, $"declare const {name}: {{ {string.Join(' ', known.Select(member => $"{member.Name}: {TypeOf(member.TypeName)};"))} [name: string]: any }};\n");
        foreach (var member in known)
            text.Append(CultureInfo.InvariantCulture, $"declare function get{char.ToUpperInvariant(member.Name[0])}{member.Name[1..]}(): {TypeOf(member.TypeName)};\n");
    }

    private static bool IsIdentifier(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] is '_' or '$') && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');

    private static string TypeOf(string typeName) =>
        LiteralConverter.IsList(typeName) ? "any[]" : typeName switch
        {
            "String" or "DateTimeOffset" or "DateTime" or "TimeSpan" or "Uri" => "string",
            "Boolean" => "boolean",
            "Byte" or "Int16" or "Int32" or "Int64" or "Single" or "Double" or "Decimal" => "number",
            _ => "any",
        };
}
