using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Suggestions;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>
/// A county museum states its needs of all eight domains on one short form, starting from what its register figures suggest.
/// One standing need a domain is kept by this form; finer ones are written one by one.
/// </summary>
internal static class StateNeeds
{
    /// <summary>One line of the form.</summary>
    internal sealed class Line
    {
        /// <summary>0 = no need in this domain.</summary>
        public int Strength { get; set; }

        /// <summary>What is needed, in the museum's words; empty takes the suggestion's or the domain's own sentence.</summary>
        public string? Title { get; set; }

        public int Urgency { get; set; }

        public string? UrgencyReason { get; set; }

        /// <summary>Rule of the suggestion that this line started from.</summary>
        public string? Rule { get; set; }

        /// <summary>Version of the standing need that the person saw; 0 where there was none.</summary>
        public int Version { get; set; }
    }

    /// <param name="Lines">By domain.</param>
    internal sealed record Command(IReadOnlyDictionary<Domain, Line> Lines);

    internal sealed class Handler(
        ExchangeDb db, CurrentActor current, IPartyDirectory parties, ConfirmationRule confirmation, Wording words, TimeProvider clock)
    {
        /// <summary>The form as it opens: standing needs where there are some, suggestions elsewhere.</summary>
        public async Task<Outcome<IReadOnlyList<Opening>>> OpenAsync(CancellationToken ct)
        {
            if (await OwnPartyAsync(ct) is not { } party)
            {
                return new Refusal.Denied("exchange.listing.no-institution");
            }

            var standing = await StandingAsync(party.Id, ct);
            var suggested = RegisterRules.For(party.Grade, party.Figures).ToDictionary(s => s.Domain);
            return Enum.GetValues<Domain>().Select(domain => new Opening(
                domain, standing.GetValueOrDefault(domain), standing.Count == 0 ? suggested.GetValueOrDefault(domain) : null)).ToList();
        }

        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (await OwnPartyAsync(ct) is not { } party)
            {
                return new Refusal.Denied("exchange.listing.no-institution");
            }

            if (Check(cmd) is { } invalid)
            {
                return invalid;
            }

            var suggested = RegisterRules.For(party.Grade, party.Figures).ToDictionary(s => s.Domain);
            var standing = await StandingAsync(party.Id, ct);
            if (cmd.Lines.Any(l => l.Value.Version != (standing.GetValueOrDefault(l.Key)?.Version ?? 0)))
            {
                return new Refusal.Stale("exchange.listing.stale");
            }

            var lastDay = await confirmation.LastDayAsync(party.Id, ct);
            foreach (var (domain, line) in cmd.Lines.OrderBy(l => l.Key))
            {
                Write(party.Id, domain, line, standing.GetValueOrDefault(domain), suggested.GetValueOrDefault(domain), lastDay);
            }

            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.listing.stale");
            }

            return cmd.Lines.Values.Count(l => l.Strength > 0);
        }

        /// <summary>Opens the row of one domain: what stands, or what is suggested.</summary>
        internal sealed record Opening(Domain Domain, Listing? Standing, SuggestedNeed? Suggested);

        private async Task<PartyCard?> OwnPartyAsync(CancellationToken ct) =>
            current.Value.PartyId is { } id && ListingAccess.MayEdit(current.Value, id) ? await parties.FindAsync(id, ct) : null;

        /// <summary>The latest standing need of each domain; one that concerns a community is changed in the long form, which asks it.</summary>
        private async Task<Dictionary<Domain, Listing>> StandingAsync(Guid partyId, CancellationToken ct) =>
            (await db.Listings.Where(l => l.PartyId == partyId && l.Side == Side.Need && l.CommunityId == null
                && (l.State == ListingState.Draft || l.State == ListingState.Published || l.State == ListingState.Reserved)).ToListAsync(ct))
            .GroupBy(l => l.Domain).ToDictionary(g => g.Key, g => g.MaxBy(l => (l.State, l.CreatedAt))!);

        private static Refusal.Invalid? Check(Command cmd)
        {
            var problems = new List<Refusal.Invalid>();
            foreach (var (domain, line) in cmd.Lines.OrderBy(l => l.Key))
            {
                Also(line.Strength is < 0 or > 5, "exchange.listing.strength-range", $"{domain}-Strength");
                Also(line.Urgency is < 0 or > 5, "exchange.listing.urgency-range", $"{domain}-Urgency");
                Also(line.Title?.Trim().Length > 120, "exchange.listing.title-long", $"{domain}-Title");
                Also(line.UrgencyReason?.Length > 400, "exchange.listing.urgency-reason-long", $"{domain}-UrgencyReason");
                Also(line is { Strength: > 0, Urgency: >= 3 } && string.IsNullOrWhiteSpace(line.UrgencyReason),
                    "exchange.listing.urgency-needs-reason", $"{domain}-UrgencyReason");
            }

            if (problems.Count == 0 && cmd.Lines.Values.All(l => l.Strength == 0))
            {
                problems.Add(new Refusal.Invalid("exchange.needs.none-stated"));
            }

            return problems is [var first, .. var rest] ? first with { Also = rest } : null;

            void Also(bool wrong, string code, string field)
            {
                if (wrong)
                {
                    problems.Add(new Refusal.Invalid(code, field));
                }
            }
        }

        private void Write(Guid partyId, Domain domain, Line line, Listing? standing, SuggestedNeed? suggested, DateOnly? lastDay)
        {
            var before = standing is null ? null : ListingForm.Of(standing);
            if (line.Strength == 0)
            {
                if (standing is not null)
                {
                    standing.State = ListingState.Withdrawn;
                    standing.ConfirmedAt ??= clock.GetUtcNow();
                    standing.Version++;
                    Note("exchange.listing.withdrawn", standing, before);
                }

                return;
            }

            var listing = standing ?? new Listing
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                PartyId = partyId,
                Side = Side.Need,
                Title = "",
                Sample = current.Value.Sample,
                CreatedAt = clock.GetUtcNow(),
                Version = 0,
                SuggestedByRule = line.Rule == suggested?.Rule ? suggested?.Rule : null,
                Resource = suggested?.Resource ?? ResourceKind.People,
            };
            listing.Domain = domain;
            listing.Strength = line.Strength;
            listing.Title = string.IsNullOrWhiteSpace(line.Title) ? OwnTitle(domain, suggested) : line.Title.Trim();
            listing.Urgency = line.Urgency;
            listing.UrgencyReason = string.IsNullOrWhiteSpace(line.UrgencyReason) ? null : line.UrgencyReason.Trim();
            listing.State = listing.State == ListingState.Reserved ? ListingState.Reserved : ListingState.Published;
            listing.ConfirmedAt = clock.GetUtcNow();
            listing.ConfirmBy = lastDay;
            listing.Version++;
            if (standing is null)
            {
                db.Add(listing);
            }

            Note("exchange.listing.published", listing, before);
        }

        private string OwnTitle(Domain domain, SuggestedNeed? suggested) =>
            suggested is null ? words[$"exchange.need-title.{domain}"] : words[$"exchange.rule-title.{suggested.Rule}"];

        private void Note(string action, Listing listing, ListingForm? before) =>
            db.Record(new Change(action, "exchange.listing", listing.Id)
            {
                OwnerId = listing.PartyId,
                Before = before,
                After = ListingForm.Of(listing),
            });
    }
}
