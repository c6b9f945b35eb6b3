using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SatisfactionAndCalendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CalendarCode",
                table: "OrganisationUnits",
                type: "TEXT",
                unicode: false,
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CalendarCode",
                table: "Customers",
                type: "TEXT",
                unicode: false,
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Customers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "SatisfactionTargets",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", unicode: false, maxLength: 10, nullable: false),
                    Percent = table.Column<decimal>(type: "TEXT", precision: 4, scale: 1, nullable: false),
                    SatisfiedFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SatisfactionTargets", x => x.Code);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRatings_RatedAt",
                table: "ServiceRatings",
                column: "RatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_DoneAt",
                table: "PlannedInquiries",
                column: "DoneAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SatisfactionTargets");

            migrationBuilder.DropIndex(
                name: "IX_ServiceRatings_RatedAt",
                table: "ServiceRatings");

            migrationBuilder.DropIndex(
                name: "IX_PlannedInquiries_DoneAt",
                table: "PlannedInquiries");

            migrationBuilder.DropColumn(
                name: "CalendarCode",
                table: "OrganisationUnits");

            migrationBuilder.DropColumn(
                name: "CalendarCode",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Customers");
        }
    }
}
