using Guanlian.Catalogue.Access;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Import;

/// <summary>A keeper drops a file: a known layout is compared at once, any other waits to be mapped.</summary>
internal static class ReceiveFile
{
    /// <param name="Id">Chosen by the form, so that a form sent twice starts one act.</param>
    /// <param name="File">A stream that can be rewound.</param>
    /// <param name="Name">As it came.</param>
    /// <param name="Layout">Empty: whichever fits.</param>
    /// <param name="Shown">What becomes of new objects.</param>
    internal sealed record Command(Guid Id, Stream? File, string? Name, string? Layout, string? Shown);

    /// <summary>Where it goes on: the act, or the file that waits for a mapping.</summary>
    internal sealed record Next(Guid? Act, Guid? File);

    internal sealed class Handler(StartAct.Handler start, Mappings mappings, ImportFiles files, CurrentActor current)
    {
        public async Task<Outcome<Next>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (current.Value.PartyId is not { } owner || !current.Value.May(CataloguePermissions.Keep, owner))
            {
                return new Refusal.Denied(ImportWords.NoInstitution);
            }

            if (cmd.File is null)
            {
                return new Refusal.Invalid(ImportWords.FileMissing, "File");
            }

            var layout = cmd.Layout is { Length: > 0 } named ? named
                : Mappings.Fitting(await mappings.OfAsync(owner, ct), cmd.File)?.Name;
            if (layout is null)
            {
                var look = TableReader.Look(cmd.File, 1, new TableLimits());
                return look.Refused
                    ? look.Refusal is Refusal.Invalid no ? no with { Field = "File" } : look.Refusal
                    : new Next(null, await files.KeepAsync(owner, cmd.Name ?? "", cmd.File, ct));
            }

            var started = await start.HandleAsync(new(cmd.Id, ObjectImport.KindName, cmd.File, cmd.Name, new Dictionary<string, string>
            {
                [ObjectImport.Layout] = layout,
                [ObjectImport.Shown] = cmd.Shown ?? "",
            }), ct);
            return started.Refused ? started.Refusal : new Next(started.Value, null);
        }
    }
}
