using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CallerDigitsAndLatestRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PhoneDigits",
                table: "Customers",
                type: "TEXT",
                unicode: false,
                maxLength: 40,
                nullable: true);

            migrationBuilder.Sql("UPDATE Customers SET PhoneDigits = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(Phone, '-', ''), ' ', ''), '(', ''), ')', ''), '+', '') WHERE Phone IS NOT NULL AND Phone <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_SerialNumber_Name_Id",
                table: "Equipment",
                columns: new[] { "SerialNumber", "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Name_Unit_Id",
                table: "Customers",
                columns: new[] { "Name", "Unit", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_PhoneDigits_Id",
                table: "Customers",
                columns: new[] { "PhoneDigits", "Id" },
                filter: "[PhoneDigits] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditRecords_At",
                table: "AuditRecords",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Equipment_SerialNumber_Name_Id",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Name_Unit_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_PhoneDigits_Id",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_AuditRecords_At",
                table: "AuditRecords");

            migrationBuilder.DropColumn(
                name: "PhoneDigits",
                table: "Customers");
        }
    }
}
