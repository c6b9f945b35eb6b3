using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class WholeEngine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DueAt",
                table: "WorkflowTimers");

            migrationBuilder.AlterColumn<byte[]>(
                name: "InstanceId",
                table: "WorkflowTimers",
                type: "BLOB",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "BLOB");

            migrationBuilder.AddColumn<string>(
                name: "DefinitionId",
                table: "WorkflowTimers",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PausedAt",
                table: "WorkflowTimers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ParentInstanceId",
                table: "WorkflowInstances",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PausedAt",
                table: "WorkflowInstances",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DefinitionId",
                table: "WorkflowIncidents",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "WorkflowIncidents",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ResolvedBy",
                table: "WorkflowIncidents",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DefinitionId",
                table: "WorkflowTimers",
                column: "DefinitionId",
                filter: "[DefinitionId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DueAt",
                table: "WorkflowTimers",
                column: "DueAt",
                filter: "[PausedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_ParentInstanceId",
                table: "WorkflowInstances",
                column: "ParentInstanceId");

            migrationBuilder.AddForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                table: "WorkflowTimers",
                column: "InstanceId",
                principalTable: "WorkflowInstances",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DefinitionId",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DueAt",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_ParentInstanceId",
                table: "WorkflowInstances");

            migrationBuilder.DropColumn(
                name: "DefinitionId",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "ParentInstanceId",
                table: "WorkflowInstances");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                table: "WorkflowInstances");

            migrationBuilder.DropColumn(
                name: "DefinitionId",
                table: "WorkflowIncidents");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "WorkflowIncidents");

            migrationBuilder.DropColumn(
                name: "ResolvedBy",
                table: "WorkflowIncidents");

            migrationBuilder.AlterColumn<byte[]>(
                name: "InstanceId",
                table: "WorkflowTimers",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "BLOB",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DueAt",
                table: "WorkflowTimers",
                column: "DueAt");

            migrationBuilder.AddForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                table: "WorkflowTimers",
                column: "InstanceId",
                principalTable: "WorkflowInstances",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
