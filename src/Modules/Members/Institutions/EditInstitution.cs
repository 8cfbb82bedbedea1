using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Edits;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Institutions;

/// <summary>
/// An institution's own people or the secretariat change facts. Two who edit at once lose nothing: what the other changed elsewhere
/// stays, and where both changed the same field the later one sees both values and the other's name.
/// </summary>
internal static class EditInstitution
{
    /// <param name="Code">The institution.</param>
    /// <param name="Seen">What the form showed, by field.</param>
    /// <param name="Given">What it holds now, by field.</param>
    /// <param name="From">The day from which the new values hold; null for today.</param>
    internal sealed record Command(
        string Code, IReadOnlyDictionary<string, string> Seen, IReadOnlyDictionary<string, string> Given, DateOnly? From, string? Reason);

    /// <param name="Changed">Names of the fields that were written.</param>
    /// <param name="Clashes">Where somebody else was faster; then nothing was written.</param>
    internal sealed record Result(IReadOnlyList<string> Changed, IReadOnlyList<Clash> Clashes);

    /// <summary>One field that two people changed.</summary>
    internal sealed record Clash(PartyField Field, string Ours, string Theirs, string By);

    internal sealed class Handler(MembersDb db, InstitutionAccess access, PartyFacts facts)
    {
        private const int Tries = 12;

        public async Task<Outcome<Result>> HandleAsync(Command cmd, CancellationToken ct)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TryAsync(cmd, ct);
                }
                catch (DbUpdateConcurrencyException) when (attempt < Tries)
                {
                    // Somebody saved between our reading and writing: read again and merge.
                    db.ChangeTracker.Clear();
                }
            }
        }

        private async Task<Outcome<Result>> TryAsync(Command cmd, CancellationToken ct)
        {
            var party = await db.Parties.SingleOrDefaultAsync(p => p.Code == cmd.Code, ct);
            if (party is null)
            {
                return new Refusal.Missing("members.party.missing");
            }

            var editable = await access.EditableAsync(party, ct);
            if (editable.Count == 0)
            {
                return new Refusal.Denied("members.party.not-yours");
            }

            await facts.LoadAfreshAsync([party.Id], ct);
            var (wanted, clashes) = Merge(party, editable, cmd);
            if (await CheckAsync(party, wanted, cmd, ct) is { } refusal)
            {
                return refusal;
            }

            return clashes.Count > 0 ? new Result([], clashes) : await WriteAsync(party, wanted, cmd, ct);
        }

        /// <summary>
        /// Field by field: what we changed, unless it says so already; a clash where the other changed it to something else.
        /// </summary>
        private (List<(PartyField Field, string Value)> Wanted, List<Clash> Clashes) Merge(Party party,
            IReadOnlyList<PartyField> editable, Command cmd)
        {
            var (wanted, clashes) = (new List<(PartyField, string)>(), new List<Clash>());
            foreach (var field in editable.Where(f => cmd.Given.ContainsKey(f.Name)))
            {
                var edit = new FieldEdit(field.Name, PartyField.Tidy(cmd.Seen.GetValueOrDefault(field.Name)),
                    PartyField.Tidy(cmd.Given[field.Name]), field.Read(party));
                if (!edit.IsWanted)
                {
                    continue;
                }

                if (edit.Clashes)
                {
                    var by = facts.Of(party, field).Spans.Select(s => s.Row).OfType<PartyPeriod>()
                        .MaxBy(r => r.RecordedAt)?.RecordedName ?? "";
                    clashes.Add(new(field, edit.Given, edit.Now, by));
                }

                wanted.Add((field, edit.Given));
            }

            return (wanted, clashes);
        }

        private async Task<Refusal?> CheckAsync(Party party, List<(PartyField Field, string Value)> wanted, Command cmd,
            CancellationToken ct)
        {
            var faults = wanted.Where(w => !w.Field.Accepts(w.Value))
                .Select(w => new Refusal.Invalid($"members.institution.fault.{w.Field.Name}", FormName(w.Field))).ToList();
            if (cmd.From > facts.Today)
            {
                faults.Add(new("members.institution.fault.from", "From"));
            }

            faults.AddRange(wanted.Where(w => !facts.Of(party, w.Field).MayChange(cmd.From ?? facts.Today))
                .Select(w => new Refusal.Invalid("members.institution.fault.from-before", "From")
                {
                    Holes = [("day", facts.Of(party, w.Field).Spans[^1].From)],
                }));
            if (wanted.FirstOrDefault(w => w.Field == PartyField.Parent
                && w.Field.Accepts(w.Value)) is { Field: not null, Value.Length: > 0 } parent
                && await IsBelowAsync(party.Id, Guid.Parse(parent.Value), ct))
            {
                faults.Add(new("members.institution.fault.parent", FormName(PartyField.Parent)));
            }

            return faults.Count == 0 ? null : faults[0] with { Also = faults[1..] };
        }

        /// <summary>A house cannot be the branch of one of its own branches.</summary>
        private async Task<bool> IsBelowAsync(Guid party, Guid head, CancellationToken ct)
        {
            for (Guid? at = head; at is { } id; at = await db.Parties.Where(p => p.Id == id).Select(p => p.ParentId)
                .SingleOrDefaultAsync(ct))
            {
                if (id == party)
                {
                    return true;
                }
            }

            return false;
        }

        private async Task<Outcome<Result>> WriteAsync(
            Party party, List<(PartyField Field, string Value)> wanted, Command cmd, CancellationToken ct)
        {
            var before = wanted.ToDictionary(w => w.Field.Name, w => w.Field.Read(party));
            foreach (var (field, value) in wanted)
            {
                facts.Change(party, field, value, cmd.From ?? facts.Today, "edit");
            }

            if (wanted.Count == 0)
            {
                return new Result([], []);
            }

            var after = wanted.ToDictionary(w => w.Field.Name, w => w.Value);
            db.Record(new Change("members.party.edited", "members.party", party.Id)
            {
                Reason = PartyField.Tidy(cmd.Reason) is { Length: > 0 } said ? said : null,
                Before = before,
                After = after,
            });
            await db.SaveChangesAsync(ct);
            return new Result([.. after.Keys], []);
        }
    }

    /// <summary>contact-name → ContactName: how the form calls a field.</summary>
    public static string FormName(PartyField field) =>
        string.Concat(field.Name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
