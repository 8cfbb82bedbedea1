using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Exchange.Rounds;

/// <summary>The association's office opens a round for its cluster, bound to the charter version in force.</summary>
internal static class OpenRound
{
    /// <param name="ClusterId">The cluster.</param>
    /// <param name="Name">What people call it.</param>
    /// <param name="Themes">From which leaders and museums each may choose one.</param>
    /// <param name="EntryUntil">When entries are due.</param>
    internal sealed record Command(Guid ClusterId, string? Name, IReadOnlyList<string> Themes, DateOnly? EntryUntil);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, IPartyDirectory parties, ICharters charters, TimeProvider clock)
    {
        public async Task<Outcome<string>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (await parties.FindAsync(cmd.ClusterId, ct) is not { Kind: PartyKind.Cluster } cluster)
            {
                return new Refusal.Missing("exchange.round.cluster-missing");
            }

            if (!current.Value.May(RoundPermissions.Run, cluster.Id)) return new Refusal.Denied("exchange.round.not-yours");
            var today = Dates.InChina(clock.GetUtcNow());
            var name = cmd.Name?.Trim() ?? "";
            string[] themes = [.. cmd.Themes.Select(t => t.Trim()).Where(t => t.Length > 0).Distinct()];
            if (name.Length is 0 or > 120) return new Refusal.Invalid("exchange.round.name-form", nameof(cmd.Name));
            if (themes.Length > 20 || themes.Any(t => t.Length > 40)) return new Refusal.Invalid("exchange.round.themes-form", nameof(cmd.Themes));
            if (!(cmd.EntryUntil >= today)) return new Refusal.Invalid("exchange.round.entry-until-past", nameof(cmd.EntryUntil));
            if (await charters.InForceAsync(cluster.Id, ct) is not { } charter) return new Refusal.Stale("exchange.round.no-charter");

            var before = await db.Rounds.CountAsync(r => r.ClusterId == cluster.Id && r.Code.StartsWith($"{cluster.Code}-{today.Year}-"), ct);
            var rules = CanonicalJson.Write(charter.Rules);
            var round = new Round
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                Code = $"{cluster.Code}-{today.Year}-{before + 1}",
                ClusterId = cluster.Id,
                Name = name,
                Themes = themes,
                EntryUntil = cmd.EntryUntil.Value,
                CharterVersionId = charter.VersionId,
                CharterNumber = charter.Number,
                Rules = rules,
                RulesHash = CanonicalJson.Hash(rules),
                Sample = current.Value.Sample,
                OpenedAt = clock.GetUtcNow(),
            };
            db.Add(round);
            db.Record(new Change("exchange.round.opened", "exchange.round", round.Id)
            {
                OwnerId = cluster.Id,
                After = new { round.Code, round.Name, round.EntryUntil, Charter = charter.Number, round.RulesHash },
            });
            db.Announce(new RoundOpened(round.Id, round.Code, cluster.Id, round.EntryUntil));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException
            { ConstraintName: "round_one_running" or "round_code_once" })
            {
                return new Refusal.Stale("exchange.round.one-running");
            }

            return round.Code;
        }
    }
}
