using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AfterSales.Browser.Tests.Studio;

/// <summary>A person at Elsa Studio: what they do there, by the words and shapes they see. Remembers what the server refused.</summary>
public sealed class Designer
{
    /// <summary>An expression in the page: the nodes that its canvas shows at least a part of.</summary>
    public const string NodesInSight = """
        [...document.querySelectorAll(".x6-node")].filter(node => {
          const canvas = document.querySelector(".graph-container").getBoundingClientRect();
          const { left, right, top, bottom } = node.getBoundingClientRect();
          return right > canvas.left && left < canvas.right && bottom > canvas.top && top < canvas.bottom;
        })
        """;

    // Starting the runtime takes seconds, more on a busy machine.
    private const int StartTimeout = 90_000;

    private readonly ConcurrentQueue<string> _refused = [];

    public Designer(Visitor visitor)
    {
        Visitor = visitor;
        Page.SetDefaultTimeout(30_000);
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                _refused.Enqueue($"{response.Status} {response.Request.Method} {new Uri(response.Url).PathAndQuery}");
        };
    }

    public Visitor Visitor { get; }

    public IPage Page => Visitor.Page;

    /// <summary>Requests that did not succeed so far.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    public ILocator Nodes => Page.Locator(".x6-node");

    /// <summary>Nodes that show what they stand for.</summary>
    public ILocator Drawn => Page.Locator(".x6-node .elsa-activity");

    public ILocator Toast => Page.Locator("[data-studio-toast]");

    public ILocator Snackbars => Page.Locator(".mud-snackbar");

    /// <summary>What the bar says is wrong with the process.</summary>
    public ILocator Problems => Page.Locator("[data-studio-problems]");

    private ILocator Canvas => Page.Locator(".x6-graph-svg").First;

    /// <summary>Begins anew to remember what is refused.</summary>
    public void Forget() => _refused.Clear();

    public async Task OpenListAsync()
    {
        await GoAsync("/studio/workflows/definitions");
        await Assertions.Expect(Row("complaint-acceptance")).ToBeVisibleAsync(new() { Timeout = StartTimeout });
    }

    public async Task OpenEditorAsync(string definitionId)
    {
        await GoAsync($"/studio/workflows/definitions/{definitionId}/edit");
        await CanvasShownAsync();
    }

    /// <summary>Opens one of Studio's places, as Studio itself goes there once it runs.</summary>
    public async Task GoAsync(string path)
    {
        if (new Uri(Page.Url).AbsolutePath == path || !await Page.Locator("[data-studio-place]").IsVisibleAsync())
        {
            await Page.GotoAsync(path);
            return;
        }

        await Page.EvaluateAsync("path => { document.querySelector('[data-studio-place]').dataset.left = ''; history.pushState({}, '', path); }", path);
        await Assertions.Expect(Page.Locator("[data-studio-place][data-left]")).ToHaveCountAsync(0);
    }

    public ILocator Row(string text) => Page.Locator("td", new() { HasText = text }).First;

    public Task CanvasShownAsync() => Assertions.Expect(Nodes.First).ToBeVisibleAsync(new() { Timeout = StartTimeout });

    /// <summary>Takes an activity from the toolbox to a place below the first node; the editor then saves by itself.</summary>
    public async Task<ILocator> DropAsync(string category, string activity)
    {
        ILocator? dropped = null;
        await SavedByAsync(async () => dropped = await DropUnsavedAsync(category, activity));
        return dropped!;
    }

    /// <summary>The same, whatever becomes of the saving.</summary>
    public async Task<ILocator> DropUnsavedAsync(string category, string activity)
    {
        var before = await Nodes.CountAsync();
        var shelf = Page.Locator(".mud-expand-panel", new() { HasText = category }).First;
        if (await Page.Locator(".mud-panel-expanded", new() { HasText = category }).CountAsync() is 0)
            await shelf.Locator(".mud-expand-panel-header").ClickAsync();
        var item = Page.Locator("[draggable=true]", new() { HasText = activity }).First;
        await Assertions.Expect(item).ToBeVisibleAsync();
        var (canvas, node) = (await BoxAsync(Canvas), await BoxAsync(Nodes.First));
        await item.DragToAsync(Canvas, new() { TargetPosition = new() { X = node.X - canvas.X + 60, Y = node.Y - canvas.Y + 130 } });
        await Assertions.Expect(Nodes).ToHaveCountAsync(before + 1);
        return Nodes.Last;
    }

    public async Task ConnectAsync(ILocator source, ILocator target)
    {
        var (from, to) = (await BoxAsync(source.Locator(".x6-port-out circle").First), await BoxAsync(target.Locator(".x6-port-in circle").First));
        await SavedByAsync(async () =>
        {
            await Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
            await Page.Mouse.DownAsync();
            await Page.Mouse.MoveAsync(to.X - 20, to.Y - 20, new() { Steps = 5 });
            await Page.Mouse.MoveAsync(to.X + (to.Width / 2), to.Y + (to.Height / 2), new() { Steps = 5 });
            await Page.Mouse.UpAsync();
        });
    }

    public async Task SelectAsync(ILocator node)
    {
        var box = await BoxAsync(node);
        await Page.Mouse.ClickAsync(box.X + 100, box.Y + 15);
    }

    /// <summary>A field of the selected activity by its label.</summary>
    public ILocator Field(string label) => Control(label).Locator("input:not([type=hidden]), textarea").First;

    public async Task FillAsync(string label, string value) => await SavedByAsync(async () =>
    {
        await Field(label).FillAsync(value);
        await Field(label).PressAsync("Tab");
    });

    public async Task ChooseAsync(string label, string choice) => await SavedByAsync(async () =>
    {
        await Control(label).ClickAsync();
        await Page.Locator(".mud-popover-open").GetByText(choice, new() { Exact = true }).ClickAsync();
    });

    public async Task AddWordAsync(string label, string word) => await SavedByAsync(async () =>
    {
        await Field(label).FillAsync(word);
        await Field(label).PressAsync("Enter");
    });

    /// <summary>The cloud with the arrow, the only button of the canvas in the main colour.</summary>
    public Task PublishAsync() => Page.Locator(".studio-stage button.mud-icon-button.mud-primary-text").First.ClickAsync();

    /// <summary>The green arrow. Waits for the server's answer, so that a click that came to nothing is told from a page that did not follow.</summary>
    public async Task RunAsync()
    {
        var started = Page.WaitForResponseAsync(response => response.Request.Method == "POST" && response.Url.EndsWith("/execute", StringComparison.Ordinal));
        await Page.Locator(".studio-stage button.mud-icon-button.mud-success-text").First.ClickAsync();
        Assert.Equal(200, (await started).Status);
    }

    public async Task SaveAsAsync(string name)
    {
        await Page.Locator(".studio-stage .mud-menu").First.Locator("button").ClickAsync();
        await PickAsync("另存为");
        var dialog = Page.Locator(".mud-dialog");
        await dialog.Locator("input").First.FillAsync(name);
        await dialog.Locator("input").First.PressAsync("Tab");
        await dialog.Locator("button.mud-button-filled, .mud-dialog-actions button").Last.ClickAsync();
    }

    /// <summary>Sends a definition the way the list's own import does.</summary>
    public async Task ImportAsync(string json) => Assert.Equal(200, await Page.EvaluateAsync<int>(
        "json => fetch(location.origin + '/elsa/api/workflow-definitions/import', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: json }).then(answer => answer.status)", json));

    /// <summary>Gives a file to the list's import button and waits for the server's answer.</summary>
    public async Task ImportFileAsync(string path)
    {
        var answered = Page.WaitForResponseAsync(response => response.Request.Method == "POST" && response.Url.Contains("/elsa/api/workflow-definitions/import", StringComparison.Ordinal));
        await Page.Locator(".studio-stage input[type=file]").First.SetInputFilesAsync(path);
        Assert.Equal(200, (await answered).Status);
    }

    /// <summary>An activity on the canvas by its id in the process.</summary>
    public ILocator Node(string id) => Page.Locator($".x6-node[data-cell-id='{id}']");

    /// <summary>Something of the menu that is open.</summary>
    public Task PickAsync(string name) => Page.Locator(".mud-popover-open").GetByText(name, new() { Exact = true }).ClickAsync();

    /// <summary>Downloads the version on the canvas by the editor's menu and returns the file's text.</summary>
    public async Task<string> ExportAsync()
    {
        await Page.Locator(".studio-stage .mud-menu").First.Locator("button").ClickAsync();
        await PickAsync("导出");
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.Locator(".mud-dialog button", new() { HasText = "导出" }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    public Task OpenTabAsync(string name) => Page.Locator(".mud-tab", new() { HasText = name }).First.ClickAsync();

    /// <summary>Does something after which the editor saves by itself, and waits until the server has answered.</summary>
    public async Task SavedByAsync(Func<Task> act)
    {
        var saved = Page.WaitForResponseAsync(response => response.Request.Method == "POST" && new Uri(response.Url).AbsolutePath == "/elsa/api/workflow-definitions");
        await act();
        Assert.Equal(200, (await saved).Status);
    }

    private ILocator Control(string label) =>
        Page.Locator(".mud-input-control").Filter(new() { Has = Page.Locator("label", new() { HasTextRegex = new System.Text.RegularExpressions.Regex($"^{label}$") }) }).First;

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator locator) =>
        await locator.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not on the page.");
}
