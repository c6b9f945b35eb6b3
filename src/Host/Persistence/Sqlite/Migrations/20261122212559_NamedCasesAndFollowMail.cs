using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AfterSales.Host.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NamedCasesAndFollowMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NamedCase",
                table: "ReceivedMails",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "FollowLinkId",
                table: "NotificationDeliveries",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReceivedMails_Case",
                table: "ReceivedMails",
                column: "Case",
                filter: "[NamedCase] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ReceivedMails_NamedCase",
                table: "ReceivedMails",
                column: "NamedCase",
                filter: "[NamedCase] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_NotificationDeliveries_ToCustomers",
                table: "NotificationDeliveries",
                columns: new[] { "CaseNumber", "Id" },
                filter: "[PersonId] IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ReceivedMails_Case",
                table: "ReceivedMails");

            migrationBuilder.DropIndex(
                name: "IX_ReceivedMails_NamedCase",
                table: "ReceivedMails");

            migrationBuilder.DropIndex(
                name: "IX_NotificationDeliveries_ToCustomers",
                table: "NotificationDeliveries");

            migrationBuilder.DropColumn(
                name: "NamedCase",
                table: "ReceivedMails");

            migrationBuilder.DropColumn(
                name: "FollowLinkId",
                table: "NotificationDeliveries");
        }
    }
}
