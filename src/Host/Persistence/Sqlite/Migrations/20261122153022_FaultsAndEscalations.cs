using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FaultsAndEscalations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsSupervision",
                table: "Complaints",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "CorrectiveActions",
                columns: table => new
                {
                    Number = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Problem = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    WatchedFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    WatchedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    GuardedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Recurrences = table.Column<int>(type: "INTEGER", nullable: false),
                    LastRecurrence = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CorrectiveActions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "Escalations",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Level = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    RaisedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RaisedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ProjectCode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    TeamStatus = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    TeamStatusSince = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SettledBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Solution = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Escalations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Faults",
                columns: table => new
                {
                    Number = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Level = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Channel = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Caller_Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Caller_Unit = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Caller_Phone = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Caller_Email = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Caller_Address = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    Description = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    OccurredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReportedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SolvedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ArrivedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UnfixedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LoanerAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ResolvedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Faults", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "ForcedClosures",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    RequestedById = table.Column<byte[]>(type: "BLOB", nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Decision = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ForcedClosures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ForcedClosures_CaseFiles_CaseNumber",
                        column: x => x.CaseNumber,
                        principalTable: "CaseFiles",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CorrectiveActions_GuardedUntil",
                table: "CorrectiveActions",
                column: "GuardedUntil");

            migrationBuilder.CreateIndex(
                name: "IX_Escalations_CaseNumber_Level",
                table: "Escalations",
                columns: new[] { "CaseNumber", "Level" });

            migrationBuilder.CreateIndex(
                name: "IX_ForcedClosures_Requested",
                table: "ForcedClosures",
                column: "CaseNumber",
                unique: true,
                filter: "[Status] = 'Requested'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CorrectiveActions");

            migrationBuilder.DropTable(
                name: "Escalations");

            migrationBuilder.DropTable(
                name: "Faults");

            migrationBuilder.DropTable(
                name: "ForcedClosures");

            migrationBuilder.DropColumn(
                name: "IsSupervision",
                table: "Complaints");
        }
    }
}
