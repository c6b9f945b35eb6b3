using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class CaseFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CaseFiles",
                schema: "cases",
                columns: table => new
                {
                    Number = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Kind = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    CustomerId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ProjectId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ContractId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    EquipmentId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ParentCase = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: true),
                    IsSerious = table.Column<bool>(type: "bit", nullable: false),
                    IsConfidential = table.Column<bool>(type: "bit", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    OpenedBy = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    Status = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Issue = table.Column<int>(type: "int", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    ConfirmedVia = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    IsForced = table.Column<bool>(type: "bit", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseFiles", x => x.Number);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Contracts_ContractId",
                        column: x => x.ContractId,
                        principalSchema: "customers",
                        principalTable: "Contracts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalSchema: "customers",
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Equipment_EquipmentId",
                        column: x => x.EquipmentId,
                        principalSchema: "customers",
                        principalTable: "Equipment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalSchema: "org",
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_ContractId",
                schema: "cases",
                table: "CaseFiles",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_CustomerId",
                schema: "cases",
                table: "CaseFiles",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_EquipmentId",
                schema: "cases",
                table: "CaseFiles",
                column: "EquipmentId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_OpenedAt_Number",
                schema: "cases",
                table: "CaseFiles",
                columns: new[] { "OpenedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_ParentCase",
                schema: "cases",
                table: "CaseFiles",
                column: "ParentCase",
                filter: "[ParentCase] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_ProjectId",
                schema: "cases",
                table: "CaseFiles",
                column: "ProjectId");

            // The complaints there are get their case files before what these hold now leaves the table of complaints.
            migrationBuilder.Sql("""
                INSERT INTO [cases].[CaseFiles] ([Number], [Kind], [Subject], [CustomerId], [ProjectId], [IsSerious], [IsConfidential], [OpenedAt], [OpenedBy], [Status], [Issue], [ConfirmedAt], [ConfirmedVia], [ClosedAt], [IsForced], [Revision])
                SELECT [Number], 'Complaint', [Subject], [CustomerId], [ProjectId], CASE [Severity] WHEN 'Serious' THEN 1 ELSE 0 END, 0, [RegisteredAt], [RegisteredBy], CASE WHEN [Status] IN ('AwaitingVerification', 'Closed') THEN [Status] ELSE 'Open' END, [Issue], [ConfirmedAt], [ConfirmedVia], [ClosedAt], 0, [Revision]
                FROM [cases].[Complaints]
                """);

            migrationBuilder.DropColumn(
                name: "ClosedAt",
                schema: "cases",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "ConfirmedAt",
                schema: "cases",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "ConfirmedVia",
                schema: "cases",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "Issue",
                schema: "cases",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "Revision",
                schema: "cases",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "Status",
                schema: "cases",
                table: "Complaints");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CaseFiles",
                schema: "cases");

            migrationBuilder.AddColumn<DateTime>(
                name: "ClosedAt",
                schema: "cases",
                table: "Complaints",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ConfirmedAt",
                schema: "cases",
                table: "Complaints",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ConfirmedVia",
                schema: "cases",
                table: "Complaints",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Issue",
                schema: "cases",
                table: "Complaints",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                schema: "cases",
                table: "Complaints",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Status",
                schema: "cases",
                table: "Complaints",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: false,
                defaultValue: "");
        }
    }
}
