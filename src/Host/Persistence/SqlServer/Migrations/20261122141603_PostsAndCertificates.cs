using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class PostsAndCertificates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "RequiredCertificate",
                schema: "tasks",
                table: "WorkItems",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NextTeamStatus",
                schema: "org",
                table: "Projects",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NextTeamStatusFrom",
                schema: "org",
                table: "Projects",
                type: "datetime2(6)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RequiredCertificate",
                schema: "org",
                table: "Projects",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                schema: "org",
                table: "Projects",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "From",
                schema: "org",
                table: "Posts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "Until",
                schema: "org",
                table: "Posts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                schema: "org",
                table: "People",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                schema: "org",
                table: "OrganisationUnits",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: false,
                defaultValue: "Department");

            migrationBuilder.AddColumn<string>(
                name: "Region",
                schema: "org",
                table: "OrganisationUnits",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                schema: "org",
                table: "OrganisationUnits",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "PostCertificates",
                schema: "org",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    PersonId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    ProjectId = table.Column<byte[]>(type: "binary(16)", nullable: true),
                    ValidUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PostCertificates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PostCertificates_People_PersonId",
                        column: x => x.PersonId,
                        principalSchema: "org",
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PostCertificates_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalSchema: "org",
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PostCertificates_PersonId_Kind",
                schema: "org",
                table: "PostCertificates",
                columns: new[] { "PersonId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_PostCertificates_ProjectId",
                schema: "org",
                table: "PostCertificates",
                column: "ProjectId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PostCertificates",
                schema: "org");

            migrationBuilder.DropColumn(
                name: "RequiredCertificate",
                schema: "tasks",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "NextTeamStatus",
                schema: "org",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "NextTeamStatusFrom",
                schema: "org",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "RequiredCertificate",
                schema: "org",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "Revision",
                schema: "org",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "From",
                schema: "org",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Until",
                schema: "org",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Revision",
                schema: "org",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Kind",
                schema: "org",
                table: "OrganisationUnits");

            migrationBuilder.DropColumn(
                name: "Region",
                schema: "org",
                table: "OrganisationUnits");

            migrationBuilder.DropColumn(
                name: "Revision",
                schema: "org",
                table: "OrganisationUnits");
        }
    }
}
