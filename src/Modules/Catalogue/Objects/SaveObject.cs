using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Edits;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// A keeper writes a new record or changes one. Two who edit at once lose nothing: what the other changed elsewhere stays; where both
/// changed the same box, nothing is written and the later one sees both values and the other's name.
/// </summary>
internal static class SaveObject
{
    /// <param name="Institution">The owner's code.</param>
    /// <param name="Serial">The record; null for a new one.</param>
    /// <param name="Profile">Of a new record.</param>
    /// <param name="Seen">What the form had shown, by box.</param>
    /// <param name="Given">What it holds now, by box; a box that is absent is left alone.</param>
    internal sealed record Command(
        string Institution, int? Serial, string? Profile, IReadOnlyDictionary<string, string> Seen, IReadOnlyDictionary<string, string> Given, string? Reason);

    /// <param name="Changed">Keys of the fields that were written.</param>
    /// <param name="Clashes">Where somebody else was faster; then nothing was written.</param>
    /// <param name="Unread">Words that no code list knows; kept as they are.</param>
    internal sealed record Result(int Serial, IReadOnlyList<string> Changed, IReadOnlyList<Clash> Clashes, IReadOnlyList<(FieldBox Box, UnreadWord Word)> Unread);

    /// <summary>One box that two people changed.</summary>
    internal sealed record Clash(FieldBox Box, string Ours, string Theirs, string By);

    internal sealed class Handler(ObjectAccess access, StoreObject store, ObjectHistory history, ProfileBook profiles, CurrentActor current, TimeProvider clock)
    {
        private const int Tries = 12;

        public async Task<Outcome<Result>> HandleAsync(Command cmd, CancellationToken ct)
        {
            for (var attempt = 1; ; attempt++)
            {
                var outcome = cmd.Serial is { } serial ? await ChangeAsync(cmd, serial, ct) : await AddAsync(cmd, ct);
                // Somebody saved between our reading and writing: read again and merge.
                if (outcome.Refusal is not Refusal.Stale || attempt == Tries)
                {
                    return outcome;
                }
            }
        }

        private async Task<Outcome<Result>> AddAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Institution, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            if (profiles.Find(cmd.Profile ?? "") is not { } profile)
            {
                return new Refusal.Invalid("catalogue.object.no-such-profile");
            }

            var empty = ObjectRecord.Empty(profile);
            var read = Read(empty, FieldBox.Of(empty).Where(b => cmd.Given.GetValueOrDefault(b.Name) is { Length: > 0 })
                .Select(b => (b, cmd.Given[b.Name])));
            if (Check(read) is { } refusal)
            {
                return refusal;
            }

            var draft = new ObjectDraft(holder.Value.Id, Guid.CreateVersion7(clock.GetUtcNow()), read.Record) { Sample = current.Value.Sample };
            var (_, after) = ObjectHistory.Difference(empty, read.Record);
            var stored = await store.StoreAsync(draft, new("catalogue.object.added", ObjectHistory.SubjectKind, draft.Id) { After = after, Reason = Reason(cmd) }, ct);
            return stored.Refused ? stored.Refusal : new Result(stored.Value.Serial, [.. after.Keys], [], read.Unread);
        }

        private async Task<Outcome<Result>> ChangeAsync(Command cmd, int serial, CancellationToken ct)
        {
            var found = await access.KeptAsync(cmd.Institution, serial, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (row, record) = (found.Value.Row, found.Value.Record);
            if (row.State is ObjectState.Binned or ObjectState.Gone)
            {
                return new Refusal.Invalid("catalogue.object.not-editable");
            }

            var (wanted, clashes) = await MergeAsync(row.Id, record, cmd, ct);
            if (clashes.Count > 0)
            {
                return new Result(serial, [], clashes, []);
            }

            var read = Read(record, wanted);
            if (Check(read) is { } refusal)
            {
                return refusal;
            }

            var (before, after) = ObjectHistory.Difference(record, read.Record);
            if (before.Count == 0 && after.Count == 0)
            {
                return new Result(serial, [], [], read.Unread);
            }

            if (row.State == ObjectState.Published && PublishChecklist.Spoils(record, read.Record, SeenObject.Levels(row.FieldLevels)) is { } open)
            {
                return new Refusal.Invalid(open.RefusalKey, open.Field.Key) { Holes = [("field", open.Field.In(!Wording.InChinese))] };
            }

            var stored = await store.StoreAsync(ObjectDraft.Of(row, read.Record),
                new("catalogue.object.edited", ObjectHistory.SubjectKind, row.Id) { Before = before, After = after, Reason = Reason(cmd) }, ct);
            return stored.Refused ? stored.Refusal : new Result(serial, [.. before.Keys.Union(after.Keys)], [], read.Unread);
        }

        private async Task<(List<(FieldBox Box, string Given)> Wanted, List<Clash> Clashes)> MergeAsync(
            Guid id, ObjectRecord record, Command cmd, CancellationToken ct)
        {
            var (wanted, clashes) = (new List<(FieldBox, string)>(), new List<Clash>());
            foreach (var box in FieldBox.Of(record).Where(b => cmd.Given.ContainsKey(b.Name)))
            {
                var edit = new FieldEdit(box.Name, TypedText.Tidy(cmd.Seen.GetValueOrDefault(box.Name)), TypedText.Tidy(cmd.Given[box.Name]),
                    TypedText.Tidy(box.Print(record, Wording.Language)));
                if (edit.Clashes)
                {
                    clashes.Add(new(box, edit.Given, edit.Now, (await history.LastOfAsync(id, box.Field.Key, ct))?.ActorName ?? ""));
                }

                if (edit.IsWanted)
                {
                    wanted.Add((box, edit.Given));
                }
            }

            return (wanted, clashes);
        }

        private static Readings Read(ObjectRecord record, IEnumerable<(FieldBox Box, string Given)> boxes)
        {
            var (faults, unread) = (new List<Refusal.Invalid>(), new List<(FieldBox, UnreadWord)>());
            foreach (var (box, given) in boxes)
            {
                (record, var reading) = box.Apply(record, given);
                unread.AddRange(reading.Unread.Select(word => (box, word)));
                if (reading.FaultKey is { } key)
                {
                    faults.Add(new(key, box.Name) { Holes = [("units", string.Join(Wording.InChinese ? "、" : ", ", box.Field.Units))] });
                }
            }

            return new(record, faults, unread);
        }

        private static Refusal.Invalid? Check(Readings read)
        {
            var faults = read.Faults;
            if (read.Record.Of(FieldRoles.Title) is null && read.Record.Of(FieldRoles.Number) is null)
            {
                faults.Add(new("catalogue.object.nameless", read.Record.Profile.Of(FieldRoles.Title)?.Key));
            }

            return faults.Count == 0 ? null : faults[0] with { Also = faults[1..] };
        }

        private static string? Reason(Command cmd) => Reasons.Tidy(cmd.Reason);

        private sealed record Readings(ObjectRecord Record, List<Refusal.Invalid> Faults, IReadOnlyList<(FieldBox Box, UnreadWord Word)> Unread);
    }
}
