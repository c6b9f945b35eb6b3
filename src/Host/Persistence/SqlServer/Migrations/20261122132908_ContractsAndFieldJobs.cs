using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ContractsAndFieldJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "ContractId",
                schema: "customers",
                table: "Equipment",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "FirstAcceptedOn",
                schema: "customers",
                table: "Equipment",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Model",
                schema: "customers",
                table: "Equipment",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "OfficeUnitId",
                schema: "customers",
                table: "Equipment",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "OpenedOn",
                schema: "customers",
                table: "Equipment",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                schema: "customers",
                table: "Equipment",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Contracts",
                schema: "customers",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    CustomerId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ProjectId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    WarrantyFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    WarrantyUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    PolicyCode = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: true),
                    CalendarCode = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Contracts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Contracts_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalSchema: "customers",
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Contracts_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalSchema: "org",
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FieldJobs",
                schema: "customers",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: true),
                    CustomerId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    EquipmentId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    OfficeUnitId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    DoneOn = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FieldJobs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FieldJobs_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalSchema: "customers",
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_FieldJobs_Equipment_EquipmentId",
                        column: x => x.EquipmentId,
                        principalSchema: "customers",
                        principalTable: "Equipment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_FieldJobs_OrganisationUnits_OfficeUnitId",
                        column: x => x.OfficeUnitId,
                        principalSchema: "org",
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_ContractId",
                schema: "customers",
                table: "Equipment",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_FirstAcceptedOn",
                schema: "customers",
                table: "Equipment",
                column: "FirstAcceptedOn");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_OfficeUnitId",
                schema: "customers",
                table: "Equipment",
                column: "OfficeUnitId");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_OpenedOn",
                schema: "customers",
                table: "Equipment",
                column: "OpenedOn");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_SerialNumber",
                schema: "customers",
                table: "Equipment",
                column: "SerialNumber",
                unique: true,
                filter: "[SerialNumber] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contracts_Code",
                schema: "customers",
                table: "Contracts",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Contracts_CustomerId",
                schema: "customers",
                table: "Contracts",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_Contracts_ProjectId",
                schema: "customers",
                table: "Contracts",
                column: "ProjectId");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_CaseNumber",
                schema: "customers",
                table: "FieldJobs",
                column: "CaseNumber");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_CustomerId",
                schema: "customers",
                table: "FieldJobs",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_DoneOn",
                schema: "customers",
                table: "FieldJobs",
                column: "DoneOn");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_EquipmentId",
                schema: "customers",
                table: "FieldJobs",
                column: "EquipmentId");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_Number",
                schema: "customers",
                table: "FieldJobs",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_OfficeUnitId",
                schema: "customers",
                table: "FieldJobs",
                column: "OfficeUnitId");

            migrationBuilder.AddForeignKey(
                name: "FK_Equipment_Contracts_ContractId",
                schema: "customers",
                table: "Equipment",
                column: "ContractId",
                principalSchema: "customers",
                principalTable: "Contracts",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_Equipment_OrganisationUnits_OfficeUnitId",
                schema: "customers",
                table: "Equipment",
                column: "OfficeUnitId",
                principalSchema: "org",
                principalTable: "OrganisationUnits",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Equipment_Contracts_ContractId",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropForeignKey(
                name: "FK_Equipment_OrganisationUnits_OfficeUnitId",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropTable(
                name: "Contracts",
                schema: "customers");

            migrationBuilder.DropTable(
                name: "FieldJobs",
                schema: "customers");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_ContractId",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_FirstAcceptedOn",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_OfficeUnitId",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_OpenedOn",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_SerialNumber",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "ContractId",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "FirstAcceptedOn",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "Model",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "OfficeUnitId",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "OpenedOn",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "Revision",
                schema: "customers",
                table: "Equipment");
        }
    }
}
