using System.Text.Json;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>A keeper says what the columns of a file mean, sees the first rows as they would be read, and has it compared.</summary>
internal static class MapColumns
{
    private const int RowsShown = 6;
    private const int RowsLookedAt = 60;

    /// <param name="File">The waiting file.</param>
    /// <param name="Profile">Into which fields.</param>
    /// <param name="Targets">For each column; null: as suggested.</param>
    internal sealed record Query(Guid File, string Profile, IReadOnlyList<string>? Targets);

    /// <summary>What the page shows.</summary>
    internal sealed record View(string Name, SheetLook Sheet, Profile Profile, IReadOnlyList<string> Targets, IReadOnlyList<ProposedRow> Rows, Refusal? Unreadable);

    internal sealed record Command(Guid Act, Guid File, string Profile, IReadOnlyList<string> Targets, string? Title, string? Shown);

    internal sealed class Handler(
        CatalogueDb db, ImportFiles files, ProfileBook profiles, CodeBook codes, StartAct.Handler start, CurrentActor current, TimeProvider clock)
    {
        private Guid? Owner => current.Value.PartyId is { } party && current.Value.May(CataloguePermissions.Keep, party) ? party : null;

        public async Task<Outcome<View>> LookAsync(Query query, CancellationToken ct)
        {
            if (Owner is not { } owner || profiles.Find(query.Profile) is not { } profile || await files.OpenAsync(owner, query.File, ct) is not var (file, name))
            {
                return new Refusal.Missing(ImportWords.FileGone);
            }

            await using var closing = file;
            var look = TableReader.Look(file, RowsLookedAt, new TableLimits());
            if (look.Refused)
            {
                return look.Refusal;
            }

            var sheet = look.Value.Sheets.MaxBy(s => s.Headings.Count * Math.Min(s.Rows.Count, 10))!;
            var targets = query.Targets?.Count == sheet.Headings.Count ? query.Targets : SuggestMapping.For(sheet, profile, codes);
            var (rows, refusal) = await ReadAsync(file, MappingOf("", profile, sheet, targets), profile, ct);
            return new View(name, sheet, profile, targets, rows, refusal);
        }

        /// <summary>Keeps the mapping under its title and starts the comparison.</summary>
        public async Task<Outcome<Guid>> SaveAsync(Command cmd, CancellationToken ct)
        {
            var seen = await LookAsync(new(cmd.File, cmd.Profile, cmd.Targets), ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            var (view, owner, title) = (seen.Value, Owner!.Value, cmd.Title?.Trim() ?? "");
            var number = view.Profile.Of(FieldRoles.Number)!.Key;
            if (title.Length == 0)
            {
                return new Refusal.Invalid(ImportWords.MappingUntitled, nameof(cmd.Title));
            }

            if (!view.Targets.Contains(number))
            {
                return new Refusal.Invalid(ImportWords.NumberUnmapped);
            }

            if (view.Targets.Where(t => t is not ("" or "-")).GroupBy(t => t).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                return new Refusal.Invalid(ImportWords.MappedTwice).With(("field", ObjectFields.Heading(view.Profile, codes, twice.Key)));
            }

            if (await files.OpenAsync(owner, cmd.File, ct) is not var (file, name))
            {
                return new Refusal.Missing(ImportWords.FileGone);
            }

            await using var closing = file;
            var mapping = await KeepAsync(owner, title, MappingOf(title, view.Profile, view.Sheet, view.Targets), ct);
            var started = await start.HandleAsync(new(cmd.Act, ObjectImport.KindName, file, name, new Dictionary<string, string>
            {
                [ObjectImport.Layout] = mapping.ToString(),
                [ObjectImport.Shown] = cmd.Shown ?? "",
            }), ct);
            if (!started.Refused)
            {
                await files.DropAsync(owner, cmd.File, ct);
            }

            return started;
        }

        private async Task<Guid> KeepAsync(Guid owner, string title, Mapping mapping, CancellationToken ct)
        {
            var saved = await db.Set<SavedMapping>().SingleOrDefaultAsync(m => m.InstitutionId == owner && m.Title == title && m.Profile == mapping.Profile, ct);
            if (saved is null)
            {
                title = await db.Set<SavedMapping>().AnyAsync(m => m.InstitutionId == owner && m.Title == title, ct) ? $"{title} {clock.GetUtcNow():yyyy-MM-dd HH:mm}" : title;
                db.Add(saved = new SavedMapping
                {
                    InstitutionId = owner,
                    Id = Guid.CreateVersion7(clock.GetUtcNow()),
                    Title = title,
                    Profile = mapping.Profile,
                });
            }

            saved.Columns = JsonSerializer.Serialize(mapping.Columns, Mapping.Json);
            saved.ChangedAt = clock.GetUtcNow();
            saved.Version++;
            db.Record(new Change("catalogue.mapping.saved", "catalogue.mapping", saved.Id) { OwnerId = owner, After = new { saved.Title, Columns = mapping.Columns.Count } });
            await db.SaveChangesAsync(ct);
            return saved.Id;
        }

        private static Mapping MappingOf(string title, Profile profile, SheetLook sheet, IReadOnlyList<string> targets) => new(title, profile.Name, title, title,
            [.. sheet.Headings.Zip(targets).Where(c => c.Second.Length > 0).Select(c => new MappedColumn(c.First, c.Second))]);

        /// <summary>The first rows as they would be read.</summary>
        private async Task<(IReadOnlyList<ProposedRow> Rows, Refusal? No)> ReadAsync(Stream file, Mapping mapping, Profile profile, CancellationToken ct)
        {
            if (mapping.Columns.Count < 2)
            {
                return ([], null);
            }

            file.Position = 0;
            var opened = await TableReader.OpenAsync(file, mapping.Shape(), ct);
            if (opened.Refused)
            {
                return ([], opened.Refusal);
            }

            using var table = opened.Value;
            var reader = new RowReader(mapping, profile, codes, new Dictionary<string, Person>());
            var rows = new List<ProposedRow>();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
            try
            {
                await table.ReadRowsAsync(async (row, _) =>
                {
                    if (reader.Read(row) is { } read)
                    {
                        rows.Add(read);
                    }

                    if (rows.Count == RowsShown)
                    {
                        await enough.CancelAsync();
                    }
                }, enough.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // Enough seen.
            }

            return (rows, null);
        }
    }
}
