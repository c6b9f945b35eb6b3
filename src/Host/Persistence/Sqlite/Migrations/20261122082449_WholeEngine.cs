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

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowIncidents_ResolvedAt_OccurredAt",
                table: "WorkflowIncidents");

            migrationBuilder.AlterColumn<byte[]>(
                name: "InstanceId",
                table: "WorkflowTimers",
                type: "BLOB",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "BLOB");

            migrationBuilder.AddColumn<long>(
                name: "DeadAt",
                table: "WorkflowTimers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DefinitionId",
                table: "WorkflowTimers",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Failures",
                table: "WorkflowTimers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "LastError",
                table: "WorkflowTimers",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PausedAt",
                table: "WorkflowTimers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CatchesUpSince",
                table: "WorkflowInstances",
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

            migrationBuilder.AddColumn<long>(
                name: "ChangedAt",
                table: "WorkflowDefinitionVersions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ChangedBy",
                table: "WorkflowDefinitionVersions",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FirstRunAt",
                table: "WorkflowDefinitionVersions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "NodeLeases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", unicode: false, maxLength: 50, nullable: false),
                    Owner = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: true),
                    Until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NodeLeases", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowArchivedStimuli",
                columns: table => new
                {
                    StimulusId = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    InstanceId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowArchivedStimuli", x => x.StimulusId);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowArchives",
                columns: table => new
                {
                    InstanceId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DefinitionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    DefinitionVersionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    DefinitionVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    CorrelationId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ParentInstanceId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SubStatus = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ArchivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowArchives", x => x.InstanceId);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowDefinitionReferences",
                columns: table => new
                {
                    VersionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    DefinitionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowDefinitionReferences", x => new { x.VersionId, x.DefinitionId });
                    table.ForeignKey(
                        name: "FK_WorkflowDefinitionReferences_WorkflowDefinitionVersions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "WorkflowDefinitionVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowIntakePauses",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    LastKeptAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowIntakePauses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowMigrations",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DefinitionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FromVersionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    FromVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    ToVersionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ToVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Map = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    CanarySize = table.Column<int>(type: "INTEGER", nullable: false),
                    CanaryPassedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Cursor = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ActiveVersionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    LeaseOwner = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: true),
                    LeaseUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowMigrations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WorkflowMigrationItems",
                columns: table => new
                {
                    MigrationId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    InstanceId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Findings = table.Column<string>(type: "TEXT", nullable: true),
                    StateBefore = table.Column<string>(type: "TEXT", nullable: true),
                    RowsBefore = table.Column<string>(type: "TEXT", nullable: true),
                    RevisionAfter = table.Column<int>(type: "INTEGER", nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkflowMigrationItems", x => new { x.MigrationId, x.InstanceId });
                    table.ForeignKey(
                        name: "FK_WorkflowMigrationItems_WorkflowMigrations_MigrationId",
                        column: x => x.MigrationId,
                        principalTable: "WorkflowMigrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "NodeLeases",
                columns: new[] { "Name", "Owner", "Until" },
                values: new object[] { "archive", null, null });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DeadAt",
                table: "WorkflowTimers",
                column: "DeadAt",
                filter: "[DeadAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DefinitionId",
                table: "WorkflowTimers",
                column: "DefinitionId",
                filter: "[DefinitionId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_DueAt",
                table: "WorkflowTimers",
                column: "DueAt",
                filter: "[PausedAt] IS NULL AND [DeadAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowTimers_PausedAt",
                table: "WorkflowTimers",
                column: "PausedAt",
                filter: "[PausedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_DefinitionId_FinishedAt",
                table: "WorkflowInstances",
                columns: new[] { "DefinitionId", "FinishedAt" },
                filter: "[FinishedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status_Id",
                table: "WorkflowInstances",
                columns: new[] { "DefinitionVersionId", "Status", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_ParentInstanceId",
                table: "WorkflowInstances",
                column: "ParentInstanceId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_PausedAt",
                table: "WorkflowInstances",
                column: "PausedAt",
                filter: "[PausedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowIncidents_DefinitionId_ExceptionType",
                table: "WorkflowIncidents",
                columns: new[] { "DefinitionId", "ExceptionType" },
                filter: "[ResolvedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowDefinitionVersions_IsLatest_Name",
                table: "WorkflowDefinitionVersions",
                columns: new[] { "IsLatest", "Name" });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxMessages_DeadAt",
                table: "OutboxMessages",
                column: "DeadAt",
                filter: "[DeadAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowArchives_CorrelationId",
                table: "WorkflowArchives",
                column: "CorrelationId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowArchives_DefinitionVersionId",
                table: "WorkflowArchives",
                column: "DefinitionVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowDefinitionReferences_DefinitionId",
                table: "WorkflowDefinitionReferences",
                column: "DefinitionId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowMigrationItems_MigrationId_Status_InstanceId",
                table: "WorkflowMigrationItems",
                columns: new[] { "MigrationId", "Status", "InstanceId" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowMigrations_ActiveVersionId",
                table: "WorkflowMigrations",
                column: "ActiveVersionId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowMigrations_DefinitionId_CreatedAt",
                table: "WorkflowMigrations",
                columns: new[] { "DefinitionId", "CreatedAt" });

            migrationBuilder.AddForeignKey(
                name: "FK_WorkflowInstances_WorkflowDefinitionVersions_DefinitionVersionId",
                table: "WorkflowInstances",
                column: "DefinitionVersionId",
                principalTable: "WorkflowDefinitionVersions",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

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
                name: "FK_WorkflowInstances_WorkflowDefinitionVersions_DefinitionVersionId",
                table: "WorkflowInstances");

            migrationBuilder.DropForeignKey(
                name: "FK_WorkflowTimers_WorkflowInstances_InstanceId",
                table: "WorkflowTimers");

            migrationBuilder.DropTable(
                name: "NodeLeases");

            migrationBuilder.DropTable(
                name: "WorkflowArchivedStimuli");

            migrationBuilder.DropTable(
                name: "WorkflowArchives");

            migrationBuilder.DropTable(
                name: "WorkflowDefinitionReferences");

            migrationBuilder.DropTable(
                name: "WorkflowIntakePauses");

            migrationBuilder.DropTable(
                name: "WorkflowMigrationItems");

            migrationBuilder.DropTable(
                name: "WorkflowMigrations");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DeadAt",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DefinitionId",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_DueAt",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowTimers_PausedAt",
                table: "WorkflowTimers");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_DefinitionId_FinishedAt",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status_Id",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_ParentInstanceId",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_PausedAt",
                table: "WorkflowInstances");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowIncidents_DefinitionId_ExceptionType",
                table: "WorkflowIncidents");

            migrationBuilder.DropIndex(
                name: "IX_WorkflowDefinitionVersions_IsLatest_Name",
                table: "WorkflowDefinitionVersions");

            migrationBuilder.DropIndex(
                name: "IX_OutboxMessages_DeadAt",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "DeadAt",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "DefinitionId",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "Failures",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "LastError",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "PausedAt",
                table: "WorkflowTimers");

            migrationBuilder.DropColumn(
                name: "CatchesUpSince",
                table: "WorkflowInstances");

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

            migrationBuilder.DropColumn(
                name: "ChangedAt",
                table: "WorkflowDefinitionVersions");

            migrationBuilder.DropColumn(
                name: "ChangedBy",
                table: "WorkflowDefinitionVersions");

            migrationBuilder.DropColumn(
                name: "FirstRunAt",
                table: "WorkflowDefinitionVersions");

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

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_DefinitionVersionId_Status",
                table: "WorkflowInstances",
                columns: new[] { "DefinitionVersionId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkflowIncidents_ResolvedAt_OccurredAt",
                table: "WorkflowIncidents",
                columns: new[] { "ResolvedAt", "OccurredAt" });

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
