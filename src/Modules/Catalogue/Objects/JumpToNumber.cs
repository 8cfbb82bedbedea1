using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>A keeper types a number or part of one, with or without separators, and stands before the object; or before the few it may be.</summary>
internal static class JumpToNumber
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/collections/jump", JumpAsync).RequireAuthorization(CataloguePermissions.Keep);
        routes.MapGet("/collections", HomeAsync).RequireAuthorization(CataloguePermissions.Keep);
    }

    private static async Task<IResult> JumpAsync(string? q, HttpContext http, Handler handler, CancellationToken ct) =>
        To(http, await handler.HandleAsync(q, ct));

    private static async Task<IResult> HomeAsync(HttpContext http, Handler handler, CancellationToken ct) => To(http, await handler.HandleAsync(null, ct));

    private static IResult To(HttpContext http, string? address) => address is null ? Results.NotFound() : Results.Redirect($"{http.Request.PathBase}/{address}");

    internal sealed class Handler(CatalogueDb db, ObjectAccess access, CurrentActor current, ListObjects.Handler list)
    {
        /// <summary>The relative address to go to; null where the actor keeps no collection.</summary>
        public async Task<string?> HandleAsync(string? typed, CancellationToken ct)
        {
            if (current.Value.PartyId is not { } party || !access.MayKeep(party))
            {
                return null;
            }

            var holder = await access.HolderAsync(party, ct);
            if (RegisterNumber.Key(typed) is not { } key || key.Length > 60)
            {
                return $"collections/{holder.Code}";
            }

            var exact = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == party && o.NumberKey == key
                && o.State != ObjectState.Binned && o.State != ObjectState.Gone).Select(o => (int?)o.Serial).FirstOrDefaultAsync(ct);
            if (exact is { } serial)
            {
                return $"collections/{holder.Code}/{serial}";
            }

            var found = await list.HandleAsync(party, new() { Words = typed!.Trim() }, 1, ct);
            return found.Total == 1 ? $"collections/{holder.Code}/{found.Rows[0].Row.Serial}" : $"collections/{holder.Code}?q={Uri.EscapeDataString(typed.Trim())}";
        }
    }
}
