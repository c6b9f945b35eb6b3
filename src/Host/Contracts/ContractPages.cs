using AfterSales.Domain.Contracts;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Localization;
using AfterSales.Host.Organisation;
using AfterSales.Host.Shell;
using FluentValidation;
using MediatR;

namespace AfterSales.Host.Contracts;

/// <summary>Contracts: the list, and one with its terms and the equipment of its customer.</summary>
internal static class ContractPages
{
    public static void MapContractPages(this IEndpointRouteBuilder routes)
    {
        var contracts = routes.MapGroup("/contracts").RequireAuthorization();
        contracts.MapGet("/", async (IMediator mediator, CancellationToken cancellationToken) => Pages.Page<ContractsPage>(new { Contracts = await mediator.Send(new ListContracts(), cancellationToken) }));
        contracts.MapGet("/new", (string? q, IMediator mediator, CancellationToken cancellationToken) => FormAsync(null, q, OrganisationForm.Empty, mediator, cancellationToken));
        contracts.MapGet("/{code}", (string code, IMediator mediator, CancellationToken cancellationToken) => FormAsync(code, null, OrganisationForm.Empty, mediator, cancellationToken));
        contracts.MapPost("/", Save);
    }

    private static async Task<IResult> Save(IFormCollection form, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var typed = new OrganisationForm(form, FieldErrors.None, null, StatusCodes.Status200OK);
        Task<IResult> AgainAsync(OrganisationForm again) => FormAsync(again.Revision is null ? null : again["code"], again.Optional("q"), again, mediator, cancellationToken);
        try
        {
            await mediator.Send(
                new SaveContract(
                    typed["code"], typed.Name, Guid.TryParse(typed["customerId"], out var customer) ? customer : Guid.Empty, typed.Optional("projectCode"),
                    typed.Day("warrantyFrom") ?? throw typed.Missing("warrantyFrom"), typed.Day("warrantyUntil") ?? throw typed.Missing("warrantyUntil"), typed.Optional("policyCode"),
                    typed.Optional("calendarCode"), typed.Revision, typed.Optional("reason")),
                cancellationToken);
            Notice.Leave(context, "contract-saved", typed["code"]);
            return TypedResults.LocalRedirect($"/contracts/{Uri.EscapeDataString(typed["code"])}");
        }
        catch (ValidationException refusal)
        {
            return await AgainAsync(typed with { Errors = FieldErrors.From(refusal), Status = StatusCodes.Status400BadRequest });
        }
        catch (RuleViolationException refusal)
        {
            return await AgainAsync(typed with { Problem = ErrorTexts.Of(refusal.Code, refusal.Values), Status = StatusCodes.Status409Conflict });
        }
    }

    private static async Task<IResult> FormAsync(string? code, string? search, OrganisationForm typed, IMediator mediator, CancellationToken cancellationToken)
    {
        var contract = code is null ? null : (await mediator.Send(new ListContracts(), cancellationToken)).FirstOrDefault(c => c.Code == code) ?? throw new NotFoundException(nameof(Contract), code);
        var equipment = contract is null ? [] : await mediator.Send(new ListEquipment(CustomerId: contract.CustomerId, Limit: 200), cancellationToken);
        return Pages.Page<ContractPage>(
            new { Of = contract, Typed = typed, Search = search, Found = await mediator.Send(new LookUpCaller(search), cancellationToken), Equipment = equipment.Where(e => e.ContractCode == contract?.Code).ToArray() },
            typed.Status);
    }
}
