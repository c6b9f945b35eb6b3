using AfterSales.Domain.Actors;
using AfterSales.Domain.Complaints;
using AfterSales.Domain.Inquiries;
using AfterSales.Domain.Intake;
using AfterSales.Domain.Portal;
using AfterSales.Domain.Tasks;
using AfterSales.Domain.Tests.Tasks;
using AfterSales.Testing;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Domain.Tests.Portal;

/// <summary>What a customer sees and does through the link to follow their case.</summary>
public sealed class FollowedCaseTests(ProductFixture fixture) : IClassFixture<ProductFixture>
{
    private static readonly Actor Customer = Actor.Customer("王女士 (C-2026-00001)");
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private readonly TestProduct _product = fixture.Product;

    private Actor Agent => _product.Holding(Roles.Agent);

    [Fact]
    public async Task Customer_sees_where_the_case_stands_and_nothing_that_staff_say()
    {
        var (number, token) = await FollowAsync();
        await _product.SendAsync(Agent, new AddCaseNote(number, Channel.Phone, "内部：客户很着急"));
        await _product.SendAsync(Customer, new TellMore(token, "今晚又黑屏"));

        var seen = await _product.SendAsync(Customer, new GetFollowedCase(token));

        Assert.Equal((number, "相机黑屏", FollowedMoment.Reported), (seen.Number, seen.Subject, seen.History[0].Moment));
        Assert.Equal(["今晚又黑屏"], seen.Words.Select(w => w.Text));
        Assert.DoesNotContain("内部", System.Text.Json.JsonSerializer.Serialize(seen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_is_the_same_until_it_is_taken_back_and_then_opens_nothing()
    {
        var (number, token) = await FollowAsync();
        var id = Read(token);
        Assert.Equal(id, Read(await _product.SendAsync(Agent, new IssueFollowLink(number))));

        Assert.Equal(1, await _product.SendAsync(Agent, new RevokeFollowLinks(number)));

        await Refusal.ForbiddenAsync(_product, "link.expired", () => _product.SendAsync(Customer, new GetFollowedCase(token)));
        await Refusal.ForbiddenAsync(_product, "link.expired", () => _product.SendAsync(Customer, new TellMore(token, "x")));
        await Refusal.ForbiddenAsync(_product, "link.invalid", () => _product.SendAsync(Customer, new GetFollowedCase("rubbish")));
        Assert.NotEqual(id, Read(await _product.SendAsync(Agent, new IssueFollowLink(number))));
    }

    [Fact]
    public async Task Link_to_answer_a_task_does_not_follow_and_the_other_way_round()
    {
        var (number, token) = await FollowAsync();
        var task = await _product.OpenAsync(Roles.VerificationOfficer, null, WorkItemKind.CustomerConfirmation, number, outcomes: [CustomerConfirmation.Satisfied]);
        var answer = (await _product.SendAsync(_product.Holding(Roles.VerificationOfficer), new GetWorkItem(task))).CustomerToken!;

        await Refusal.ForbiddenAsync(_product, "link.invalid", () => _product.SendAsync(Customer, new GetFollowedCase(answer)));
        await Refusal.ForbiddenAsync(_product, "link.invalid", () => _product.SendAsync(Customer, new GetCustomerConfirmation(token)));
        var seen = await _product.SendAsync(Customer, new GetFollowedCase(token));
        Assert.Equal((FollowedState.AsksConfirmation, Read(answer)), (seen.State, Read(seen.ConfirmationToken!)));
    }

    [Fact]
    public async Task Expired_link_opens_nothing()
    {
        await using var product = await TestProduct.StartAsync(loadDefinitions: false);
        var number = (await product.RegisterAsync()).Number;
        var token = await product.SendAsync(product.Holding(Roles.Agent), new IssueFollowLink(number));
        product.Clock.Advance(FollowLink.Lifetime);

        await Refusal.ForbiddenAsync(product, "link.expired", () => product.SendAsync(Customer, new GetFollowedCase(token)));
    }

    [Fact]
    public async Task Link_of_a_merged_case_leads_to_the_one_that_goes_on()
    {
        var (number, token) = await FollowAsync();
        var other = (await _product.RegisterAsync()).Number;
        await _product.SendAsync(Agent, new MergeCase(number, other, "重复"));

        Assert.Equal(other, (await _product.SendAsync(Customer, new GetFollowedCase(token))).Number);
    }

    [Fact]
    public async Task Files_are_what_their_bytes_say_and_staff_see_them()
    {
        var (number, token) = await FollowAsync();

        var id = (await _product.SendAsync(Customer, new SendFiles(token, [new(@"C:\照片\night.png", Picture)]))).Single();

        Assert.Equal(Picture, (await _product.SendAsync(Agent, new GetCaseAttachment(number, id))).Content);
        Assert.Equal(("night.png", "image/png", true), (await _product.SendAsync(Agent, new GetCaseConversation(number)))!.Files.Select(f => (f.FileName, f.ContentType, f.IsFromCustomer)).Single());
        Assert.Equal(Picture, (await _product.SendAsync(Customer, new GetFollowedFile(token, id))).Content);
        await Refusal.FieldsAsync(_product, ["File file.unknown-kind"], () => _product.SendAsync(Customer, new SendFiles(token, [new("page.png", "<html>"u8.ToArray())])));
        await Refusal.FieldsAsync(_product, ["File file.unknown-kind"], () => _product.SendAsync(Customer, new SendFiles(token, [new("page.html", Picture)])));
        await Refusal.FieldsAsync(_product, ["File file.unknown-kind"], () => _product.SendAsync(Customer, new SendFiles(token, [new("a.pdf", Picture)])));
        await _product.SendAsync(Customer, new SendFiles(token, [new("a.pdf", "%PDF-1.7"u8.ToArray())]));
        Assert.Equal([("night.png", true), ("a.pdf", false)], (await _product.SendAsync(Customer, new GetFollowedCase(token))).Files.Select(f => (f.FileName, f.IsPicture)));
        await Refusal.FieldsAsync(_product, ["File file.too-large"], () => _product.SendAsync(Customer, new SendFiles(token, [new("a.png", [.. Picture, .. new byte[TaskAttachment.MaxSize]])])));
        await Refusal.FieldsAsync(_product, ["File file.empty"], () => _product.SendAsync(Customer, new SendFiles(token, [new("a.png", [])])));
        await Refusal.FieldsAsync(_product, ["File file.empty"], () => _product.SendAsync(Customer, new SendFiles(token, [])));
        await Refusal.FieldsAsync(_product, ["File files.too-many-at-once"], () => _product.SendAsync(Customer, new SendFiles(token, [.. Enumerable.Repeat(new SentFile("a.png", Picture), SendFiles.MostAtOnce + 1)])));
        // One of several that is none keeps the others out, too.
        await Refusal.FieldsAsync(_product, ["File file.unknown-kind"], () => _product.SendAsync(Customer, new SendFiles(token, [new("a.png", Picture), new("b.png", "<html>"u8.ToArray())])));
    }

    [Fact]
    public async Task Photo_of_one_case_is_not_to_be_had_through_the_link_of_another()
    {
        var (_, token) = await FollowAsync();
        var (_, others) = await FollowAsync();
        var id = (await _product.SendAsync(Customer, new SendFiles(token, [new("a.png", Picture)]))).Single();

        await Refusal.NotFoundAsync(_product, () => _product.SendAsync(Customer, new GetFollowedFile(others, id)));
    }

    [Fact]
    public async Task Service_is_rated_when_there_is_a_result_and_the_later_word_counts()
    {
        var (number, token) = await FollowAsync();
        await Refusal.RuleAsync(_product, "rating.too-early", () => _product.SendAsync(Customer, new RateService(token, 5, null)));
        await _product.OpenAsync(Roles.VerificationOfficer, null, WorkItemKind.CustomerConfirmation, number, outcomes: [CustomerConfirmation.Satisfied]);

        await _product.SendAsync(Customer, new RateService(token, 2, "太慢"));
        await _product.SendAsync(Customer, new RateService(token, 4, " "));

        Assert.Equal((4, null), (await _product.SendAsync(Agent, new GetCaseConversation(number)))!.Rating is { } rating ? (rating.Score, rating.Comment) : (0, ""));
        await Refusal.FieldsAsync(_product, ["Score InclusiveBetweenValidator"], () => _product.SendAsync(Customer, new RateService(token, 6, null)));
    }

    [Fact]
    public async Task Customer_agrees_to_the_plan_through_the_link_and_only_then_may_work_begin()
    {
        await using var product = await TestProduct.StartAsync();
        var officer = await product.OpenOfficeAsync("office", "division");
        var customerId = await product.InstallAsync("office", 1, null, null);
        var number = await product.SendAsync(product.Holding(Roles.InquiryOfficer), new RecordInquiryIssue(customerId, null, "office", InquiryTopic.Running, "画面抖动"));
        while (await product.OpenTaskAsync(number) is { FormCode: not InquiryForms.Consent } task)
        {
            var actor = task.CandidateRole == Roles.InquiryOfficer ? officer : product.Holding(task.CandidateRole);
            var details = await product.SendAsync(actor, new GetWorkItem(task.Id));
            await product.SendAsync(actor, new CompleteWorkItem(task.Id, details.Outcomes[0].Name, FormFiller.Fill(details.Form, details.Outcomes[0].Name, "已办理", product.Clock.GetUtcNow())));
        }

        var token = await product.SendAsync(product.Holding(Roles.Agent), new IssueFollowLink(number));
        var seen = await product.SendAsync(Customer, new GetFollowedCase(token));
        Assert.Equal((FollowedState.AsksConsent, "已办理"), (seen.State, seen.Plan));
        await Refusal.FieldsAsync(product, ["Comment NotEmptyValidator"], () => product.SendAsync(Customer, new AnswerConsent(token, false, null)));

        await product.SendAsync(Customer, new AnswerConsent(token, true, null));

        var issue = await product.ReadAsync(db => db.InquiryIssues.SingleAsync(i => i.CaseNumber == number));
        Assert.Equal("林涛", issue.ConsentBy);
        await Refusal.RuleAsync(product, "consent.not-asked", () => product.SendAsync(Customer, new AnswerConsent(token, true, null)));
    }

    private Guid? Read(string token)
    {
        var tokens = (ICustomerLinkTokens?)_product.Services.GetService(typeof(ICustomerLinkTokens));
        return tokens!.Read(token);
    }

    private async Task<(CaseNumber Number, string Token)> FollowAsync()
    {
        var number = (await _product.RegisterAsync()).Number;
        return (number, await _product.SendAsync(Agent, new IssueFollowLink(number)));
    }
}
