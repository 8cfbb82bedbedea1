using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Exchange.Rounds;

/// <summary>
/// An institution says its part in a round: a leader its places, strengths and theme; a museum its theme, or that it sits out; both whom
/// they would like. Possible until the freeze, also after the day it was due.
/// </summary>
internal static class EnterRound
{
    public const int MostWishes = 3;

    /// <param name="Code">The round.</param>
    /// <param name="PartyId">The institution: one's own, or one that one's office stands over.</param>
    /// <param name="TakesPart">False to sit this round out.</param>
    /// <param name="Places">A leader's places.</param>
    /// <param name="Reason">Why fewer than the charter's most, or why not at all.</param>
    /// <param name="Strengths">A leader's strengths by domain; null to take them from its offers.</param>
    /// <param name="Theme">One of the round's.</param>
    /// <param name="Wishes">Whom it would like, up to three.</param>
    /// <param name="Version">Of the entry that was seen; 0 where there was none.</param>
    internal sealed record Command(
        string Code, Guid PartyId, bool TakesPart, int? Places, string? Reason, IReadOnlyList<int>? Strengths, string? Theme,
        IReadOnlyList<Guid> Wishes, int Version);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, RoundAccess access, EligibleParties eligibleParties, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            if (!current.Value.May(RoundPermissions.Enter, cmd.PartyId)) return new Refusal.Denied("exchange.entry.not-yours");
            if (round.State != RoundState.Open) return new Refusal.Stale("exchange.entry.round-frozen");
            var eligible = await eligibleParties.OfAsync(round, ct);
            if (eligible.PartOf(cmd.PartyId) is not { } part) return new Refusal.Denied("exchange.entry.no-part");
            if (Check(cmd, round, eligible, part) is { } invalid) return invalid;

            // Held until this is written, so that an entry is either in the frozen input or refused.
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var open = await db.Rounds.FromSql($"select * from exchange.round where id = {round.Id} and state = 'Open' for share").AsNoTracking().AnyAsync(ct);
            if (!open) return new Refusal.Stale("exchange.entry.round-frozen");
            var entry = await db.RoundEntries.SingleOrDefaultAsync(e => e.RoundId == round.Id && e.PartyId == cmd.PartyId, ct);
            if ((entry?.Version ?? 0) != cmd.Version) return new Refusal.Stale("exchange.entry.stale");
            Write(cmd, round, part, eligible, entry);
            try
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.entry.stale");
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "entry_once" })
            {
                return new Refusal.Stale("exchange.entry.stale");
            }

            return Done.It;
        }

        private void Write(Command cmd, Round round, Part part, Eligible eligible, RoundEntry? entry)
        {
            var before = entry is null ? null : Seen(entry, eligible);
            if (entry is null)
            {
                entry = new()
                {
                    Id = Guid.CreateVersion7(clock.GetUtcNow()),
                    RoundId = round.Id,
                    PartyId = cmd.PartyId,
                    Part = part,
                    Sample = current.Value.Sample,
                    Version = 0,
                };
                db.Add(entry);
            }

            entry.TakesPart = cmd.TakesPart;
            entry.Places = part == Part.Leader ? cmd.TakesPart ? cmd.Places : 0 : null;
            entry.Reason = Trimmed(cmd.Reason);
            entry.Strengths = part == Part.Leader && cmd.Strengths is { } strengths ? [.. strengths] : null;
            entry.Theme = Trimmed(cmd.Theme);
            entry.Wishes = [.. cmd.Wishes.Distinct()];
            entry.EnteredAt = clock.GetUtcNow();
            entry.Version++;
            // The round's version stays: two institutions may enter at the same moment.
            db.Record(new Change("exchange.round.entered", "exchange.round", round.Id)
            {
                OwnerId = cmd.PartyId,
                Before = before,
                After = Seen(entry, eligible),
            });
        }
    }

    /// <summary>Whether what was filled in fits the round's rules; null where it does.</summary>
    internal static Refusal.Invalid? Check(Command cmd, Round round, Eligible eligible, Part part)
    {
        var most = eligible.Rules.Capacity.Most;
        var others = part == Part.Leader ? eligible.Receivers : eligible.Leaders;
        var fewer = part == Part.Leader ? cmd.Places < most || !cmd.TakesPart : !cmd.TakesPart;
        return cmd switch
        {
            { Places: null } when part == Part.Leader && cmd.TakesPart => new("exchange.entry.places-missing", nameof(cmd.Places)),
            { Places: < 0 } => new("exchange.entry.places-negative", nameof(cmd.Places)),
            _ when part == Part.Leader && cmd.Places > most =>
                (Refusal.Invalid)new Refusal.Invalid("exchange.entry.places-above-charter", nameof(cmd.Places)).With(("most", most)),
            _ when fewer && string.IsNullOrWhiteSpace(cmd.Reason) => new("exchange.entry.reason-missing", nameof(cmd.Reason)),
            { Reason.Length: > 1000 } => new("exchange.entry.reason-long", nameof(cmd.Reason)),
            { Strengths: { } s } when s.Count != 8 || s.Any(x => x is < 0 or > 5) => new("exchange.entry.strengths-range", nameof(cmd.Strengths)),
            { Theme: { Length: > 0 } theme } when !round.Themes.Contains(theme.Trim()) => new("exchange.entry.theme-unknown", nameof(cmd.Theme)),
            { Wishes.Count: > MostWishes } => (Refusal.Invalid)new Refusal.Invalid("exchange.entry.wishes-many", nameof(cmd.Wishes)).With(("most", MostWishes)),
            _ when cmd.Wishes.Any(w => others.All(p => p.Id != w)) => new("exchange.entry.wish-unknown", nameof(cmd.Wishes)),
            _ => null,
        };
    }

    private static object Seen(RoundEntry e, Eligible eligible) => new
    {
        e.TakesPart,
        e.Places,
        e.Reason,
        e.Strengths,
        e.Theme,
        Wishes = eligible.Members.Where(m => e.Wishes.Contains(m.Id)).Select(m => m.Name),
    };

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
