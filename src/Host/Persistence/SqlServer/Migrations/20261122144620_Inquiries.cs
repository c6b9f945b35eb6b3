using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Inquiries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "inquiries");

            migrationBuilder.CreateTable(
                name: "InquiryImprovements",
                schema: "inquiries",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    DivisionUnitId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    Reason = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Topic = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: true),
                    Quarter = table.Column<DateOnly>(type: "date", nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Draft = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryImprovements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InquiryImprovements_OrganisationUnits_DivisionUnitId",
                        column: x => x.DivisionUnitId,
                        principalSchema: "org",
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "InquiryIssues",
                schema: "inquiries",
                columns: table => new
                {
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    PlannedInquiryId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    Topic = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Description = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    OfficeUnitId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    ConsentAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    ConsentBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    WorkStartedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    IsKey = table.Column<bool>(type: "bit", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryIssues", x => x.CaseNumber);
                    table.ForeignKey(
                        name: "FK_InquiryIssues_OrganisationUnits_OfficeUnitId",
                        column: x => x.OfficeUnitId,
                        principalSchema: "org",
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "InquiryRules",
                schema: "inquiries",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Code = table.Column<string>(type: "varchar(10)", unicode: false, maxLength: 10, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Event = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Period = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    IsActive = table.Column<bool>(type: "bit", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryRules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InquiryPlans",
                schema: "inquiries",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Number = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    RuleId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    FirstDay = table.Column<DateOnly>(type: "date", nullable: false),
                    LastDay = table.Column<DateOnly>(type: "date", nullable: false),
                    GeneratedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InquiryPlans", x => x.Id);
                    table.ForeignKey(
                        name: "FK_InquiryPlans_InquiryRules_RuleId",
                        column: x => x.RuleId,
                        principalSchema: "inquiries",
                        principalTable: "InquiryRules",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PlannedInquiries",
                schema: "inquiries",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PlanId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    EquipmentId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    FieldJobId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    CustomerId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    OfficeUnitId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    Subject = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    WorkItemId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    DoneAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true),
                    DoneBy = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: true),
                    Score = table.Column<int>(type: "int", nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlannedInquiries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_Customers_CustomerId",
                        column: x => x.CustomerId,
                        principalSchema: "customers",
                        principalTable: "Customers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_Equipment_EquipmentId",
                        column: x => x.EquipmentId,
                        principalSchema: "customers",
                        principalTable: "Equipment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_FieldJobs_FieldJobId",
                        column: x => x.FieldJobId,
                        principalSchema: "customers",
                        principalTable: "FieldJobs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_InquiryPlans_PlanId",
                        column: x => x.PlanId,
                        principalSchema: "inquiries",
                        principalTable: "InquiryPlans",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PlannedInquiries_OrganisationUnits_OfficeUnitId",
                        column: x => x.OfficeUnitId,
                        principalSchema: "org",
                        principalTable: "OrganisationUnits",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_InquiryImprovements_DivisionUnitId_Reason_Topic_Quarter",
                schema: "inquiries",
                table: "InquiryImprovements",
                columns: new[] { "DivisionUnitId", "Reason", "Topic", "Quarter" });

            migrationBuilder.CreateIndex(
                name: "IX_InquiryImprovements_WorkItemId",
                schema: "inquiries",
                table: "InquiryImprovements",
                column: "WorkItemId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InquiryIssues_OfficeUnitId",
                schema: "inquiries",
                table: "InquiryIssues",
                column: "OfficeUnitId");

            migrationBuilder.CreateIndex(
                name: "IX_InquiryIssues_Topic_RecordedAt",
                schema: "inquiries",
                table: "InquiryIssues",
                columns: new[] { "Topic", "RecordedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_InquiryPlans_FirstDay",
                schema: "inquiries",
                table: "InquiryPlans",
                column: "FirstDay");

            migrationBuilder.CreateIndex(
                name: "IX_InquiryPlans_Number",
                schema: "inquiries",
                table: "InquiryPlans",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_InquiryPlans_RuleId",
                schema: "inquiries",
                table: "InquiryPlans",
                column: "RuleId");

            migrationBuilder.CreateIndex(
                name: "IX_InquiryRules_Code",
                schema: "inquiries",
                table: "InquiryRules",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_CustomerId",
                schema: "inquiries",
                table: "PlannedInquiries",
                column: "CustomerId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_EquipmentId",
                schema: "inquiries",
                table: "PlannedInquiries",
                column: "EquipmentId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_FieldJobId",
                schema: "inquiries",
                table: "PlannedInquiries",
                column: "FieldJobId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_OfficeUnitId",
                schema: "inquiries",
                table: "PlannedInquiries",
                column: "OfficeUnitId");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_PlanId_EquipmentId",
                schema: "inquiries",
                table: "PlannedInquiries",
                columns: new[] { "PlanId", "EquipmentId" },
                unique: true,
                filter: "[FieldJobId] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_PlanId_FieldJobId",
                schema: "inquiries",
                table: "PlannedInquiries",
                columns: new[] { "PlanId", "FieldJobId" },
                unique: true,
                filter: "[FieldJobId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_PlanId_OfficeUnitId_DoneAt",
                schema: "inquiries",
                table: "PlannedInquiries",
                columns: new[] { "PlanId", "OfficeUnitId", "DoneAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_WorkItemId",
                schema: "inquiries",
                table: "PlannedInquiries",
                column: "WorkItemId",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "InquiryImprovements",
                schema: "inquiries");

            migrationBuilder.DropTable(
                name: "InquiryIssues",
                schema: "inquiries");

            migrationBuilder.DropTable(
                name: "PlannedInquiries",
                schema: "inquiries");

            migrationBuilder.DropTable(
                name: "InquiryPlans",
                schema: "inquiries");

            migrationBuilder.DropTable(
                name: "InquiryRules",
                schema: "inquiries");
        }
    }
}
