using Microsoft.AspNetCore.Components;

namespace Guanlian.Platform.Pages;

/// <summary>
/// Base of every component: it is drawn when its loading has ended, never in the middle (docs/decisions/0082). The framework's own base
/// also draws while the first step waits, which on pages that are sent whole shows nobody anything and fails wherever the second step
/// has not yet brought what the markup needs.
/// </summary>
public abstract class DrawnWhenLoaded : ComponentBase, IHandleEvent
{
    private bool loaded;

    /// <inheritdoc />
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!loaded)
        {
            loaded = true;
            OnInitialized();
            await OnInitializedAsync();
        }

        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }

    /// <summary>A form's handler has ended before the page is drawn again.</summary>
    /// <param name="item">What the form calls.</param>
    /// <param name="arg">What it is given.</param>
    async Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg)
    {
        await item.InvokeAsync(arg);
        StateHasChanged();
    }
}
