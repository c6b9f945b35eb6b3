using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Intake;

public sealed class TakeMailTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private static readonly Actor Sender = Actor.Customer("周女士");
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1];
    private readonly TestProduct _product = fixture.Product;

    private Actor Agent => _product.Holding(Roles.Agent);

    [Fact]
    public async Task New_mail_opens_a_complaint_and_the_same_one_counts_once()
    {
        var taken = await TakeAsync(Mail("new-1"));

        Assert.Equal((MailOutcome.NewCase, taken), (taken.Outcome, await TakeAsync(Mail("new-1"))));
        var complaint = (await _product.SendAsync(Agent, new GetComplaint(taken.Number!.Value)))!;
        Assert.Equal((Channel.Email, "抓拍不清", "周女士", "zhou@example.org"), (complaint.Channel, complaint.Subject, complaint.Customer.Name, complaint.Customer.Email));
    }

    [Fact]
    public async Task Reply_goes_to_its_case_by_thread_or_by_the_number_in_its_subject()
    {
        var number = (await TakeAsync(Mail("thread-1"))).Number!.Value;

        Assert.Equal(new TakenMail(MailOutcome.Note, number), await TakeAsync(Mail("thread-2") with { Subject = "Re: 抓拍不清", Text = "还是不行", Answers = ["<thread-1@example.org>"] }));
        Assert.Equal(new TakenMail(MailOutcome.Note, number), await TakeAsync(Mail("thread-3") with { Subject = $"回复：[{number.Value.ToLowerInvariant()}] 抓拍不清", Text = "附照片" }));

        var notes = (await _product.SendAsync(Agent, new GetCaseConversation(number)))!.Notes;
        Assert.Equal(["还是不行", "附照片"], notes.Select(n => n.Text));
        Assert.All(notes, note => Assert.True(note.IsFromCustomer));
    }

    [Fact]
    public async Task Reply_to_what_we_sent_goes_to_the_case_it_was_about()
    {
        var number = (await _product.RegisterAsync()).Number;
        await _product.SendAsync(Actor.System, new Domain.Tasks.OpenWorkItem(
            number, new LocalizedText("请确认"), LocalizedText.Empty, Roles.VerificationOfficer, null, null, Domain.Tasks.WorkItemKind.CustomerConfirmation,
            [new("Satisfied", new LocalizedText("满意"))], null, null, null));
        var key = await _product.ReadAsync(db => db.NotificationDeliveries.Where(d => d.CaseNumber == number).Select(d => d.Key).FirstAsync());

        var taken = await TakeAsync(Mail("answer-1") with { Subject = "Re: 请确认", Answers = [$"<{key.Replace(':', '.')}@service.example>"] });

        Assert.Equal(new TakenMail(MailOutcome.Note, number), taken);
    }

    [Fact]
    public async Task Reply_to_a_merged_case_goes_to_the_one_that_goes_on_and_to_an_ended_one_opens_another()
    {
        var (one, other) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync()).Number);
        await _product.SendAsync(Agent, new MergeCase(one, other, "重复"));
        Assert.Equal(new TakenMail(MailOutcome.Note, other), await TakeAsync(Mail("merged-1") with { Subject = $"Re: {one}" }));

        await _product.SendAsync(_product.Holding(Roles.Administrator), new RequestForcedClosure(other, "停产"));
        await _product.SendAsync(_product.Holding(Roles.EngineeringDirector), new DecideForcedClosure(other, true, "同意"));
        Assert.Equal(MailOutcome.NewCase, (await TakeAsync(Mail("ended-1") with { Subject = $"Re: {one}" })).Outcome);
    }

    [Fact]
    public async Task What_no_person_wrote_opens_nothing_and_is_remembered()
    {
        Assert.Equal(new TakenMail(MailOutcome.Ignored, null), await TakeAsync(Mail("auto-1") with { IsAutomatic = true }));
        Assert.Equal(new TakenMail(MailOutcome.Ignored, null), await TakeAsync(Mail("auto-1")));
    }

    [Fact]
    public async Task Files_are_kept_by_what_they_are_and_what_is_not_kept_is_named()
    {
        var taken = await TakeAsync(Mail("files-1") with { Files = [new("night.png", Picture), new("run.exe", [1, 2]), new("fake.png", "<html>"u8.ToArray()), new("big.png", new byte[11 * 1024 * 1024])] });

        var conversation = (await _product.SendAsync(Agent, new GetCaseConversation(taken.Number!.Value)))!;
        Assert.Equal(["night.png"], conversation.Files.Select(f => f.FileName));
        var complaint = (await _product.SendAsync(Agent, new GetComplaint(taken.Number.Value)))!;
        Assert.Contains("run.exe, fake.png, big.png", complaint.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_mail_is_cut_for_reading_and_kept_whole_beside_it()
    {
        var taken = await TakeAsync(Mail("long-1") with { Subject = new string('题', 5000), FromName = new string('名', 5000), Text = string.Concat(Enumerable.Repeat("😀", 5000)) });

        var complaint = (await _product.SendAsync(Agent, new GetComplaint(taken.Number!.Value)))!;
        Assert.Equal((200, 4000), (complaint.Subject.Length, complaint.Description.Length));
        Assert.Equal("mail.txt", Assert.Single((await _product.SendAsync(Agent, new GetCaseConversation(taken.Number.Value)))!.Files).FileName);
    }

    [Fact]
    public async Task Message_delivered_twice_at_once_opens_one_case()
    {
        var taken = await Together.RunAsync(Enumerable.Range(0, 3), _ => TakeAsync(Mail("twice-1") with { Subject = "同时到达" }));

        Assert.Single(taken.Answers.Select(a => a.Number).Distinct());
        Assert.Equal(1, await _product.ReadAsync(db => db.CaseFiles.CountAsync(c => c.Subject == "同时到达")));
    }

    private static IncomingMail Mail(string id) => new($"<{id}@example.org>", "周女士", "zhou@example.org", "抓拍不清", "雨天抓拍不清", [], false, []);

    private Task<TakenMail> TakeAsync(IncomingMail mail) => _product.SendAsync(Sender, new TakeMail(mail));
}
