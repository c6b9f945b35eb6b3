using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class RegisterLookUps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "LocalDigits",
                schema: "customers",
                table: "Customers",
                type: "varchar(40)",
                unicode: false,
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                schema: "cases",
                table: "CaseFiles",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RegisterNames",
                schema: "customers",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Kind = table.Column<string>(type: "varchar(30)", unicode: false, maxLength: 30, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegisterNames", x => new { x.Kind, x.Id });
                });

            migrationBuilder.Sql("UPDATE customers.Customers SET LocalDigits = CASE WHEN PhoneDigits LIKE '0086%' THEN SUBSTRING(PhoneDigits, 5, 40) WHEN PhoneDigits LIKE '86_________%' THEN SUBSTRING(PhoneDigits, 3, 40) ELSE PhoneDigits END WHERE PhoneDigits LIKE '0%' OR PhoneDigits LIKE '86_________%'");

            migrationBuilder.Sql("UPDATE customers.Customers SET LocalDigits = CASE WHEN LocalDigits LIKE '01%' OR LocalDigits LIKE '02%' THEN SUBSTRING(LocalDigits, 4, 40) ELSE SUBSTRING(LocalDigits, 5, 40) END WHERE LocalDigits LIKE '0%'");

            migrationBuilder.Sql("UPDATE customers.Customers SET LocalDigits = NULL WHERE LocalDigits = '' OR LocalDigits = PhoneDigits");

            migrationBuilder.Sql("INSERT INTO customers.RegisterNames (Id, Kind, Text) SELECT Id, 'CustomerUnit', Unit FROM (SELECT Id, Unit, ROW_NUMBER() OVER (PARTITION BY Unit ORDER BY Id) AS n FROM customers.Customers WHERE Unit <> '') named WHERE n = 1");

            migrationBuilder.Sql("INSERT INTO customers.RegisterNames (Id, Kind, Text) SELECT Id, 'EquipmentName', Name FROM (SELECT Id, Name, ROW_NUMBER() OVER (PARTITION BY Name ORDER BY Id) AS n FROM customers.Equipment WHERE Name <> '') named WHERE n = 1");

            migrationBuilder.Sql("INSERT INTO customers.RegisterNames (Id, Kind, Text) SELECT Id, 'EquipmentModel', Model FROM (SELECT Id, Model, ROW_NUMBER() OVER (PARTITION BY Model ORDER BY Id) AS n FROM customers.Equipment WHERE Model <> '') named WHERE n = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_Model_SerialNumber_Id",
                schema: "customers",
                table: "Equipment",
                columns: new[] { "Model", "SerialNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Equipment_Name_SerialNumber_Id",
                schema: "customers",
                table: "Equipment",
                columns: new[] { "Name", "SerialNumber", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Customers_LocalDigits_Id",
                schema: "customers",
                table: "Customers",
                columns: new[] { "LocalDigits", "Id" },
                filter: "[LocalDigits] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Customers_Unit_Name_Id",
                schema: "customers",
                table: "Customers",
                columns: new[] { "Unit", "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RegisterNames_Kind_Text",
                schema: "customers",
                table: "RegisterNames",
                columns: new[] { "Kind", "Text" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RegisterNames",
                schema: "customers");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_Model_SerialNumber_Id",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Equipment_Name_SerialNumber_Id",
                schema: "customers",
                table: "Equipment");

            migrationBuilder.DropIndex(
                name: "IX_Customers_LocalDigits_Id",
                schema: "customers",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_Customers_Unit_Name_Id",
                schema: "customers",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "LocalDigits",
                schema: "customers",
                table: "Customers");

            migrationBuilder.DropColumn(
                name: "Language",
                schema: "cases",
                table: "CaseFiles");
        }
    }
}
