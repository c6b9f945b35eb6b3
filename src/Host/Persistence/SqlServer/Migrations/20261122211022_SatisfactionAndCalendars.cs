using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class SatisfactionAndCalendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CalendarCode",
                schema: "org",
                table: "OrganisationUnits",
                type: "varchar(40)",
                unicode: false,
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CalendarCode",
                schema: "customers",
                table: "Customers",
                type: "varchar(40)",
                unicode: false,
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                schema: "customers",
                table: "Customers",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "SatisfactionTargets",
                schema: "inquiries",
                columns: table => new
                {
                    Code = table.Column<string>(type: "varchar(10)", unicode: false, maxLength: 10, nullable: false),
                    Percent = table.Column<decimal>(type: "decimal(4,1)", precision: 4, scale: 1, nullable: false),
                    SatisfiedFrom = table.Column<int>(type: "int", nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SatisfactionTargets", x => x.Code);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ServiceRatings_RatedAt",
                schema: "portal",
                table: "ServiceRatings",
                column: "RatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_PlannedInquiries_DoneAt",
                schema: "inquiries",
                table: "PlannedInquiries",
                column: "DoneAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SatisfactionTargets",
                schema: "inquiries");

            migrationBuilder.DropIndex(
                name: "IX_ServiceRatings_RatedAt",
                schema: "portal",
                table: "ServiceRatings");

            migrationBuilder.DropIndex(
                name: "IX_PlannedInquiries_DoneAt",
                schema: "inquiries",
                table: "PlannedInquiries");

            migrationBuilder.DropColumn(
                name: "CalendarCode",
                schema: "org",
                table: "OrganisationUnits");

            migrationBuilder.DropColumn(
                name: "CalendarCode",
                schema: "customers",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Revision",
                schema: "customers",
                table: "Customers");
        }
    }
}
