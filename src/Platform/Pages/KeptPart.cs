using System.Globalization;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guanlian.Platform.Pages;

/// <summary>
/// A part that every reader of the page sees alike is made once and then given to the next reader, until anything at all is written
/// into the history (docs/decisions/0025). It is made as a visitor would see it and in a scope of its own, so that nothing personal can
/// get in: who may see the page is asked before, outside. No forms that are sent, no <c>PageTitle</c>, no other head content inside.
/// </summary>
public sealed class KeptPart : DrawnWhenLoaded
{
    private RenderFragment? shown;

    /// <summary>All that the part depends on besides the history, the day and the language.</summary>
    [Parameter, EditorRequired]
    public string Key { get; set; } = "";

    /// <summary>The part.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    [Inject]
    private IHttpContextAccessor Http { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        // A form that has just been sent may have changed something that this request does not know of yet.
        if (Services.GetService<KeptParts>() is not { } kept || Http.HttpContext is not { } http || !HttpMethods.IsGet(http.Request.Method))
        {
            shown = ChildContent;
            return;
        }

        var number = await Services.GetRequiredService<HistoryNumber>().NowAsync(http.RequestAborted);
        var today = Dates.InChina(Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var key = string.Create(CultureInfo.InvariantCulture, $"{number} {today:yyyyMMdd} {Wording.Language} {Key}");
        if (kept.Find(key) is not { } markup)
        {
            markup = await MakeAsync();
            kept.Keep(key, markup);
        }

        shown = builder => builder.AddMarkupContent(0, markup);
    }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, shown);

    private async Task<string> MakeAsync()
    {
        await using var scope = Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Value = Actor.Visitor;
        ((IHostEnvironmentNavigationManager)services.GetRequiredService<NavigationManager>()).Initialize(Nav.BaseUri, Nav.Uri);
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var content = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ChildContent)] = ChildContent });
        var markup = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Alone>(content)).ToHtmlString());
        return markup.Contains("__RequestVerificationToken", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"the kept part {Key} holds a form, whose token is one reader's own")
            : markup;
    }

    /// <summary>The part, without the page around it.</summary>
    private sealed class Alone : ComponentBase
    {
        [Parameter]
        public RenderFragment? ChildContent { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
    }
}
