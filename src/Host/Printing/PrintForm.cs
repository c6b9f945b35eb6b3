using AfterSales.Domain.Cases;

namespace AfterSales.Host.Printing;

/// <summary>A paper of the source documents (FRM-…): what of the case stands at its head, in the paper's order, and who signs it. The fields between come from the form that was filled in.</summary>
/// <param name="Facts">Names of facts of the case, see <see cref="PrintFacts"/>; their labels are <c>field.NAME</c>.</param>
/// <param name="Signatures">Who signs, each by the key of its text.</param>
internal sealed record PrintForm(string Code, string[] Facts, string[] Signatures)
{
    private static readonly string[] Case = ["caseNumber", "registeredAt", "customerUnit", "customerName", "phone", "address", "equipment", "subject"];

    private static readonly PrintForm[] Known =
    [
        new("FRM-01", ["customerUnit", "address", "customerName", "phone", "description", "registeredAt"], ["print.recorder"]),
        new("FRM-02", ["caseNumber", "registeredAt", "channel", "customerUnit", "customerName", "phone", "address", "equipment", "level", "occurredAt", "subject", "description"], ["print.recorder", "print.manager"]),
        new("FRM-03", ["caseNumber", "registeredAt", "customerUnit", "equipment", "level", "occurredAt", "arrivedAt", "resolvedAt", "subject"], ["print.engineer", "print.manager"]),
        new("FRM-08", ["caseNumber", "registeredAt", "channel", "customerUnit", "customerName", "phone", "address", "projectCode", "subject", "description"], ["print.recorder", "print.engineer"]),
        new("FRM-09", Case, ["print.engineer", "print.customer"]),
        new("FRM-10", [.. Case, "level", "occurredAt", "arrivedAt", "resolvedAt"], ["print.recorder"]),
        new("FRM-14", [.. Case, "occurredAt", "arrivedAt", "resolvedAt"], ["print.engineer", "print.customer"]),
        new("FRM-15", ["caseNumber", "registeredAt", "customerUnit", "customerName", "phone", "address", "subject"], ["print.sender", "print.manager"]),
        new("FRM-17", ["sheetNumber", "caseNumber", "issuedAt", "customerUnit", "customerName", "phone", "subject", "description"], ["print.department", "print.manager"]) { IsSheet = true },
        new("FRM-18", ["caseNumber", "registeredAt", "customerUnit", "subject", "description"], ["print.department", "print.manager"]),
        new("FRM-19", ["caseNumber", "registeredAt", "customerUnit", "subject"], ["print.applicant", "print.manager"]),
        new("FRM-20", ["sheetNumber", "caseNumber", "issuedAt", "issue", "customerUnit", "customerName", "phone", "subject", "description"], ["print.department", "print.manager"]) { IsSheet = true, RecordCode = "FRM-17" },
        new("FRM-21", ["caseNumber", "registeredAt", "customerUnit", "customerName", "phone", "address", "equipment", "subject", "description"], ["print.inquirer"]),
        new("FRM-22", ["caseNumber", "registeredAt", "customerUnit", "subject", "description"], ["print.department", "print.customer"]),
        new("FRM-32", ["caseNumber", "registeredAt", "channel", "customerUnit", "customerName", "phone", "equipment", "level", "occurredAt", "description"], ["print.recorder"]),
        new("FRM-38", ["caseNumber", "registeredAt", "customerUnit", "equipment", "level", "subject", "description"], ["print.experts", "print.manager"]),
        new("FRM-39", ["caseNumber", "registeredAt", "channel", "customerUnit", "customerName", "phone", "equipment", "description"], ["print.recorder"]),
    ];

    /// <summary>The record whose fields it carries.</summary>
    public string RecordCode { get; init; } = Code;

    /// <summary>A tracking sheet: each issue is a paper of its own with its own number (ACC-02).</summary>
    public bool IsSheet { get; init; }

    /// <summary>The paper of a code; of a record that is no paper of the documents, a plain one. Upper and lower case are the same.</summary>
    public static PrintForm Of(string code) => Known.FirstOrDefault(form => form.Code.Equals(code, StringComparison.OrdinalIgnoreCase)) ?? new PrintForm(code.ToUpperInvariant(), Case, ["print.signer"]);

    /// <summary>The papers that a case of a kind has from the first moment, from what was registered.</summary>
    public static IReadOnlyList<string> FromTheStart(CaseKind kind) => kind switch
    {
        CaseKind.Complaint => ["FRM-08"],
        CaseKind.Fault => ["FRM-01", "FRM-02"],
        CaseKind.InquiryIssue => ["FRM-21"],
        _ => [],
    };
}
