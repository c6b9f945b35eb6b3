using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CustomersOfficeAndLanguage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "Customers",
                type: "TEXT",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "OfficeUnitId",
                table: "Customers",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Customers_OfficeUnitId",
                table: "Customers",
                column: "OfficeUnitId");

            migrationBuilder.AddForeignKey(
                name: "FK_Customers_OrganisationUnits_OfficeUnitId",
                table: "Customers",
                column: "OfficeUnitId",
                principalTable: "OrganisationUnits",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Customers_OrganisationUnits_OfficeUnitId",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_OfficeUnitId",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "OfficeUnitId",
                table: "Customers");
        }
    }
}
