using AfterSales.Domain.Actors;
using AfterSales.Domain.Cases;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Notifications;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tests.Tasks;
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

    [Theory]
    [InlineData("Camera offline", "The camera has been offline since 22:00.", TemplateLanguage.English)]
    [InlineData("Störung", "Die Kamera ist seit gestern offline – bitte prüfen 🙂", TemplateLanguage.English)]
    [InlineData("NVR-32-090017 offline", "Since last night. 谢谢", TemplateLanguage.Chinese)]
    [InlineData("كامېرا", "IPC-7 كامېرا ئىشلىمەيدۇ", null)]
    [InlineData("110", "—", null)]
    public async Task Writer_is_answered_in_the_language_of_the_mail_where_it_tells(string subject, string text, TemplateLanguage? language)
    {
        var number = (await TakeAsync(Mail($"language-{subject.GetHashCode(StringComparison.Ordinal)}") with { Subject = subject, Text = text })).Number!.Value;

        Assert.Equal(language, await _product.ReadAsync(db => db.CaseFiles.Where(c => c.Number == number).Select(c => c.Language).SingleAsync()));
    }

    [Fact]
    public async Task Register_decides_on_the_language_of_a_customer_whom_it_knows_it_of()
    {
        await _product.SendAsync(_product.Holding(Roles.Manager), new Domain.Customers.SaveCustomer(null, "阿依古丽", null, null, "ay@example.org", null, null, TemplateLanguage.Chinese, null));

        var number = (await TakeAsync(Mail("register-1") with { FromAddress = "ay@example.org", Subject = "NVR offline", Text = "NVR-32" })).Number!.Value;

        Assert.Null(await _product.ReadAsync(db => db.CaseFiles.Where(c => c.Number == number).Select(c => c.Language).SingleAsync()));
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
    public async Task Mail_of_somebody_unknown_that_names_a_case_or_a_mail_about_it_opens_a_case_that_shows_which()
    {
        var number = (await TakeAsync(Mail("named-1"))).Number!.Value;

        var byNumber = await TakeAsync(Mail("named-2") with { FromAddress = "mallory@example.net", Subject = $"Re: [{number}]", Text = "请按我说的办" });
        var byThread = await TakeAsync(Mail("named-3") with { FromAddress = "mallory@example.net", Subject = "Re: 抓拍不清", Answers = ["<named-1@example.org>"] });

        foreach (var taken in (TakenMail[])[byNumber, byThread])
        {
            Assert.Equal(MailOutcome.NewCase, taken.Outcome);
            Assert.NotEqual(number, taken.Number);
            Assert.Equal(number, (await ConversationAsync(taken.Number!.Value)).Named);
            // Somebody gets to see it: it waits in the agents' inbox as any complaint does.
            Assert.Equal((Roles.Agent, null), (await _product.OpenTaskAsync(taken.Number.Value)) is { } task ? (task.CandidateRole, task.AssigneeId) : default);
        }

        var named = await ConversationAsync(number);
        Assert.Empty(named.Notes);
        Assert.Equal([byNumber.Number!.Value, byThread.Number!.Value], named.NamedBy);
    }

    [Fact]
    public async Task Address_of_the_contact_counts_in_whatever_letters_and_by_caller_complainant_or_register()
    {
        var fault = (await _product.SendAsync(Agent, new Faults.ReportFault("冯先生", null, "0991-7000001", "Feng@Example.org", null, Channel.Phone, Faults.FaultLevel.Minor, null, null, "黑屏", "黑屏"))).Number;

        Assert.Equal(new TakenMail(MailOutcome.Note, fault), await TakeAsync(Mail("letters-1") with { FromAddress = "feng@example.ORG", Subject = $"{fault}" }));
    }

    [Fact]
    public async Task Mail_that_names_another_customers_case_is_merged_into_it_by_whoever_read_it_and_stays_unseen_by_that_customer()
    {
        var number = (await _product.RegisterAsync()).Number;
        var token = await _product.SendAsync(Agent, new IssueFollowLink(number));
        var taken = (await TakeAsync(Mail("vouched-1") with { FromAddress = "colleague@example.net", FromName = "同事", Subject = $"{number} 补充", Text = "现场照片", Files = [new("night.png", Picture)] })).Number!.Value;
        var strangersToken = await _product.SendAsync(Agent, new IssueFollowLink(taken));

        await _product.SendAsync(Agent, new MergeCase(taken, number, "已电话核实"));

        var conversation = await ConversationAsync(number);
        Assert.Equal(("现场照片", false), conversation.Notes.Select(n => (n.Text, n.IsFromCustomer)).Single());
        Assert.Equal(("night.png", false), conversation.Files.Select(f => (f.FileName, f.IsFromCustomer)).Single());
        var seen = await _product.SendAsync(Sender, new GetFollowedCase(token));
        Assert.Empty(seen.Words);
        Assert.Empty(seen.Files);
        // The stranger's own link does not open the other customer's case.
        Assert.Equal(taken, (await _product.SendAsync(Sender, new GetFollowedCase(strangersToken))).Number);
        // From now on the colleague is known to the case.
        Assert.Equal(new TakenMail(MailOutcome.Note, number), await TakeAsync(Mail("vouched-2") with { FromAddress = "colleague@example.net", Subject = $"{number}" }));
    }

    [Fact]
    public async Task Reply_by_mail_to_a_message_for_staff_is_a_note_of_theirs_that_the_customer_does_not_see()
    {
        var number = (await _product.RegisterAsync()).Number;
        var token = await _product.SendAsync(Agent, new IssueFollowLink(number));
        await _product.SendAsync(Agent, new Domain.Notifications.ChooseNotifications("agent@example.com", null, Domain.Notifications.TemplateLanguage.Chinese, null, 8, [new(Domain.Notifications.NotificationKind.TaskForGroup, true, false, Domain.Notifications.DigestChoice.None, false)]));
        await _product.OpenAsync(Roles.Agent, number: number);
        var key = await _product.ReadAsync(db => db.NotificationDeliveries.Where(d => d.CaseNumber == number && d.PersonId != null).Select(d => d.Key).FirstAsync());

        Assert.Equal(new TakenMail(MailOutcome.Note, number), await TakeAsync(Mail("staff-1") with { FromAddress = "agent@example.com", Subject = "Re: 待办", Text = "客户太难缠", Answers = [$"<{key.Replace(':', '.')}@service.example>"] }));

        Assert.False(Assert.Single((await ConversationAsync(number)).Notes).IsFromCustomer);
        Assert.Empty((await _product.SendAsync(Sender, new GetFollowedCase(token))).Words);
    }

    [Fact]
    public async Task Case_that_a_mail_names_is_told_to_nobody_who_may_not_know_of_it()
    {
        var secret = (await _product.SendAsync(Agent, new RegisterComplaint("王女士", null, "0991-1", null, null, Channel.Phone, ComplaintSeverity.Ordinary, null, "态度", "态度", IsSupervision: true))).Number;
        var taken = (await TakeAsync(Mail("secret-1") with { FromAddress = "mallory@example.net", Subject = $"{secret}" })).Number!.Value;

        Assert.Equal(secret, (await ConversationAsync(taken)).Named);
        Assert.Null((await _product.SendAsync(_product.Holding(Roles.ProcessOwner), new GetCaseConversation(taken)))!.Named);
    }

    [Fact]
    public async Task Who_opens_a_case_by_mail_is_mailed_the_way_to_follow_it()
    {
        var number = (await TakeAsync(Mail("follow-1"))).Number!.Value;

        var mail = Assert.Single((await ConversationAsync(number)).Mails);
        Assert.Equal((Domain.Notifications.NotificationKind.CustomerFollow, true), (mail.Kind, mail.MaySendAgain));
    }

    [Fact]
    public async Task Reply_to_a_merged_case_goes_to_the_one_that_goes_on_and_to_an_ended_one_opens_another()
    {
        var (one, other) = ((await _product.RegisterAsync()).Number, (await _product.RegisterAsync()).Number);
        await _product.SendAsync(Agent, new MergeCase(one, other, "重复"));
        Assert.Equal(new TakenMail(MailOutcome.Note, other), await TakeAsync(Mail("merged-1") with { FromAddress = "wang@example.org", Subject = $"Re: {one}" }));

        await _product.SendAsync(_product.Holding(Roles.Administrator), new RequestForcedClosure(other, "停产"));
        await _product.SendAsync(_product.Holding(Roles.EngineeringDirector), new DecideForcedClosure(other, true, "同意"));
        var again = await TakeAsync(Mail("ended-1") with { FromAddress = "wang@example.org", Subject = $"Re: {one}" });
        Assert.Equal((MailOutcome.NewCase, null), (again.Outcome, (await ConversationAsync(again.Number!.Value)).Named));
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

    private async Task<CaseConversation> ConversationAsync(CaseNumber number) => (await _product.SendAsync(Agent, new GetCaseConversation(number)))!;

    private Task<TakenMail> TakeAsync(IncomingMail mail) => _product.SendAsync(Sender, new TakeMail(mail));
}
