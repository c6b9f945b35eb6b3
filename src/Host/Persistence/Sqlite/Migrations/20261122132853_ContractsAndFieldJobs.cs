using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ContractsAndFieldJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "ContractId",
                table: "Equipment",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "FirstAcceptedOn",
                table: "Equipment",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Model",
                table: "Equipment",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "OfficeUnitId",
                table: "Equipment",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "OpenedOn",
                table: "Equipment",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Equipment",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Contracts",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CustomerId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ProjectId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    WarrantyFrom = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    WarrantyUntil = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PolicyCode = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: true),
                    CalendarCode = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Contracts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Contracts_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Contracts_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FieldJobs",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: true),
                    CustomerId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EquipmentId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    OfficeUnitId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DoneOn = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FieldJobs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FieldJobs_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_FieldJobs_Equipment_EquipmentId",
                        column: x => x.EquipmentId,
                        principalTable: "Equipment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_FieldJobs_OrganisationUnits_OfficeUnitId",
                        column: x => x.OfficeUnitId,
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_ContractId",
                table: "Equipment",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_FirstAcceptedOn",
                table: "Equipment",
                column: "FirstAcceptedOn");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_OfficeUnitId",
                table: "Equipment",
                column: "OfficeUnitId");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_OpenedOn",
                table: "Equipment",
                column: "OpenedOn");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_SerialNumber",
                table: "Equipment",
                column: "SerialNumber",
                unique: true,
                filter: "[SerialNumber] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contracts_Code",
                table: "Contracts",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Contracts_CustomerId",
                table: "Contracts",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_Contracts_ProjectId",
                table: "Contracts",
                column: "ProjectId");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_CaseNumber",
                table: "FieldJobs",
                column: "CaseNumber");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_CustomerId",
                table: "FieldJobs",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_DoneOn",
                table: "FieldJobs",
                column: "DoneOn");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_EquipmentId",
                table: "FieldJobs",
                column: "EquipmentId");

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_Number",
                table: "FieldJobs",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FieldJobs_OfficeUnitId",
                table: "FieldJobs",
                column: "OfficeUnitId");

            migrationBuilder.AddForeignKey(
                name: "FK_Equipment_Contracts_ContractId",
                table: "Equipment",
                column: "ContractId",
                principalTable: "Contracts",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_Equipment_OrganisationUnits_OfficeUnitId",
                table: "Equipment",
                column: "OfficeUnitId",
                principalTable: "OrganisationUnits",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Equipment_Contracts_ContractId",
                table: "Equipment");

            migrationBuilder.DropForeignKey(
                name: "FK_Equipment_OrganisationUnits_OfficeUnitId",
                table: "Equipment");

            migrationBuilder.DropTable(
                name: "Contracts");

            migrationBuilder.DropTable(
                name: "FieldJobs");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_ContractId",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_FirstAcceptedOn",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_OfficeUnitId",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_OpenedOn",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_SerialNumber",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "ContractId",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "FirstAcceptedOn",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "Model",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "OfficeUnitId",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "OpenedOn",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Equipment");
        }
    }
}
