using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class IncidentsKnowTheirDefinition : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Those recorded before incidents had a definition of their own.
            migrationBuilder.Sql("""UPDATE "WorkflowIncidents" SET "DefinitionId" = (SELECT i."DefinitionId" FROM "WorkflowInstances" AS i WHERE i."Id" = "WorkflowIncidents"."InstanceId")""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

        }
    }
}
