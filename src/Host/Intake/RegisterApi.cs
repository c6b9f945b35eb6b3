using System.ComponentModel.DataAnnotations;
using AfterSales.Domain;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Contracts;
using AfterSales.Domain.EquipmentRegister;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Pipeline;
using AfterSales.Host.Api;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AfterSales.Host.Intake;

/// <summary>For integrations: equipment, contracts, and what is said about cases.</summary>
internal static class RegisterApi
{
    private const int PageSize = 50;

    public static void MapRegister(this IEndpointRouteBuilder routes)
    {
        var equipment = routes.MapGroup("/equipment").WithTags("Equipment");
        equipment.MapGet("/", ListEquipment).WithSummary("Devices in the order they were entered.").Refuses(400, 401);
        equipment.MapGet("/{id:guid}", GetEquipment).WithSummary("A device with its cases.").Refuses(401, 404);
        equipment.MapPost("/", SaveEquipment).WithSummary("Enter a device, or change one by naming the revision that was read.").Refuses(400, 401, 403, 409);

        var contracts = routes.MapGroup("/contracts").WithTags("Contracts");
        contracts.MapGet("/", ListContracts).WithSummary("Contracts by code.").Refuses(400, 401);
        contracts.MapPost("/", SaveContract).WithSummary("Add a contract, or change the terms of one by naming the revision that was read.").Refuses(400, 401, 403, 409);

        var cases = routes.MapGroup("/cases/{number}").WithTags("Cases");
        cases.MapPost("/notes", AddNote).WithSummary("Add what somebody said to an open case.").Refuses(400, 401, 403, 404, 409);
        cases.MapPost("/merge", Merge).WithSummary("Merge an open case into another of the same customer and kind.").Refuses(400, 401, 403, 404, 409);
    }

    private static async Task<Ok<EquipmentPageAnswer>> ListEquipment(string? search, string? office, string? after, string? limit, IMediator mediator, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(ApiRequests.Number(limit, "limit", PageSize), 1, 200);
        var items = await mediator.Send(new ListEquipment(search, OfficeCode: office, After: ApiRequests.Id(after, "after"), Limit: size), cancellationToken);
        return TypedResults.Ok(new EquipmentPageAnswer(items, items.Count == size ? items[^1].Id : null));
    }

    private static async Task<Ok<EquipmentDetails>> GetEquipment(Guid id, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(new GetEquipment(id), cancellationToken) ?? throw new NotFoundException(nameof(Equipment), id));

    private static async Task<Ok<SavedAnswer>> SaveEquipment(EquipmentRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("serialNumber", body.SerialNumber), ("name", body.Name), ("customerId", body.CustomerId), ("officeCode", body.OfficeCode));
        return TypedResults.Ok(new SavedAnswer(await mediator.Send(
            new SaveEquipment(
                body.SerialNumber!, body.Name!, body.Model, body.CustomerId!.Value, body.ContractCode, body.ProjectCode, body.OfficeCode!, body.FirstAcceptedOn, body.OpenedOn, body.Revision, body.Reason),
            cancellationToken)));
    }

    private static async Task<Ok<ContractsAnswer>> ListContracts(string? customerId, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ContractsAnswer(await mediator.Send(new ListContracts(ApiRequests.Id(customerId, "customerId")), cancellationToken)));

    private static async Task<Ok<SavedAnswer>> SaveContract(ContractRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("code", body.Code), ("name", body.Name), ("customerId", body.CustomerId), ("warrantyFrom", body.WarrantyFrom), ("warrantyUntil", body.WarrantyUntil));
        return TypedResults.Ok(new SavedAnswer(await mediator.Send(
            new SaveContract(
                body.Code!, body.Name!, body.CustomerId!.Value, body.ProjectCode, body.WarrantyFrom!.Value, body.WarrantyUntil!.Value, body.PolicyCode, body.CalendarCode, body.Revision, body.Reason),
            cancellationToken)));
    }

    private static async Task<Ok<SavedAnswer>> AddNote(
        string number, NoteRequest body, [FromHeader(Name = ApiRequests.IdempotencyHeader)] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("channel", body.Channel), ("text", body.Text));
        return TypedResults.Ok(new SavedAnswer(await mediator.Send(new AddCaseNote(new CaseNumber(number), body.Channel!.Value, body.Text!, idempotencyKey), cancellationToken)));
    }

    private static async Task<NoContent> Merge(string number, MergeRequest body, IMediator mediator, CancellationToken cancellationToken)
    {
        ApiRequests.Require(("into", body.Into), ("reason", body.Reason));
        await mediator.Send(new MergeCase(new CaseNumber(number), new CaseNumber(body.Into!), body.Reason!), cancellationToken);
        return TypedResults.NoContent();
    }
}

internal sealed record EquipmentPageAnswer(IReadOnlyList<EquipmentSummary> Items, Guid? Next);

internal sealed record ContractsAnswer(IReadOnlyList<ContractSummary> Items);

internal sealed record SavedAnswer(Guid Id);

/// <param name="Revision">The one that was read; absent for a new device.</param>
internal sealed record EquipmentRequest(
    [property: Required] string? SerialNumber = null, [property: Required] string? Name = null, string? Model = null, [property: Required] Guid? CustomerId = null, string? ContractCode = null,
    string? ProjectCode = null, [property: Required] string? OfficeCode = null, DateOnly? FirstAcceptedOn = null, DateOnly? OpenedOn = null, int? Revision = null, string? Reason = null);

/// <param name="Revision">The one that was read; absent for a new contract.</param>
internal sealed record ContractRequest(
    [property: Required] string? Code = null, [property: Required] LocalizedText? Name = null, [property: Required] Guid? CustomerId = null, string? ProjectCode = null,
    [property: Required] DateOnly? WarrantyFrom = null, [property: Required] DateOnly? WarrantyUntil = null, string? PolicyCode = null, string? CalendarCode = null, int? Revision = null,
    string? Reason = null);

internal sealed record NoteRequest([property: Required] Channel? Channel = null, [property: Required, MaxLength(CaseNote.TextMaxLength)] string? Text = null);

/// <param name="Into">The number of the case that goes on.</param>
internal sealed record MergeRequest([property: Required] string? Into = null, [property: Required] string? Reason = null);
