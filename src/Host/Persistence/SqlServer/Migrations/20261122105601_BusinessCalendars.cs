using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class BusinessCalendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Calendar",
                schema: "sla",
                table: "SlaClocks",
                type: "varchar(40)",
                unicode: false,
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CountedIn",
                schema: "sla",
                table: "SlaClocks",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: false,
                defaultValue: "Wall");

            migrationBuilder.AddColumn<long>(
                name: "Promised",
                schema: "sla",
                table: "SlaClocks",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "BusinessCalendars",
                schema: "sla",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Code = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Zone = table.Column<string>(type: "varchar(60)", unicode: false, maxLength: 60, nullable: false),
                    Week = table.Column<string>(type: "varchar(max)", unicode: false, nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BusinessCalendars", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CalendarYears",
                schema: "sla",
                columns: table => new
                {
                    CalendarId = table.Column<byte[]>(type: "binary(16)", nullable: false),
                    Year = table.Column<int>(type: "int", nullable: false),
                    CalendarCode = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: false),
                    Days = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Source = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CalendarYears", x => new { x.CalendarId, x.Year });
                    table.ForeignKey(
                        name: "FK_CalendarYears_BusinessCalendars_CalendarId",
                        column: x => x.CalendarId,
                        principalSchema: "sla",
                        principalTable: "BusinessCalendars",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BusinessCalendars_Code",
                schema: "sla",
                table: "BusinessCalendars",
                column: "Code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CalendarYears",
                schema: "sla");

            migrationBuilder.DropTable(
                name: "BusinessCalendars",
                schema: "sla");

            migrationBuilder.DropColumn(
                name: "Calendar",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "CountedIn",
                schema: "sla",
                table: "SlaClocks");

            migrationBuilder.DropColumn(
                name: "Promised",
                schema: "sla",
                table: "SlaClocks");
        }
    }
}
