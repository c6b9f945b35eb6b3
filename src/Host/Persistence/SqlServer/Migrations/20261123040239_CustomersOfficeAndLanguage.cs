using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class CustomersOfficeAndLanguage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Language",
                schema: "customers",
                table: "Customers",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "OfficeUnitId",
                schema: "customers",
                table: "Customers",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Customers_OfficeUnitId",
                schema: "customers",
                table: "Customers",
                column: "OfficeUnitId");

            migrationBuilder.AddForeignKey(
                name: "FK_Customers_OrganisationUnits_OfficeUnitId",
                schema: "customers",
                table: "Customers",
                column: "OfficeUnitId",
                principalSchema: "org",
                principalTable: "OrganisationUnits",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Customers_OrganisationUnits_OfficeUnitId",
                schema: "customers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_OfficeUnitId",
                schema: "customers",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Language",
                schema: "customers",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "OfficeUnitId",
                schema: "customers",
                table: "Customers");
        }
    }
}
