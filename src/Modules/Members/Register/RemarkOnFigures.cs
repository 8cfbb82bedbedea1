using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Register;

/// <summary>A museum says whether its published figures that look wrong are so; the association may write down what it was told.</summary>
internal static class RemarkOnFigures
{
    internal sealed record Command(string Code, int Edition, FigureVerdict Verdict, string? Text, int Version);

    internal sealed class Handler(MembersDb db, InstitutionAccess access, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == cmd.Code, ct);
            if (party is null)
            {
                return new Refusal.Missing("members.party.missing");
            }

            if ((await access.EditableAsync(party, ct)).Count == 0)
            {
                return new Refusal.Denied("members.party.not-yours");
            }

            if (!await db.Figures.AnyAsync(f => f.PartyId == party.Id && f.Edition == cmd.Edition && f.Flags.Count > 0, ct))
            {
                return new Refusal.Missing("members.figure.not-in-doubt");
            }

            if (!Enum.IsDefined(cmd.Verdict) || cmd.Text?.Trim() is not { Length: > 0 and <= 500 } text)
            {
                return new Refusal.Invalid("members.figure.remark-needed", nameof(cmd.Text));
            }

            var remark = await db.FigureRemarks.SingleOrDefaultAsync(r => r.PartyId == party.Id && r.Edition == cmd.Edition, ct);
            if ((remark?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("members.figure.remark-stale");
            }

            return await SaveAsync(party.Id, cmd, text, remark, ct);
        }

        private async Task<Outcome<Done>> SaveAsync(Guid party, Command cmd, string text, FigureRemark? found, CancellationToken ct)
        {
            var before = found is null ? null : new { Verdict = found.Verdict.ToString(), found.Text };
            var remark = found ?? db.Add(new FigureRemark { PartyId = party, Edition = cmd.Edition, Text = "", SaidBy = "", Version = 0 }).Entity;
            (remark.Verdict, remark.Text, remark.SaidAt, remark.SaidBy) = (cmd.Verdict, text, clock.GetUtcNow(), current.Value.Name);
            remark.Version++;
            db.Record(new Change("members.figure.remarked", "members.party", party)
            {
                Reason = text,
                Before = before,
                After = new { cmd.Edition, Verdict = cmd.Verdict.ToString(), Text = text },
            });
            try
            {
                await db.SaveChangesAsync(ct);
                return Done.It;
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is Npgsql.PostgresException { SqlState: "23505" })
            {
                return new Refusal.Stale("members.figure.remark-stale");
            }
        }
    }
}
