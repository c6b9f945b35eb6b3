using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class SlaPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "DuePausedAt",
                schema: "tasks",
                table: "WorkItems",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsMeasured",
                schema: "tasks",
                table: "WorkItems",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AlterColumn<string>(
                name: "Metric",
                schema: "sla",
                table: "SlaClocks",
                type: "varchar(40)",
                unicode: false,
                maxLength: 40,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "varchar(20)",
                oldUnicode: false,
                oldMaxLength: 20);

            migrationBuilder.AddColumn<DateTime>(
                name: "AtRiskFrom",
                schema: "sla",
                table: "SlaClocks",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Choice",
                schema: "sla",
                table: "SlaClocks",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsDueByHand",
                schema: "sla",
                table: "SlaClocks",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsImmediate",
                schema: "sla",
                table: "SlaClocks",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Ladder",
                schema: "sla",
                table: "SlaClocks",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LastEventAt",
                schema: "sla",
                table: "SlaClocks",
                type: "datetime2(6)",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<DateTime>(
                name: "NextStepAt",
                schema: "sla",
                table: "SlaClocks",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PausedAt",
                schema: "sla",
                table: "SlaClocks",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pauses",
                schema: "sla",
                table: "SlaClocks",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PolicyCode",
                schema: "sla",
                table: "SlaClocks",
                type: "varchar(40)",
                unicode: false,
                maxLength: 40,
                nullable: true);

            // Clocks of before know of no later event than their start, and are at risk when they are due.
            migrationBuilder.Sql("""UPDATE [sla].[SlaClocks] SET LastEventAt = StartedAt, AtRiskFrom = DueAt""");

            migrationBuilder.CreateTable(
                name: "ClockNotices",
                schema: "sla",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    ClockId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    Metric = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: false),
                    Percent = table.Column<int>(type: "int", nullable: false),
                    Action = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    DueAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    Role = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: true),
                    At = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClockNotices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SlaPolicies",
                schema: "sla",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Code = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    IsDefault = table.Column<bool>(type: "bit", nullable: false),
                    Rules = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SlaPolicies", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SlaClocks_NextStepAt",
                schema: "sla",
                table: "SlaClocks",
                column: "NextStepAt",
                filter: "[NextStepAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SlaClocks_StoppedAt_AtRiskFrom",
                schema: "sla",
                table: "SlaClocks",
                columns: new[] { "StoppedAt", "AtRiskFrom" });

            migrationBuilder.CreateIndex(
                name: "IX_ClockNotices_CaseNumber",
                schema: "sla",
                table: "ClockNotices",
                column: "CaseNumber");

            migrationBuilder.CreateIndex(
                name: "IX_ClockNotices_PersonId_At",
                schema: "sla",
                table: "ClockNotices",
                columns: new[] { "PersonId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ClockNotices_Role_At",
                schema: "sla",
                table: "ClockNotices",
                columns: new[] { "Role", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SlaPolicies_Code",
                schema: "sla",
                table: "SlaPolicies",
                column: "Code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClockNotices",
                schema: "sla");

            migrationBuilder.DropTable(
                name: "SlaPolicies",
                schema: "sla");

            migrationBuilder.DropIndex(
                name: "IX_SlaClocks_NextStepAt",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropIndex(
                name: "IX_SlaClocks_StoppedAt_AtRiskFrom",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "DuePausedAt",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "IsMeasured",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "AtRiskFrom",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "Choice",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "IsDueByHand",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "IsImmediate",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "Ladder",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "LastEventAt",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "NextStepAt",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "Pauses",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "PolicyCode",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.AlterColumn<string>(
                name: "Metric",
                schema: "sla",
                table: "SlaClocks",
                type: "varchar(20)",
                unicode: false,
                maxLength: 20,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "varchar(40)",
                oldUnicode: false,
                oldMaxLength: 40);
        }
    }
}
