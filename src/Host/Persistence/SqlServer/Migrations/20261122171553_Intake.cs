using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Intake : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ReportToken",
                schema: "customers",
                table: "Equipment",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "MergedAt",
                schema: "cases",
                table: "CaseFiles",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "MergedInto",
                schema: "cases",
                table: "CaseFiles",
                type: "varchar(20)",
                unicode: false,
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "CaseAttachmentContents",
                schema: "cases",
                columns: table => new
                {
                    AttachmentId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Content = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseAttachmentContents", x => x.AttachmentId);
                });

            migrationBuilder.CreateTable(
                name: "CaseAttachments",
                schema: "cases",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ContentType = table.Column<string>(type: "varchar(100)", unicode: false, maxLength: 100, nullable: false),
                    Size = table.Column<int>(type: "int", nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", unicode: false, maxLength: 64, nullable: false),
                    IsFromCustomer = table.Column<bool>(type: "bit", nullable: false),
                    AddedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    AddedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseAttachments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CaseNotes",
                schema: "cases",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Channel = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    IsFromCustomer = table.Column<bool>(type: "bit", nullable: false),
                    Author = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CaseNotes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FollowLinks",
                schema: "portal",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false),
                    RevokedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FollowLinks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ServiceRatings",
                schema: "portal",
                columns: table => new
                {
                    CaseNumber = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    Score = table.Column<int>(type: "int", nullable: false),
                    Comment = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    RatedAt = table.Column<DateTime>(type: "datetime2(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServiceRatings", x => x.CaseNumber);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_ReportToken",
                schema: "customers",
                table: "Equipment",
                column: "ReportToken",
                unique: true,
                filter: "[ReportToken] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CaseFiles_MergedInto",
                schema: "cases",
                table: "CaseFiles",
                column: "MergedInto",
                filter: "[MergedInto] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_CaseAttachments_CaseNumber_Id",
                schema: "cases",
                table: "CaseAttachments",
                columns: new[] { "CaseNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_CaseNotes_CaseNumber_Id",
                schema: "cases",
                table: "CaseNotes",
                columns: new[] { "CaseNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_FollowLinks_CaseNumber_Id",
                schema: "portal",
                table: "FollowLinks",
                columns: new[] { "CaseNumber", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CaseAttachmentContents",
                schema: "cases");

            migrationBuilder.DropTable(
                name: "CaseAttachments",
                schema: "cases");

            migrationBuilder.DropTable(
                name: "CaseNotes",
                schema: "cases");

            migrationBuilder.DropTable(
                name: "FollowLinks",
                schema: "portal");

            migrationBuilder.DropTable(
                name: "ServiceRatings",
                schema: "portal");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_ReportToken",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_CaseFiles_MergedInto",
                schema: "cases",
                table: "CaseFiles");

            migrationBuilder.DropColumn(
                name: "ReportToken",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropColumn(
                name: "MergedAt",
                schema: "cases",
                table: "CaseFiles");

            migrationBuilder.DropColumn(
                name: "MergedInto",
                schema: "cases",
                table: "CaseFiles");
        }
    }
}
