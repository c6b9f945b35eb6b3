using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CaseFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CaseFiles",
                columns: table => new
                {
                    Number = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CustomerId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ProjectId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ContractId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    EquipmentId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ParentCase = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: true),
                    IsSerious = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsConfidential = table.Column<bool>(type: "INTEGER", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OpenedBy = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Issue = table.Column<int>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConfirmedVia = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IsForced = table.Column<bool>(type: "INTEGER", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseFiles", x => x.Number);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Contracts_ContractId",
                        column: x => x.ContractId,
                        principalTable: "Contracts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Equipment_EquipmentId",
                        column: x => x.EquipmentId,
                        principalTable: "Equipment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CaseFiles_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_ContractId",
                table: "CaseFiles",
                column: "ContractId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_CustomerId",
                table: "CaseFiles",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_EquipmentId",
                table: "CaseFiles",
                column: "EquipmentId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_OpenedAt_Number",
                table: "CaseFiles",
                columns: new[] { "OpenedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_ParentCase",
                table: "CaseFiles",
                column: "ParentCase",
                filter: "[ParentCase] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_ProjectId",
                table: "CaseFiles",
                column: "ProjectId");

            // The complaints there are get their case files before what these hold now leaves the table of complaints.
            migrationBuilder.Sql("""
                INSERT INTO "CaseFiles" ("Number", "Kind", "Subject", "CustomerId", "ProjectId", "IsSerious", "IsConfidential", "OpenedAt", "OpenedBy", "Status", "Issue", "ConfirmedAt", "ConfirmedVia", "ClosedAt", "IsForced", "Revision")
                SELECT "Number", 'Complaint', "Subject", "CustomerId", "ProjectId", CASE "Severity" WHEN 'Serious' THEN 1 ELSE 0 END, 0, "RegisteredAt", "RegisteredBy", CASE WHEN "Status" IN ('AwaitingVerification', 'Closed') THEN "Status" ELSE 'Open' END, "Issue", "ConfirmedAt", "ConfirmedVia", "ClosedAt", 0, "Revision"
                FROM "Complaints"
                """);

            migrationBuilder.DropColumn(
                name: "ClosedAt",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "ConfirmedAt",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "ConfirmedVia",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "Issue",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "Status",
                table: "Complaints");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CaseFiles");

            migrationBuilder.AddColumn<long>(
                name: "ClosedAt",
                table: "Complaints",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ConfirmedAt",
                table: "Complaints",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ConfirmedVia",
                table: "Complaints",
                type: "TEXT",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Issue",
                table: "Complaints",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Complaints",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Status",
                table: "Complaints",
                type: "TEXT",
                unicode: false,
                maxLength: 30,
                nullable: false,
                defaultValue: "");
        }
    }
}
