using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class WholeEngine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DueAt",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowIncidents_ResolvedAt_OccurredAt",
                schema: "engine",
                table: "WorkflowIncidents");

            migrationBuilder.AlterColumn<byte[]>(
                name: "InstanceId",
                schema: "engine",
                table: "WorkflowTimers",
                type: "binary(16)",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "binary(16)");

            migrationBuilder.AddColumn<DateTime>(
                name: "DeadAt",
                schema: "engine",
                table: "WorkflowTimers",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DefinitionId",
                schema: "engine",
                table: "WorkflowTimers",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Failures",
                schema: "engine",
                table: "WorkflowTimers",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "LastError",
                schema: "engine",
                table: "WorkflowTimers",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PausedAt",
                schema: "engine",
                table: "WorkflowTimers",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CatchesUpSince",
                schema: "engine",
                table: "WorkflowInstances",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ParentInstanceId",
                schema: "engine",
                table: "WorkflowInstances",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PausedAt",
                schema: "engine",
                table: "WorkflowInstances",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DefinitionId",
                schema: "engine",
                table: "WorkflowIncidents",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                schema: "engine",
                table: "WorkflowIncidents",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ResolvedBy",
                schema: "engine",
                table: "WorkflowIncidents",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "IsLatest",
                schema: "engine",
                table: "WorkflowDefinitionVersions",
                type: "int",
                nullable: false,
                oldClrType: typeof(bool),
                oldType: "bit");

            migrationBuilder.AddColumn<DateTime>(
                name: "ChangedAt",
                schema: "engine",
                table: "WorkflowDefinitionVersions",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ChangedBy",
                schema: "engine",
                table: "WorkflowDefinitionVersions",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "FirstRunAt",
                schema: "engine",
                table: "WorkflowDefinitionVersions",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "NodeLeases",
                schema: "engine",
                columns: table => new
                {
                    Name = table.Column<string>(type: "varchar(50)", unicode: false, maxLength: 50, nullable: false),
                    Owner = table.Column<string>(type: "varchar(100)", unicode: false, maxLength: 100, nullable: true),
                    Until = table.Column<DateTime>(type: "datetime2(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NodeLeases", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowArchivedStimuli",
                schema: "engine",
                columns: table => new
                {
                    StimulusId = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    InstanceId = table.Column<byte[]>(type: "binary(16)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowArchivedStimuli", x => x.StimulusId);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowArchives",
                schema: "engine",
                columns: table => new
                {
                    InstanceId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    DefinitionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    DefinitionVersionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    DefinitionVersion = table.Column<int>(type: "int", nullable: false),
                    CorrelationId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    ParentInstanceId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    SubStatus = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    FinishedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    ArchivedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    Content = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    Hash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowArchives", x => x.InstanceId);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowDefinitionReferences",
                schema: "engine",
                columns: table => new
                {
                    VersionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    DefinitionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowDefinitionReferences", x => new { x.VersionId, x.DefinitionId });
                    table.ForeignKey(
                        name: "FK_WorkflowDefinitionReferences_WorkflowDefinitionVersions_VersionId",
                        column: x => x.VersionId,
                        principalSchema: "engine",
                        principalTable: "WorkflowDefinitionVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowIntakePauses",
                schema: "engine",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    Since = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    By = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    LastKeptAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowIntakePauses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowMigrations",
                schema: "engine",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    DefinitionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    FromVersionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    FromVersion = table.Column<int>(type: "int", nullable: false),
                    ToVersionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    ToVersion = table.Column<int>(type: "int", nullable: false),
                    Map = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Status = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    CanarySize = table.Column<int>(type: "int", nullable: false),
                    CanaryPassedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    CreatedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    StartedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    StartedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    Cursor = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ActiveVersionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    LeaseOwner = table.Column<string>(type: "varchar(100)", unicode: false, maxLength: 100, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowMigrations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowMigrationItems",
                schema: "engine",
                columns: table => new
                {
                    MigrationId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    InstanceId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Status = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    Findings = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    StateBefore = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    RowsBefore = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    RevisionAfter = table.Column<int>(type: "int", nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowMigrationItems", x => new { x.MigrationId, x.InstanceId });
                    table.ForeignKey(
                        name: "FK_WorkflowMigrationItems_WorkflowMigrations_MigrationId",
                        column: x => x.MigrationId,
                        principalSchema: "engine",
                        principalTable: "WorkflowMigrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                schema: "engine",
                table: "NodeLeases",
                columns: new[] { "Name", "Owner", "Until" },
                values: new object[] { "archive", null, null });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DeadAt",
                schema: "engine",
                table: "WorkflowTimers",
                column: "DeadAt",
                filter: "[DeadAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DefinitionId",
                schema: "engine",
                table: "WorkflowTimers",
                column: "DefinitionId",
                filter: "[DefinitionId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DueAt",
                schema: "engine",
                table: "WorkflowTimers",
                column: "DueAt",
                filter: "[PausedAt] IS NULL AND [DeadAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_PausedAt",
                schema: "engine",
                table: "WorkflowTimers",
                column: "PausedAt",
                filter: "[PausedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_DefinitionId_FinishedAt",
                schema: "engine",
                table: "WorkflowInstances",
                columns: new[] { "DefinitionId", "FinishedAt" },
                filter: "[FinishedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status_Id",
                schema: "engine",
                table: "WorkflowInstances",
                columns: new[] { "DefinitionVersionId", "Status", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_ParentInstanceId",
                schema: "engine",
                table: "WorkflowInstances",
                column: "ParentInstanceId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_PausedAt",
                schema: "engine",
                table: "WorkflowInstances",
                column: "PausedAt",
                filter: "[PausedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowIncidents_DefinitionId_ExceptionType",
                schema: "engine",
                table: "WorkflowIncidents",
                columns: new[] { "DefinitionId", "ExceptionType" },
                filter: "[ResolvedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowDefinitionVersions_IsLatest_Name",
                schema: "engine",
                table: "WorkflowDefinitionVersions",
                columns: new[] { "IsLatest", "Name" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_DeadAt",
                schema: "engine",
                table: "OutboxMessages",
                column: "DeadAt",
                filter: "[DeadAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowArchives_CorrelationId",
                schema: "engine",
                table: "WorkflowArchives",
                column: "CorrelationId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowArchives_DefinitionVersionId",
                schema: "engine",
                table: "WorkflowArchives",
                column: "DefinitionVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowDefinitionReferences_DefinitionId",
                schema: "engine",
                table: "WorkflowDefinitionReferences",
                column: "DefinitionId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowMigrationItems_MigrationId_Status_InstanceId",
                schema: "engine",
                table: "WorkflowMigrationItems",
                columns: new[] { "MigrationId", "Status", "InstanceId" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowMigrations_ActiveVersionId",
                schema: "engine",
                table: "WorkflowMigrations",
                column: "ActiveVersionId",
                unique: true,
                filter: "[ActiveVersionId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowMigrations_DefinitionId_CreatedAt",
                schema: "engine",
                table: "WorkflowMigrations",
                columns: new[] { "DefinitionId", "CreatedAt" });

            migrationBuilder.AddForeignKey(
                name: "FK_WorkflowInstances_WorkflowDefinitionVersions_DefinitionVersionId",
                schema: "engine",
                table: "WorkflowInstances",
                column: "DefinitionVersionId",
                principalSchema: "engine",
                principalTable: "WorkflowDefinitionVersions",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                schema: "engine",
                table: "WorkflowTimers",
                column: "InstanceId",
                principalSchema: "engine",
                principalTable: "WorkflowInstances",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_WorkflowInstances_WorkflowDefinitionVersions_DefinitionVersionId",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropTable(
                name: "NodeLeases",
                schema: "engine");

            migrationBuilder.DropTable(
                name: "WorkflowArchivedStimuli",
                schema: "engine");

            migrationBuilder.DropTable(
                name: "WorkflowArchives",
                schema: "engine");

            migrationBuilder.DropTable(
                name: "WorkflowDefinitionReferences",
                schema: "engine");

            migrationBuilder.DropTable(
                name: "WorkflowIntakePauses",
                schema: "engine");

            migrationBuilder.DropTable(
                name: "WorkflowMigrationItems",
                schema: "engine");

            migrationBuilder.DropTable(
                name: "WorkflowMigrations",
                schema: "engine");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DeadAt",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DefinitionId",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DueAt",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_PausedAt",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_DefinitionId_FinishedAt",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status_Id",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_ParentInstanceId",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_PausedAt",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowIncidents_DefinitionId_ExceptionType",
                schema: "engine",
                table: "WorkflowIncidents");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowDefinitionVersions_IsLatest_Name",
                schema: "engine",
                table: "WorkflowDefinitionVersions");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_DeadAt",
                schema: "engine",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "DeadAt",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "DefinitionId",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "Failures",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "LastError",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                schema: "engine",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "CatchesUpSince",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropColumn(
                name: "ParentInstanceId",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                schema: "engine",
                table: "WorkflowInstances");

            migrationBuilder.DropColumn(
                name: "DefinitionId",
                schema: "engine",
                table: "WorkflowIncidents");

            migrationBuilder.DropColumn(
                name: "Reason",
                schema: "engine",
                table: "WorkflowIncidents");

            migrationBuilder.DropColumn(
                name: "ResolvedBy",
                schema: "engine",
                table: "WorkflowIncidents");

            migrationBuilder.DropColumn(
                name: "ChangedAt",
                schema: "engine",
                table: "WorkflowDefinitionVersions");

            migrationBuilder.DropColumn(
                name: "ChangedBy",
                schema: "engine",
                table: "WorkflowDefinitionVersions");

            migrationBuilder.DropColumn(
                name: "FirstRunAt",
                schema: "engine",
                table: "WorkflowDefinitionVersions");

            migrationBuilder.AlterColumn<byte[]>(
                name: "InstanceId",
                schema: "engine",
                table: "WorkflowTimers",
                type: "binary(16)",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "binary(16)",
                oldNullable: true);

            migrationBuilder.AlterColumn<bool>(
                name: "IsLatest",
                schema: "engine",
                table: "WorkflowDefinitionVersions",
                type: "bit",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "int");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DueAt",
                schema: "engine",
                table: "WorkflowTimers",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status",
                schema: "engine",
                table: "WorkflowInstances",
                columns: new[] { "DefinitionVersionId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowIncidents_ResolvedAt_OccurredAt",
                schema: "engine",
                table: "WorkflowIncidents",
                columns: new[] { "ResolvedAt", "OccurredAt" });

            migrationBuilder.AddForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                schema: "engine",
                table: "WorkflowTimers",
                column: "InstanceId",
                principalSchema: "engine",
                principalTable: "WorkflowInstances",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
