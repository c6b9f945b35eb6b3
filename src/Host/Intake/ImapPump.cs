using AfterSales.Domain.Pipeline;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace AfterSales.Host.Intake;

/// <summary>Looks into the company's mailbox now and then and takes in what is unread (SLA-25); reads it as seen only when it is in the database.</summary>
internal sealed partial class ImapPump(IServiceScopeFactory scopes, IOptionsMonitor<MailIntakeOptions> options, TimeProvider clock, ILogger<ImapPump> log) : BackgroundService
{
    private const int MostAtOnce = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var settings = options.CurrentValue;
            try
            {
                if (settings.ImapHost is { Length: > 0 })
                    await LookAsync(settings, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The mailbox keeps what was not taken; the next look finds it again.
                LogFailure(failure.GetType().Name);
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(settings.PollSeconds, 5, 3600)), clock, stoppingToken);
        }
    }

    private async Task LookAsync(MailIntakeOptions settings, CancellationToken cancellationToken)
    {
        using var client = new ImapClient { Timeout = 30_000 };
        await client.ConnectAsync(settings.ImapHost!, settings.ImapPort, settings.ImapTls ? SecureSocketOptions.Auto : SecureSocketOptions.None, cancellationToken);
        await client.AuthenticateAsync(settings.ImapUser ?? "", settings.ImapPassword ?? "", cancellationToken);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        foreach (var id in (await client.Inbox.SearchAsync(SearchQuery.NotSeen, cancellationToken)).Take(MostAtOnce))
        {
            var isTaken = await TakeAsync(client.Inbox, id, cancellationToken);
            await client.Inbox.AddFlagsAsync(id, isTaken ? MessageFlags.Seen : MessageFlags.Seen | MessageFlags.Flagged, silent: true, cancellationToken);
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private async Task<bool> TakeAsync(IMailFolder inbox, UniqueId id, CancellationToken cancellationToken)
    {
        try
        {
            var mail = MailReader.Read(await inbox.GetMessageAsync(id, cancellationToken));
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<MailDesk>().TakeAsync(mail, cancellationToken);
            return true;
        }
        catch (Exception refusal) when (refusal is FluentValidation.ValidationException or RuleViolationException)
        {
            // Somebody must look at it in the mailbox, where it is flagged; trying again would end the same way.
            LogRefused(refusal.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mailbox could not be read: {Failure}")]
    private partial void LogFailure(string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail could not be taken in and is flagged in the mailbox: {Refusal}")]
    private partial void LogRefused(string refusal);
}
