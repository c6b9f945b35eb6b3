using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class TasksDueWithClocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DueMetrics",
                schema: "tasks",
                table: "WorkItems",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DueMetrics",
                schema: "tasks",
                table: "WorkItems");
        }
    }
}
