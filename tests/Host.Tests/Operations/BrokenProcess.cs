using System.Text.Json;
using System.Text.RegularExpressions;
using AfterSales.Engine.Outbox;
using AfterSales.Engine.Runtime;
using AfterSales.Engine.Timers;
using Microsoft.EntityFrameworkCore;

namespace AfterSales.Host.Tests.Operations;

/// <summary>A product whose only process breaks at its first step until the variable Note has a value, and then waits at a task.</summary>
public sealed partial class BrokenProcess : IAsyncLifetime
{
    private const string Definition = """
        { "id": "broken-v1", "definitionId": "broken", "name": "会出错的流程", "version": 1, "variables": [ { "id": "Note", "name": "Note", "typeName": "String" } ],
          "root": { "id": "Flowchart1", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              { "id": "Start", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "ComplaintRegistered" } }, "customProperties": { "canStartWorkflow": true } },
              { "id": "Broken", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "variables.Note.length" } } },
              { "id": "Ask", "type": "AfterSales.HumanTask", "version": 1, "title": { "typeName": "String", "expression": { "type": "Literal", "value": "Ask" } },
                "candidateRole": { "typeName": "String", "expression": { "type": "Literal", "value": "agent" } }, "dueIn": { "typeName": "String", "expression": { "type": "Literal", "value": "01:00:00" } } } ],
            "connections": [ { "source": { "activity": "Start", "port": "Done" }, "target": { "activity": "Broken" } }, { "source": { "activity": "Broken", "port": "Done" }, "target": { "activity": "Ask" } } ] } }
        """;

    private readonly string _definitions = Directory.CreateTempSubdirectory("aftersales-broken-").FullName;

    public ProductFactory Product { get; private set; } = null!;

    public HttpClient Administrator { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_definitions, "broken.json"), Definition);
        Product = new ProductFactory { Definitions = _definitions };
        Administrator = await Product.ApiAsAsync("admin");
    }

    /// <summary>Files a complaint, whose process breaks. Returns the incident and its instance.</summary>
    public async Task<(Guid Incident, Guid Instance)> BreakAsync(bool isSupervision = false)
    {
        var number = await Product.FileComplaintAsync(isSupervision);
        return await Product.ReadAsync(async db =>
        {
            var instance = await db.Set<WorkflowInstance>().Where(i => i.CorrelationId == number.Value).Select(i => i.Id).SingleAsync();
            return (await db.Set<WorkflowIncident>().Where(i => i.InstanceId == instance).Select(i => i.Id).SingleAsync(), instance);
        });
    }

    public Task<WorkflowInstance> InstanceAsync(Guid id) => Product.ReadAsync(db => db.Set<WorkflowInstance>().AsNoTracking().SingleAsync(i => i.Id == id));

    public Task<string?> ResolutionAsync(Guid incident) => Product.ReadAsync(db => db.Set<WorkflowIncident>().Where(i => i.Id == incident).Select(i => i.Resolution).SingleAsync());

    public Task<Guid> AddDeadMessageAsync() => Product.ReadAsync(async db =>
    {
        var now = Product.Clock.GetUtcNow();
        var message = new OutboxMessage { Id = Guid.NewGuid(), Kind = "mail", Payload = "{}", IdempotencyKey = Guid.NewGuid().ToString(), CreatedAt = now, DueAt = now, Attempts = 10, DeadAt = now, LastError = "mailbox full" };
        db.Add(message);
        await db.SaveChangesAsync();
        return message.Id;
    });

    public Task<Guid> AddDeadTimerAsync() => Product.ReadAsync(async db =>
    {
        var now = Product.Clock.GetUtcNow();
        var timer = new WorkflowTimer { Id = Guid.NewGuid(), Kind = TimerKind.Stimulus, Name = "event", Payload = "{}", DueAt = now, Failures = 10, DeadAt = now, LastError = "no such definition" };
        db.Add(timer);
        await db.SaveChangesAsync();
        return timer.Id;
    });

    /// <summary>A browser in which somebody has signed in. Redirects are not followed.</summary>
    public async Task<HttpClient> BrowserAsync(string userName)
    {
        var browser = Product.CreateClient(new() { AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        var signedIn = await PostAsync(browser, "/sign-in", "/sign-in", ("userName", userName), ("password", ProductFactory.Password));
        Assert.Equal(System.Net.HttpStatusCode.Redirect, signedIn.StatusCode);
        return browser;
    }

    /// <summary>Posts a form as the page that shows it would.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page);
        var token = Token().Match(html).Groups["token"].Value;
        return await browser.PostAsync(action, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))));
    }

    public async Task DisposeAsync()
    {
        await Product.DisposeAsync();
        Directory.Delete(_definitions, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
