using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class NamedCasesAndFollowMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NamedCase",
                schema: "intake",
                table: "ReceivedMails",
                type: "varchar(20)",
                unicode: false,
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "FollowLinkId",
                schema: "notifications",
                table: "NotificationDeliveries",
                type: "binary(16)",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReceivedMails_Case",
                schema: "intake",
                table: "ReceivedMails",
                column: "Case",
                filter: "[NamedCase] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ReceivedMails_NamedCase",
                schema: "intake",
                table: "ReceivedMails",
                column: "NamedCase",
                filter: "[NamedCase] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_NotificationDeliveries_ToCustomers",
                schema: "notifications",
                table: "NotificationDeliveries",
                columns: new[] { "CaseNumber", "Id" },
                filter: "[PersonId] IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ReceivedMails_Case",
                schema: "intake",
                table: "ReceivedMails");

            migrationBuilder.DropIndex(
                name: "IX_ReceivedMails_NamedCase",
                schema: "intake",
                table: "ReceivedMails");

            migrationBuilder.DropIndex(
                name: "IX_NotificationDeliveries_ToCustomers",
                schema: "notifications",
                table: "NotificationDeliveries");

            migrationBuilder.DropColumn(
                name: "NamedCase",
                schema: "intake",
                table: "ReceivedMails");

            migrationBuilder.DropColumn(
                name: "FollowLinkId",
                schema: "notifications",
                table: "NotificationDeliveries");
        }
    }
}
