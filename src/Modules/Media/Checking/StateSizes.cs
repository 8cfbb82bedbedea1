using Guanlian.Contracts.Members;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Media.Checking;

/// <summary>A museum states what its photographs must reach, or an association what its members' must: advice is given by it, nothing is held back.</summary>
internal static class StateSizes
{
    /// <param name="Code">Of the museum; null for the association that the actor speaks for.</param>
    /// <param name="Version">As it was seen; 0 where nothing was stated yet.</param>
    internal sealed record Command(string? Code, int Version)
    {
        /// <summary>Pixels along the longer edge of any photograph; null where that is left open.</summary>
        public int? Edge { get; init; }

        public string EdgeSource { get; init; } = "";

        /// <summary>Pixels along the longer edge of a three-dimensional object's photograph.</summary>
        public int? SolidEdge { get; init; }

        public string SolidSource { get; init; } = "";

        /// <summary>Pixels to the inch of a flat object.</summary>
        public int? FlatPpi { get; init; }

        public string FlatSource { get; init; } = "";
    }

    internal sealed class Handler(MediaDb db, ImageAccess access, CurrentActor current, IPartyDirectory parties, TimeProvider clock)
    {
        public async Task<Outcome<(PartyCard Holder, WantedSizes Stated)>> FindAsync(string? code, CancellationToken ct)
        {
            var holder = await HolderAsync(code, ct);
            return holder.Refused ? holder.Refusal
                : (holder.Value, await db.WantedSizes.AsNoTracking().SingleOrDefaultAsync(s => s.PartyId == holder.Value.Id, ct) ?? new() { PartyId = holder.Value.Id });
        }

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await HolderAsync(cmd.Code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            var faults = Faults(cmd).ToList();
            if (faults.Count > 0)
            {
                return faults[0] with { Also = faults[1..] };
            }

            var party = holder.Value.Id;
            var stated = await db.WantedSizes.SingleOrDefaultAsync(s => s.PartyId == party, ct);
            if ((stated?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("media.sizes.stale");
            }

            var before = stated is null ? null : Facts(stated);
            stated ??= db.Add(new WantedSizes { PartyId = party }).Entity;
            (stated.Edge, stated.EdgeSource) = (cmd.Edge, cmd.EdgeSource.Trim());
            (stated.SolidEdge, stated.SolidSource) = (cmd.SolidEdge, cmd.SolidSource.Trim());
            (stated.FlatPpi, stated.FlatSource) = (cmd.FlatPpi, cmd.FlatSource.Trim());
            (stated.Version, stated.ChangedAt) = (cmd.Version + 1, clock.GetUtcNow());
            db.Record(new("media.sizes.stated", WantedSizes.SubjectKind, party) { OwnerId = party, Before = before, After = Facts(stated) });
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            try
            {
                await JudgeAnewAsync(holder.Value, ct);
                return await db.SaveInTurnAsync("media.sizes.stale", ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "wanted_sizes_pkey" })
            {
                return new Refusal.Stale("media.sizes.stale");
            }
        }

        /// <summary>The museum whose images the actor keeps, or the association that he speaks for.</summary>
        private async Task<Outcome<PartyCard>> HolderAsync(string? code, CancellationToken ct)
        {
            if (code is not null)
            {
                return await access.KeptAsync(code, ct);
            }

            return current.Value is { PartyId: { } party } actor && actor.ActsFor(MediaPermissions.StateSizes, party) && await parties.FindAsync(party, ct) is { } card
                ? card : new Refusal.Missing("media.collection.missing");
        }

        /// <summary>What was judged by other sizes is due again; <see cref="JudgeSizes"/> does it from what is stored.</summary>
        private async Task JudgeAnewAsync(PartyCard holder, CancellationToken ct)
        {
            Guid[] museums = holder.Kind == PartyKind.Cluster ? [.. (await parties.MembersOfAsync(holder.Id, ct)).Select(m => m.Id)] : [holder.Id];
            await db.Database.ExecuteSqlAsync($"update media.photo_check set sized_at = null where institution_id = any ({museums}) and sized_at is not null", ct);
        }

        private static IEnumerable<Refusal.Invalid> Faults(Command cmd)
        {
            foreach (var (edge, field) in new[] { (cmd.Edge, nameof(cmd.Edge)), (cmd.SolidEdge, nameof(cmd.SolidEdge)) })
            {
                if (edge is < WantedSizes.LeastEdge or > WantedSizes.MostEdge)
                {
                    yield return (Refusal.Invalid)new Refusal.Invalid("media.sizes.edge-range", field).With(("least", WantedSizes.LeastEdge), ("most", WantedSizes.MostEdge));
                }
            }

            if (cmd.FlatPpi is < WantedSizes.LeastPpi or > WantedSizes.MostPpi)
            {
                yield return (Refusal.Invalid)new Refusal.Invalid("media.sizes.ppi-range", nameof(cmd.FlatPpi)).With(("least", WantedSizes.LeastPpi), ("most", WantedSizes.MostPpi));
            }

            foreach (var (least, source, field) in new[]
            {
                (cmd.Edge, cmd.EdgeSource, nameof(cmd.EdgeSource)), (cmd.SolidEdge, cmd.SolidSource, nameof(cmd.SolidSource)), (cmd.FlatPpi, cmd.FlatSource, nameof(cmd.FlatSource)),
            })
            {
                if (source.Trim().Length > WantedSizes.LongestSource)
                {
                    yield return (Refusal.Invalid)new Refusal.Invalid("media.sizes.source-long", field).With(("most", WantedSizes.LongestSource));
                }
                else if (least is null && source.Trim().Length > 0)
                {
                    yield return new("media.sizes.source-of-nothing", field);
                }
            }
        }

        private static object Facts(WantedSizes s) => new { s.Edge, s.EdgeSource, s.SolidEdge, s.SolidSource, s.FlatPpi, s.FlatSource };
    }
}
