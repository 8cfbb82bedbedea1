using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Agreements.Drafting;

/// <summary>Any party writes the draft; of two who write at once the later is told, and keeps what was typed.</summary>
internal static class EditText
{
    /// <param name="Sent">Fields of the form.</param>
    /// <param name="TextVersion">Of the draft that was shown.</param>
    internal sealed record Command(Guid Id, Func<string, string?> Sent, int TextVersion);

    internal sealed class Handler(AgreementsDb db, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<AgreementText>> HandleAsync(Command cmd, CancellationToken ct)
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

            if (row.Version != cmd.TextVersion)
            {
                return new Refusal.Stale("agreements.draft-stale");
            }

            var known = actor.PartyId is { } own ? await directory.AlliesOfAsync(own, ct) : [];
            var (text, refusal) = new ReadText(cmd.Sent, known).Read(before);
            if (refusal is not null)
            {
                return refusal;
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
            return done.Refused ? done.Refusal : text;
        }
    }
}
