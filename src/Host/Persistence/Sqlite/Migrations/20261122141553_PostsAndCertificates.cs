using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PostsAndCertificates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "RequiredCertificate",
                table: "WorkItems",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NextTeamStatus",
                table: "Projects",
                type: "TEXT",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "NextTeamStatusFrom",
                table: "Projects",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RequiredCertificate",
                table: "Projects",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Projects",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "From",
                table: "Posts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "Until",
                table: "Posts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "People",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "OrganisationUnits",
                type: "TEXT",
                unicode: false,
                maxLength: 30,
                nullable: false,
                defaultValue: "Department");

            migrationBuilder.AddColumn<string>(
                name: "Region",
                table: "OrganisationUnits",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "OrganisationUnits",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "PostCertificates",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    ProjectId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    ValidUntil = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PostCertificates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PostCertificates_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PostCertificates_Projects_ProjectId",
                        column: x => x.ProjectId,
                        principalTable: "Projects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PostCertificates_PersonId_Kind",
                table: "PostCertificates",
                columns: new[] { "PersonId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_PostCertificates_ProjectId",
                table: "PostCertificates",
                column: "ProjectId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PostCertificates");

            migrationBuilder.DropColumn(
                name: "RequiredCertificate",
                table: "WorkItems");

            migrationBuilder.DropColumn(
                name: "NextTeamStatus",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "NextTeamStatusFrom",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "RequiredCertificate",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Projects");

            migrationBuilder.DropColumn(
                name: "From",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Until",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "OrganisationUnits");

            migrationBuilder.DropColumn(
                name: "Region",
                table: "OrganisationUnits");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "OrganisationUnits");
        }
    }
}
