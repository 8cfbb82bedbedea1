using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>Who may see a record once it is published, from when to when, and which of its fields are open further or less far.</summary>
internal static class SetAudience
{
    /// <param name="Named">Codes of the members named.</param>
    /// <param name="Fields">Field → level, where it differs from the profile's.</param>
    internal sealed record Command(
        string Institution, int Serial, int Version, Level Level, IReadOnlyList<string> Named, DateOnly? OpensOn, DateOnly? ClosesOn,
        IReadOnlyDictionary<string, Level> Fields, string? Reason);

    internal sealed class Handler(ObjectAccess access, StoreObject store, CatalogueDb db)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.KeptAsync(cmd.Institution, cmd.Serial, cmd.Version, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var kept = found.Value;
            if (!kept.MayPublish)
            {
                return new Refusal.Denied("catalogue.state.director-only");
            }

            if (cmd.OpensOn > cmd.ClosesOn)
            {
                return new Refusal.Invalid("catalogue.audience.window", "ClosesOn");
            }

            var named = await NamedAsync(cmd, ct);
            if (named.Refused)
            {
                return named.Refusal;
            }

            var levels = cmd.Fields.Where(f => kept.Record.Profile.Find(f.Key) is { } field && field.Level != f.Value).ToDictionary(f => f.Key, f => f.Value);
            if (kept.Row.State == ObjectState.Published && PublishChecklist.Of(kept.Record, levels).FirstOrDefault(i => i.Personal) is { } personal)
            {
                return new Refusal.Invalid(personal.RefusalKey) { Holes = [("field", personal.Field.In(!Platform.Words.Wording.InChinese))] };
            }

            var before = ObjectDraft.Of(kept.Row, kept.Record);
            var after = before with { Level = cmd.Level, Named = named.Value, OpensOn = cmd.OpensOn, ClosesOn = cmd.ClosesOn, FieldLevels = levels };
            var stored = await store.StoreAsync(after, new("catalogue.object.audience-set", ObjectHistory.SubjectKind, kept.Row.Id)
            {
                Reason = Reasons.Tidy(cmd.Reason),
                Before = Said(before),
                After = Said(after),
            }, ct);
            return stored.Refused ? stored.Refusal : Done.It;
        }

        private async Task<Outcome<Guid[]>> NamedAsync(Command cmd, CancellationToken ct)
        {
            if (cmd.Level != Level.Named)
            {
                return Array.Empty<Guid>();
            }

            string[] codes = [.. cmd.Named.Distinct().Take(200)];
            var found = await db.Database.SqlQuery<Found>($"""select id as "Id", code as "Code" from members.pub_party where code = any({codes})""").ToListAsync(ct);
            string[] unknown = [.. codes.Except(found.Select(f => f.Code))];
            return unknown.Length > 0
                ? new Refusal.Invalid("catalogue.audience.unknown", "Named") { Holes = [("codes", string.Join('、', unknown.Take(5).Select(c => $"“{(c.Length > 40 ? c[..40] + "…" : c)}”")))] }
                : found.Count == 0 ? new Refusal.Invalid("catalogue.audience.named", "Named") : found.Select(f => f.Id).Order().ToArray();
        }

        private sealed record Found(Guid Id, string Code);

        private static object Said(ObjectDraft draft) => new
        {
            draft.Level,
            Named = draft.Named.Length == 0 ? null : draft.Named,
            draft.OpensOn,
            draft.ClosesOn,
            FieldLevels = draft.FieldLevels.Count == 0 ? null : draft.FieldLevels.ToDictionary(f => f.Key, f => f.Value.ToString()),
        };
    }
}
