using Microsoft.AspNetCore.Components.Endpoints;

namespace Guanlian.Web;

/// <summary>
/// Pages that are being made hold a megabyte each; so only as many are made at the same time as keep the processors busy, and the others
/// wait their turn. All are answered as fast in the mean, the slowest much sooner, and a crowd does not cost memory. A page counts until
/// it begins to be sent: who reads slowly keeps nobody waiting.
/// </summary>
internal static class PagesAtWork
{
    private static readonly int AtOnce = Math.Max(8, 4 * Environment.ProcessorCount);

    public static IApplicationBuilder UsePagesAtWork(this IApplicationBuilder app)
    {
        var places = new SemaphoreSlim(AtOnce);
        return app.Use((context, next) => HttpMethods.IsGet(context.Request.Method)
            && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? MakeAsync(places, context, next) : next(context));
    }

    private static async Task MakeAsync(SemaphoreSlim places, HttpContext context, RequestDelegate next)
    {
        await places.WaitAsync(context.RequestAborted);
        var holds = 1;
        context.Response.OnStarting(() =>
        {
            Leave();
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            Leave();
        }

        void Leave()
        {
            if (Interlocked.Exchange(ref holds, 0) == 1)
            {
                places.Release();
            }
        }
    }
}
