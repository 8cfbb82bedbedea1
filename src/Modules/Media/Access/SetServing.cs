using System.ComponentModel.DataAnnotations;
using Guanlian.Contracts.Members;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Media.Access;

/// <summary>A keeper says how near visitors and members may come to the museum's images, and whether its name is written over them.</summary>
internal static class SetServing
{
    /// <param name="Code">Whose.</param>
    /// <param name="Version">As it was seen; 0 where nothing was said yet.</param>
    internal sealed record Command(string Code, int Version)
    {
        /// <summary>Longest edge for everybody; null for the whole size.</summary>
        public int? VisitorsEdge { get; init; }

        /// <summary>Longest edge for members of the alliance; null for the whole size.</summary>
        public int? MembersEdge { get; init; }

        public bool VisitorsMarked { get; init; }

        public bool MembersMarked { get; init; }

        [MaxLength(40)]
        public string Mark { get; init; } = "";
    }

    internal sealed class Handler(MediaDb db, ImageAccess access, TimeProvider clock)
    {
        public async Task<Outcome<(PartyCard Holder, Serving Serving)>> FindAsync(string code, CancellationToken ct)
        {
            var holder = await access.KeptAsync(code, ct);
            return holder.Refused ? holder.Refusal
                : (holder.Value, await db.Serving.AsNoTracking().SingleOrDefaultAsync(s => s.InstitutionId == holder.Value.Id, ct) ?? new() { InstitutionId = holder.Value.Id });
        }

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            foreach (var (edge, field) in new[] { (cmd.VisitorsEdge, nameof(cmd.VisitorsEdge)), (cmd.MembersEdge, nameof(cmd.MembersEdge)) })
            {
                if (edge is < Serving.LeastEdge or > Serving.MostEdge)
                {
                    return new Refusal.Invalid("media.serving.edge", field).With(("least", Serving.LeastEdge), ("most", Serving.MostEdge));
                }
            }

            if (cmd.Mark.Trim().Length > 40)
            {
                return new Refusal.Invalid("media.serving.mark-too-long", nameof(cmd.Mark));
            }

            var institution = holder.Value.Id;
            var serving = await db.Serving.SingleOrDefaultAsync(s => s.InstitutionId == institution, ct);
            if ((serving?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("media.serving.stale");
            }

            var before = serving is null ? null : Facts(serving);
            if (serving is null)
            {
                serving = new() { InstitutionId = institution };
                db.Add(serving);
            }

            (serving.VisitorsEdge, serving.MembersEdge) = (cmd.VisitorsEdge, cmd.MembersEdge);
            (serving.VisitorsMarked, serving.MembersMarked, serving.Mark) = (cmd.VisitorsMarked, cmd.MembersMarked, cmd.Mark.Trim());
            (serving.Version, serving.ChangedAt) = (cmd.Version + 1, clock.GetUtcNow());
            db.Record(new("media.serving.set", Serving.SubjectKind, institution) { OwnerId = institution, Before = before, After = Facts(serving) });
            try
            {
                await db.SaveChangesAsync(ct);
                return Done.It;
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("media.serving.stale");
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "serving_members_not_smaller" })
            {
                return new Refusal.Invalid("media.serving.members-smaller", nameof(cmd.MembersEdge));
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "serving_members_not_more_marked" })
            {
                return new Refusal.Invalid("media.serving.members-marked", nameof(cmd.MembersMarked));
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "serving_pkey" })
            {
                return new Refusal.Stale("media.serving.stale");
            }
        }

        private static object Facts(Serving s) => new { s.VisitorsEdge, s.MembersEdge, s.VisitorsMarked, s.MembersMarked, s.Mark };
    }
}
