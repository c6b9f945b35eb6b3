using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class FaultsAndEscalations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsSupervision",
                schema: "cases",
                table: "Complaints",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "CorrectiveActions",
                schema: "cases",
                columns: table => new
                {
                    Number = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Problem = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    WatchedFrom = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    WatchedUntil = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    GuardedUntil = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    Recurrences = table.Column<int>(type: "int", nullable: false),
                    LastRecurrence = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CorrectiveActions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "Escalations",
                schema: "cases",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Level = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    RaisedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    RaisedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    ProjectCode = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    TeamStatus = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: true),
                    TeamStatusSince = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    SettledAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    SettledBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Solution = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Escalations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Faults",
                schema: "cases",
                columns: table => new
                {
                    Number = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Level = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Channel = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Caller_Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Caller_Unit = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Caller_Phone = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true),
                    Caller_Email = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Caller_Address = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    Description = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    OccurredAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    ReportedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    SolvedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    ArrivedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    UnfixedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    LoanerAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    ResolvedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Faults", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "ForcedClosures",
                schema: "cases",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Status = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    RequestedById = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    RequestedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    RequestedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    DecidedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    Decision = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ForcedClosures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ForcedClosures_CaseFiles_CaseNumber",
                        column: x => x.CaseNumber,
                        principalSchema: "cases",
                        principalTable: "CaseFiles",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CorrectiveActions_GuardedUntil",
                schema: "cases",
                table: "CorrectiveActions",
                column: "GuardedUntil");

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_CaseNumber_Level",
                schema: "cases",
                table: "Escalations",
                columns: new[] { "CaseNumber", "Level" });

            migrationBuilder.CreateIndex(
                name: "IX_ForcedClosures_Requested",
                schema: "cases",
                table: "ForcedClosures",
                column: "CaseNumber",
                unique: true,
                filter: "[Status] = 'Requested'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CorrectiveActions",
                schema: "cases");

            migrationBuilder.DropTable(
                name: "Escalations",
                schema: "cases");

            migrationBuilder.DropTable(
                name: "Faults",
                schema: "cases");

            migrationBuilder.DropTable(
                name: "ForcedClosures",
                schema: "cases");

            migrationBuilder.DropColumn(
                name: "IsSupervision",
                schema: "cases",
                table: "Complaints");
        }
    }
}
