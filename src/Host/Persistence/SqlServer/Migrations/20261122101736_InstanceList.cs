using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class InstanceList : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_WorkflowInstances_List",
                schema: "engine",
                table: "WorkflowInstances",
                columns: new[] { "Id", "Status", "SubStatus", "IncidentCount", "DefinitionId", "CreatedAt", "FinishedAt", "CorrelationId", "Name" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_WorkflowInstances_List",
                schema: "engine",
                table: "WorkflowInstances");
        }
    }
}
