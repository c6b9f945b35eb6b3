using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SlaPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DuePausedAt",
                table: "WorkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsMeasured",
                table: "WorkItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "AtRiskFrom",
                table: "SlaClocks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Choice",
                table: "SlaClocks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsDueByHand",
                table: "SlaClocks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsImmediate",
                table: "SlaClocks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Ladder",
                table: "SlaClocks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LastEventAt",
                table: "SlaClocks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "NextStepAt",
                table: "SlaClocks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PausedAt",
                table: "SlaClocks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pauses",
                table: "SlaClocks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PolicyCode",
                table: "SlaClocks",
                type: "TEXT",
                unicode: false,
                maxLength: 40,
                nullable: true);

            // Clocks of before know of no later event than their start, and are at risk when they are due.
            migrationBuilder.Sql("""UPDATE "SlaClocks" SET LastEventAt = StartedAt, AtRiskFrom = DueAt""");

            migrationBuilder.CreateTable(
                name: "ClockNotices",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ClockId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Metric = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: false),
                    Percent = table.Column<int>(type: "INTEGER", nullable: false),
                    Action = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Role = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClockNotices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SlaPolicies",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Code = table.Column<string>(type: "TEXT", unicode: false, maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    IsDefault = table.Column<bool>(type: "INTEGER", nullable: false),
                    Rules = table.Column<string>(type: "TEXT", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SlaPolicies", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SlaClocks_NextStepAt",
                table: "SlaClocks",
                column: "NextStepAt",
                filter: "[NextStepAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SlaClocks_StoppedAt_AtRiskFrom",
                table: "SlaClocks",
                columns: new[] { "StoppedAt", "AtRiskFrom" });

            migrationBuilder.CreateIndex(
                name: "IX_ClockNotices_CaseNumber",
                table: "ClockNotices",
                column: "CaseNumber");

            migrationBuilder.CreateIndex(
                name: "IX_ClockNotices_PersonId_At",
                table: "ClockNotices",
                columns: new[] { "PersonId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ClockNotices_Role_At",
                table: "ClockNotices",
                columns: new[] { "Role", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SlaPolicies_Code",
                table: "SlaPolicies",
                column: "Code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClockNotices");

            migrationBuilder.DropTable(
                name: "SlaPolicies");

            migrationBuilder.DropIndex(
                name: "IX_SlaClocks_NextStepAt",
                table: "SlaClocks");

            migrationBuilder.DropIndex(
                name: "IX_SlaClocks_StoppedAt_AtRiskFrom",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "DuePausedAt",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "IsMeasured",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "AtRiskFrom",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "Choice",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "IsDueByHand",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "IsImmediate",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "Ladder",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "LastEventAt",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "NextStepAt",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "Pauses",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "PolicyCode",
                table: "SlaClocks");
        }
    }
}
