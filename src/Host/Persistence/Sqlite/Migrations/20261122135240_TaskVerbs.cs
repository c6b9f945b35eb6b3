using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TaskVerbs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "AddedById",
                table: "WorkItems",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClosingReason",
                table: "WorkItems",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DefinitionId",
                table: "WorkItems",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "DelegatedById",
                table: "WorkItems",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DueOrder",
                table: "WorkItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: 253370764800000000L);

            migrationBuilder.AddColumn<long>(
                name: "FollowUpAt",
                table: "WorkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HasDrafts",
                table: "WorkItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "HasSigners",
                table: "WorkItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "LastUrgedAt",
                table: "WorkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OnBehalfOf",
                table: "WorkItems",
                type: "TEXT",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ParentId",
                table: "WorkItems",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Position",
                table: "WorkItems",
                type: "TEXT",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "PrecededById",
                table: "WorkItems",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReturnReason",
                table: "WorkItems",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ReturnedFromId",
                table: "WorkItems",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "StartedAt",
                table: "WorkItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "TransferredById",
                table: "WorkItems",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "UrgeCount",
                table: "WorkItems",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "Absences",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SubstituteId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    DefinitionId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    RecalledAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Absences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Absences_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Absences_People_SubstituteId",
                        column: x => x.SubstituteId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "InboxViews",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Query = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InboxViews", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InformedPeople",
                columns: table => new
                {
                    WorkItemId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    ToldBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InformedPeople", x => new { x.WorkItemId, x.PersonId });
                });

            migrationBuilder.CreateTable(
                name: "TaskAttachmentContents",
                columns: table => new
                {
                    AttachmentId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskAttachmentContents", x => x.AttachmentId);
                });

            migrationBuilder.CreateTable(
                name: "TaskAttachments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ContentType = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    AddedBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskAttachments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TaskComments",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskComments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TaskDrafts",
                columns: table => new
                {
                    WorkItemId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskDrafts", x => new { x.WorkItemId, x.PersonId });
                });

            // Tasks of before this column are sorted by the due time they have.
            migrationBuilder.Sql("UPDATE WorkItems SET DueOrder = DueAt WHERE DueAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_DelegatedById",
                table: "WorkItems",
                column: "DelegatedById",
                filter: "[DelegatedById] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_OpenByAssigneeAndDue",
                table: "WorkItems",
                columns: new[] { "AssigneeId", "DueOrder", "Id" },
                filter: "[Status] = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_OpenByDue",
                table: "WorkItems",
                columns: new[] { "DueOrder", "Id" },
                filter: "[Status] = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_OpenByRoleAndDue",
                table: "WorkItems",
                columns: new[] { "CandidateRole", "AssigneeId", "DueOrder", "Id" },
                filter: "[Status] = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_ParentId",
                table: "WorkItems",
                column: "ParentId",
                filter: "[ParentId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_PrecededById",
                table: "WorkItems",
                column: "PrecededById",
                filter: "[PrecededById] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_PersonId",
                table: "Absences",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_SubstituteId",
                table: "Absences",
                column: "SubstituteId");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_Until",
                table: "Absences",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_InboxViews_PersonId_Name",
                table: "InboxViews",
                columns: new[] { "PersonId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InformedPeople_PersonId_WorkItemId",
                table: "InformedPeople",
                columns: new[] { "PersonId", "WorkItemId" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskAttachments_CaseNumber_Id",
                table: "TaskAttachments",
                columns: new[] { "CaseNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskAttachments_WorkItemId_Id",
                table: "TaskAttachments",
                columns: new[] { "WorkItemId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskComments_CaseNumber_Id",
                table: "TaskComments",
                columns: new[] { "CaseNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TaskComments_WorkItemId_Id",
                table: "TaskComments",
                columns: new[] { "WorkItemId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Absences");

            migrationBuilder.DropTable(
                name: "InboxViews");

            migrationBuilder.DropTable(
                name: "InformedPeople");

            migrationBuilder.DropTable(
                name: "TaskAttachmentContents");

            migrationBuilder.DropTable(
                name: "TaskAttachments");

            migrationBuilder.DropTable(
                name: "TaskComments");

            migrationBuilder.DropTable(
                name: "TaskDrafts");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_DelegatedById",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_OpenByAssigneeAndDue",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_OpenByDue",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_OpenByRoleAndDue",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_ParentId",
                table: "WorkItems");

            migrationBuilder.DropIndex(
                name: "IX_WorkItems_PrecededById",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "AddedById",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ClosingReason",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "DefinitionId",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "DelegatedById",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "DueOrder",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "FollowUpAt",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "HasDrafts",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "HasSigners",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "LastUrgedAt",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "OnBehalfOf",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ParentId",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "Position",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "PrecededById",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ReturnReason",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "ReturnedFromId",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "StartedAt",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "TransferredById",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "UrgeCount",
                table: "WorkItems");
        }
    }
}
