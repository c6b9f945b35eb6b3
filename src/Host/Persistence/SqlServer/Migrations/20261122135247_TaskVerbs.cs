using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class TaskVerbs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "AddedById",
                schema: "tasks",
                table: "WorkItems",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClosingReason",
                schema: "tasks",
                table: "WorkItems",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DefinitionId",
                schema: "tasks",
                table: "WorkItems",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "DelegatedById",
                schema: "tasks",
                table: "WorkItems",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueOrder",
                schema: "tasks",
                table: "WorkItems",
                type: "datetime2(6)",
                nullable: false,
                defaultValue: new DateTime(9999, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<DateTime>(
                name: "FollowUpAt",
                schema: "tasks",
                table: "WorkItems",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HasDrafts",
                schema: "tasks",
                table: "WorkItems",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "HasSigners",
                schema: "tasks",
                table: "WorkItems",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "LastUrgedAt",
                schema: "tasks",
                table: "WorkItems",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OnBehalfOf",
                schema: "tasks",
                table: "WorkItems",
                type: "nvarchar(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ParentId",
                schema: "tasks",
                table: "WorkItems",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Position",
                schema: "tasks",
                table: "WorkItems",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "PrecededById",
                schema: "tasks",
                table: "WorkItems",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReturnReason",
                schema: "tasks",
                table: "WorkItems",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ReturnedFromId",
                schema: "tasks",
                table: "WorkItems",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StartedAt",
                schema: "tasks",
                table: "WorkItems",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "TransferredById",
                schema: "tasks",
                table: "WorkItems",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "UrgeCount",
                schema: "tasks",
                table: "WorkItems",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Absences",
                schema: "org",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    SubstituteId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    From = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    Until = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    DefinitionId = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Note = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    RecalledAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Absences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Absences_People_PersonId",
                        column: x => x.PersonId,
                        principalSchema: "org",
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Absences_People_SubstituteId",
                        column: x => x.SubstituteId,
                        principalSchema: "org",
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "InboxViews",
                schema: "tasks",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    UserName = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Query = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InboxViews", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InformedPeople",
                schema: "tasks",
                columns: table => new
                {
                    WorkItemId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    ToldBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    ToldAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    Note = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    ReadAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InformedPeople", x => new { x.WorkItemId, x.PersonId });
                });

            migrationBuilder.CreateTable(
                name: "TaskAttachmentContents",
                schema: "tasks",
                columns: table => new
                {
                    AttachmentId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Content = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskAttachmentContents", x => x.AttachmentId);
                });

            migrationBuilder.CreateTable(
                name: "TaskAttachments",
                schema: "tasks",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ContentType = table.Column<string>(type: "varchar(100)", unicode: false, maxLength: 100, nullable: false),
                    Size = table.Column<int>(type: "int", nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", unicode: false, maxLength: 64, nullable: false),
                    AddedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    AddedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskAttachments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TaskComments",
                schema: "tasks",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Author = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskComments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TaskDrafts",
                schema: "tasks",
                columns: table => new
                {
                    WorkItemId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Data = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    SavedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskDrafts", x => new { x.WorkItemId, x.PersonId });
                });

            // Tasks of before this column are sorted by the due time they have.
            migrationBuilder.Sql("UPDATE tasks.WorkItems SET DueOrder = DueAt WHERE DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_DelegatedById",
                schema: "tasks",
                table: "WorkItems",
                column: "DelegatedById",
                filter: "[DelegatedById] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_OpenByAssigneeAndDue",
                schema: "tasks",
                table: "WorkItems",
                columns: new[] { "AssigneeId", "DueOrder", "Id" },
                filter: "[Status] = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_OpenByDue",
                schema: "tasks",
                table: "WorkItems",
                columns: new[] { "DueOrder", "Id" },
                filter: "[Status] = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_OpenByRoleAndDue",
                schema: "tasks",
                table: "WorkItems",
                columns: new[] { "CandidateRole", "AssigneeId", "DueOrder", "Id" },
                filter: "[Status] = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_ParentId",
                schema: "tasks",
                table: "WorkItems",
                column: "ParentId",
                filter: "[ParentId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_PrecededById",
                schema: "tasks",
                table: "WorkItems",
                column: "PrecededById",
                filter: "[PrecededById] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_PersonId",
                schema: "org",
                table: "Absences",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_SubstituteId",
                schema: "org",
                table: "Absences",
                column: "SubstituteId");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_Until",
                schema: "org",
                table: "Absences",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_InboxViews_PersonId_Name",
                schema: "tasks",
                table: "InboxViews",
                columns: new[] { "PersonId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InformedPeople_PersonId_WorkItemId",
                schema: "tasks",
                table: "InformedPeople",
                columns: new[] { "PersonId", "WorkItemId" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskAttachments_CaseNumber_Id",
                schema: "tasks",
                table: "TaskAttachments",
                columns: new[] { "CaseNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskAttachments_WorkItemId_Id",
                schema: "tasks",
                table: "TaskAttachments",
                columns: new[] { "WorkItemId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskComments_CaseNumber_Id",
                schema: "tasks",
                table: "TaskComments",
                columns: new[] { "CaseNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskComments_WorkItemId_Id",
                schema: "tasks",
                table: "TaskComments",
                columns: new[] { "WorkItemId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Absences",
                schema: "org");

            migrationBuilder.DropTable(
                name: "InboxViews",
                schema: "tasks");

            migrationBuilder.DropTable(
                name: "InformedPeople",
                schema: "tasks");

            migrationBuilder.DropTable(
                name: "TaskAttachmentContents",
                schema: "tasks");

            migrationBuilder.DropTable(
                name: "TaskAttachments",
                schema: "tasks");

            migrationBuilder.DropTable(
                name: "TaskComments",
                schema: "tasks");

            migrationBuilder.DropTable(
                name: "TaskDrafts",
                schema: "tasks");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_DelegatedById",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_OpenByAssigneeAndDue",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_OpenByDue",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_OpenByRoleAndDue",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_ParentId",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_PrecededById",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "AddedById",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ClosingReason",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "DefinitionId",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "DelegatedById",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "DueOrder",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "FollowUpAt",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "HasDrafts",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "HasSigners",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "LastUrgedAt",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "OnBehalfOf",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ParentId",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "Position",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "PrecededById",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ReturnReason",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ReturnedFromId",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "StartedAt",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "TransferredById",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "UrgeCount",
                schema: "tasks",
                table: "WorkItems");
        }
    }
}
