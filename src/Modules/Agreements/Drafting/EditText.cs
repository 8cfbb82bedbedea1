using System.Text.Json;
using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Agreements.Drafting;

/// <summary>
/// Any party writes the draft. Two who write at once lose nothing: what the other changed elsewhere stays; where both changed one line nothing
/// is written, and the later one sees both and the other's name.
/// </summary>
internal static class EditText
{
    /// <param name="Sent">Fields of the form.</param>
    /// <param name="TextVersion">Of the draft that was shown.</param>
    /// <param name="Seen">The draft that was shown, in canonical JSON, as the form carries it.</param>
    internal sealed record Command(Guid Id, Func<string, string?> Sent, int TextVersion, string? Seen = null);

    /// <param name="Text">What was written; where there are clashes, what would be if ours were taken.</param>
    /// <param name="Clashes">Where somebody else was faster; then nothing was written.</param>
    /// <param name="By">Who that was.</param>
    internal sealed record Result(AgreementText Text, IReadOnlyList<TextClash> Clashes, string By);

    internal sealed class Handler(AgreementsDb db, IPartyDirectory directory, IBookableResources resources, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Result>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.AgreementAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, row) = (found.Value.Record, found.Value.Open);
            if (row is not { State: TextState.Draft })
            {
                return new Refusal.Stale("agreements.no-draft");
            }

            var before = Loading.Read(row);
            if (!before.Parties.Any(p => AgreementAccess.Drafts(actor, p.Id)))
            {
                return new Refusal.Denied("agreements.not-yours-to-write");
            }

            var seen = row.Version == cmd.TextVersion ? before : Read(cmd.Seen);
            if (seen is null)
            {
                return new Refusal.Stale("agreements.draft-stale");
            }

            var known = actor.PartyId is { } own ? await directory.AlliesOfAsync(own, ct) : [];
            var (text, refusal) = new ReadText(cmd.Sent, known, await resources.ForAsync(before, ct)).Read(seen);
            if (refusal is not null)
            {
                return refusal;
            }

            if (row.Version != cmd.TextVersion)
            {
                var merge = new MergeTexts();
                text = merge.Merge(seen, text, before);
                if (merge.Clashes.Count > 0)
                {
                    return new Result(text, merge.Clashes, row.MadeBy);
                }
            }

            if (!text.Parties.Any(p => p.Id == record.LeadPartyId) || !text.Parties.Any(p => AgreementAccess.Drafts(actor, p.Id)))
            {
                return new Refusal.Invalid("agreements.text.leading-party-stays", "AddParty");
            }

            var changes = TextDifference.Between(before, text);
            if (changes.Count > 0)
            {
                await db.WriteAsync(record, row, text, actor, clock.GetUtcNow(), ct);
                db.Record(new Change("agreements.text-written", "agreements.agreement", record.Id)
                {
                    OwnerId = record.LeadPartyId,
                    After = new { Text = row.Number, Changes = changes.Count, Work = changes.Where(c => c.IsWork).Take(20).Select(c => $"{c.Part} {c.What} {c.Before} → {c.After}").ToArray() },
                });
            }

            var done = await db.SaveAsync(ct);
            return done.Refused ? done.Refusal : new Result(text, [], actor.Name);
        }

        // Comes back from a stranger's browser: whatever it says only decides what counts as our own change.
        private static AgreementText? Read(string? seen)
        {
            try
            {
                return seen is null or { Length: > 400_000 } ? null : CanonicalJson.Read<AgreementText>(seen);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
