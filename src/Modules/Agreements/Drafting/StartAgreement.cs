using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Templates;
using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Agreements.Drafting;

/// <summary>A party begins an agreement from a template: with the pair of an adopted round, from an accepted request, or with whom it names.</summary>
internal static class StartAgreement
{
    /// <param name="Parties">Names or codes, one on a line, the leading party first.</param>
    /// <param name="Pair">The adopted pair that it is for.</param>
    /// <param name="Request">The accepted request that it is for.</param>
    internal sealed record Command(string Template, string? Title, string? Parties, DateOnly? From, Guid? Pair, Guid? Request = null);

    internal sealed class Handler(AgreementsDb db, IPartyDirectory directory, IAcceptedRequests requests, CurrentActor current, TimeProvider clock)
    {
        private const int MostTitle = 120;

        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (!AgreementTemplates.Shipped.TryGetValue(cmd.Template, out var template))
            {
                return new Refusal.Missing("agreements.template.missing");
            }

            var actor = current.Value;
            var read = await PartiesAsync(cmd, actor, ct);
            if (read.Refused)
            {
                return read.Refusal;
            }

            var (parties, pair) = read.Value;
            if (Check(cmd, parties, actor) is { } refusal)
            {
                return refusal;
            }

            if (pair is not null && await db.Agreements.AnyAsync(a => a.PairId == pair.Id && a.State != AgreementState.Dropped, ct))
            {
                return new Refusal.Stale("agreements.pair-has-one");
            }

            // With a pair, the request beside it was never looked at: it stays free for the two that it belongs to.
            var request = pair is null ? cmd.Request : null;
            if (request is { } asked && await db.Agreements.AnyAsync(a => a.RequestId == asked && a.State != AgreementState.Dropped, ct))
            {
                return new Refusal.Stale("agreements.request-has-one");
            }

            var now = clock.GetUtcNow();
            var text = BeginText.Of(template, parties, cmd.Title!.Trim(), cmd.From!.Value, Wording.Language);
            var record = New(template.Code, text.Title, parties[0].Id, actor.Sample, now, pair?.Id, request: request);
            record.UntilOn = text.Until;
            db.Add(record);
            db.AddRange(parties.Select(p => new AgreementParty { AgreementId = record.Id, PartyId = p.Id }));
            db.Add(Loading.NextText(record.Id, 1, text, amends: null, why: "", actor, now));
            db.Record(new Change("agreements.begun", "agreements.agreement", record.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new { record.Title, record.Template, Parties = parties.Select(p => p.Name).ToArray() },
            });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "agreement_once_for_request" or "agreement_once_for_pair" })
            {
                // Who began at the same moment was faster.
                return new Refusal.Stale(pair is null ? "agreements.request-has-one" : "agreements.pair-has-one");
            }

            return record.Id;
        }

        internal static AgreementRecord New(string template, string title, Guid lead, bool sample, DateTimeOffset now, Guid? pair = null, Guid? previous = null, Guid? request = null) => new()
        {
            Id = Guid.CreateVersion7(now),
            Template = template,
            Title = title,
            LeadPartyId = lead,
            PairId = pair,
            PreviousId = previous,
            RequestId = request,
            CheckCode = PaperCode.New(),
            Sample = sample,
            CreatedAt = now,
            StateSince = now,
        };

        private static Refusal? Check(Command cmd, IReadOnlyList<PartyCard> parties, Actor actor) => cmd switch
        {
            _ when string.IsNullOrWhiteSpace(cmd.Title) || cmd.Title.Trim().Length > MostTitle => new Refusal.Invalid("agreements.title", nameof(cmd.Title)).With(("most", MostTitle)),
            { From: null } or { From.Year: < 2000 or > 2100 } => new Refusal.Invalid("agreements.from", nameof(cmd.From)),
            _ when parties.Count is < 2 or > Texts.TextChecks.MostParties => new Refusal.Invalid("agreements.party-count", nameof(cmd.Parties)).With(("most", Texts.TextChecks.MostParties)),
            _ when !parties.Any(p => AgreementAccess.Drafts(actor, p.Id)) => new Refusal.Denied("agreements.without-oneself"),
            _ => null,
        };

        private async Task<Outcome<(IReadOnlyList<PartyCard> Parties, PairRow? Pair)>> PartiesAsync(Command cmd, Actor actor, CancellationToken ct)
        {
            if (cmd.Pair is { } id)
            {
                var pair = await db.Pairs.SingleOrDefaultAsync(p => p.Id == id, ct);
                if (pair is null || !AgreementAccess.MaySee(actor, [pair.LeaderId, pair.MuseumId]))
                {
                    return new Refusal.Missing("agreements.pair-missing");
                }

                var cards = await directory.FindAsync([pair.LeaderId, pair.MuseumId], ct);
                return (new List<PartyCard> { cards[pair.LeaderId], cards[pair.MuseumId] }, pair);
            }

            if (cmd.Request is { } asked)
            {
                if (await requests.FindAsync(asked, ct) is not { } request || !AgreementAccess.MaySee(actor, [request.GivesId, request.NeedsId]))
                {
                    return new Refusal.Missing("agreements.request-missing");
                }

                var cards = await directory.FindAsync([request.GivesId, request.NeedsId], ct);
                return (new List<PartyCard> { cards[request.GivesId], cards[request.NeedsId] }, null);
            }

            var known = actor.PartyId is { } own ? await directory.AlliesOfAsync(own, ct) : [];
            var parties = new List<PartyCard>();
            foreach (var typed in (cmd.Parties ?? "").Split(['\n', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (TypedParty.Find(known, typed) is not { } card)
                {
                    return new Refusal.Invalid("agreements.text.party-unknown", nameof(cmd.Parties)).With(("name", typed));
                }

                if (!parties.Contains(card))
                {
                    parties.Add(card);
                }
            }

            return (parties, null);
        }
    }
}
