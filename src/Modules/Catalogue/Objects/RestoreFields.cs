using System.Text.Json;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Catalogue.Objects;

/// <summary>Fields get back the values that they had before a line of the history. What was written since is kept in the history.</summary>
internal static class RestoreFields
{
    /// <param name="EventId">The change to take back.</param>
    /// <param name="Fields">Which of its fields; empty for all of them.</param>
    internal sealed record Command(string Institution, int Serial, int Version, Guid EventId, IReadOnlyCollection<string> Fields);

    internal sealed class Handler(ObjectAccess access, ObjectHistory history, StoreObject store)
    {
        public async Task<Outcome<List<string>>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.KeptAsync(cmd.Institution, cmd.Serial, cmd.Version, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var kept = found.Value;
            if (kept.Row.State is ObjectState.Binned or ObjectState.Gone)
            {
                return new Refusal.Invalid("catalogue.object.not-editable");
            }

            if ((await history.OfAsync(kept.Row.Id, 500, ct)).FirstOrDefault(e => e.Id == cmd.EventId) is not { } change)
            {
                return new Refusal.Missing("catalogue.object.no-such-change");
            }

            var record = Before(kept.Record, change, cmd.Fields);
            var (before, after) = ObjectHistory.Difference(kept.Record, record);
            if (before.Count == 0 && after.Count == 0)
            {
                return new Refusal.Invalid("catalogue.object.nothing-to-restore");
            }

            var stored = await store.StoreAsync(ObjectDraft.Of(kept.Row, record),
                new("catalogue.object.restored", ObjectHistory.SubjectKind, kept.Row.Id) { Before = before, After = after }, ct);
            return stored.Refused ? stored.Refusal : before.Keys.Union(after.Keys).ToList();
        }

        /// <summary>The record with the fields of a change as they were before it.</summary>
        private static ObjectRecord Before(ObjectRecord record, HistoryEvent change, IReadOnlyCollection<string> only)
        {
            var (before, after) = (ObjectHistory.Texts(change.Before), ObjectHistory.Texts(change.After));
            foreach (var key in before.Keys.Union(after.Keys).Where(k => only.Count == 0 || only.Contains(k)))
            {
                if (record.Profile.Find(key) is { } field)
                {
                    record = record.With(key, before.TryGetValue(key, out var text) ? Value(field.Kind, text) : null);
                }
            }

            return record;
        }

        private static FieldValue? Value(FieldKind kind, string text)
        {
            try
            {
                return FieldJson.Read(kind, text);
            }
            catch (JsonException)
            {
                // Noted before values were kept as canonical text.
                return kind == FieldKind.Text ? new TextValue(text) : null;
            }
        }
    }
}
