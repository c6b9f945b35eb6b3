using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Inquiries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "InquiryImprovements",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DivisionUnitId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Topic = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: true),
                    Quarter = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Draft = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryImprovements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InquiryImprovements_OrganisationUnits_DivisionUnitId",
                        column: x => x.DivisionUnitId,
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "InquiryIssues",
                columns: table => new
                {
                    CaseNumber = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    PlannedInquiryId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Topic = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    OfficeUnitId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    RecordedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConsentAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ConsentBy = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    WorkStartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IsKey = table.Column<bool>(type: "INTEGER", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryIssues", x => x.CaseNumber);
                    table.ForeignKey(
                        name: "FK_InquiryIssues_OrganisationUnits_OfficeUnitId",
                        column: x => x.OfficeUnitId,
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "InquiryRules",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Code = table.Column<string>(type: "TEXT", unicode: false, maxLength: 10, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Event = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    Period = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    IsActive = table.Column<bool>(type: "INTEGER", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryRules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InquiryPlans",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Number = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    RuleId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    FirstDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    LastDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    GeneratedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryPlans", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InquiryPlans_InquiryRules_RuleId",
                        column: x => x.RuleId,
                        principalTable: "InquiryRules",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PlannedInquiries",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PlanId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    EquipmentId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    FieldJobId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    CustomerId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    OfficeUnitId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DoneBy = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    Score = table.Column<int>(type: "INTEGER", nullable: true),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlannedInquiries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_Equipment_EquipmentId",
                        column: x => x.EquipmentId,
                        principalTable: "Equipment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_FieldJobs_FieldJobId",
                        column: x => x.FieldJobId,
                        principalTable: "FieldJobs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_InquiryPlans_PlanId",
                        column: x => x.PlanId,
                        principalTable: "InquiryPlans",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_OrganisationUnits_OfficeUnitId",
                        column: x => x.OfficeUnitId,
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_InquiryImprovements_DivisionUnitId_Reason_Topic_Quarter",
                table: "InquiryImprovements",
                columns: new[] { "DivisionUnitId", "Reason", "Topic", "Quarter" });

            migrationBuilder.CreateIndex(
                name: "IX_InquiryImprovements_WorkItemId",
                table: "InquiryImprovements",
                column: "WorkItemId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InquiryIssues_OfficeUnitId",
                table: "InquiryIssues",
                column: "OfficeUnitId");

            migrationBuilder.CreateIndex(
                name: "IX_InquiryIssues_Topic_RecordedAt",
                table: "InquiryIssues",
                columns: new[] { "Topic", "RecordedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_InquiryPlans_FirstDay",
                table: "InquiryPlans",
                column: "FirstDay");

            migrationBuilder.CreateIndex(
                name: "IX_InquiryPlans_Number",
                table: "InquiryPlans",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InquiryPlans_RuleId",
                table: "InquiryPlans",
                column: "RuleId");

            migrationBuilder.CreateIndex(
                name: "IX_InquiryRules_Code",
                table: "InquiryRules",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_CustomerId",
                table: "PlannedInquiries",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_EquipmentId",
                table: "PlannedInquiries",
                column: "EquipmentId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_FieldJobId",
                table: "PlannedInquiries",
                column: "FieldJobId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_OfficeUnitId",
                table: "PlannedInquiries",
                column: "OfficeUnitId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_PlanId_EquipmentId",
                table: "PlannedInquiries",
                columns: new[] { "PlanId", "EquipmentId" },
                unique: true,
                filter: "[FieldJobId] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_PlanId_FieldJobId",
                table: "PlannedInquiries",
                columns: new[] { "PlanId", "FieldJobId" },
                unique: true,
                filter: "[FieldJobId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_PlanId_OfficeUnitId_DoneAt",
                table: "PlannedInquiries",
                columns: new[] { "PlanId", "OfficeUnitId", "DoneAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_WorkItemId",
                table: "PlannedInquiries",
                column: "WorkItemId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "InquiryImprovements");

            migrationBuilder.DropTable(
                name: "InquiryIssues");

            migrationBuilder.DropTable(
                name: "PlannedInquiries");

            migrationBuilder.DropTable(
                name: "InquiryPlans");

            migrationBuilder.DropTable(
                name: "InquiryRules");
        }
    }
}
