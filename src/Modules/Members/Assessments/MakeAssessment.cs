using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Members.Assessments;

/// <summary>A party writes down what it is good at, what it lacks, what helps and what threatens; each time a new dated version (requirement G12).</summary>
internal static class MakeAssessment
{
    public const int MostText = 4000;

    /// <param name="Code">Whose; the party that one acts for.</param>
    /// <param name="After">Number of the version that the form began with; 0 for the first.</param>
    internal sealed record Command(string Code, int After, string? Strengths, string? Weaknesses, string? Opportunities, string? Threats, string? Conclusion);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == cmd.Code, ct);
            if (party is null || !AssessmentAccess.MaySee(current.Value, party.Id))
            {
                return new Refusal.Missing("members.party.missing");
            }

            if (!AssessmentAccess.MayMake(current.Value, party.Id))
            {
                return new Refusal.Denied("members.assessment.not-yours");
            }

            var made = new Assessment
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                PartyId = party.Id,
                Number = cmd.After + 1,
                Strengths = Tidy(cmd.Strengths),
                Weaknesses = Tidy(cmd.Weaknesses),
                Opportunities = Tidy(cmd.Opportunities),
                Threats = Tidy(cmd.Threats),
                Conclusion = Tidy(cmd.Conclusion),
                MadeAt = clock.GetUtcNow(),
                MadeBy = current.Value.Name,
            };
            return Check(made) is { } invalid ? invalid : await SaveAsync(made, ct);
        }

        private static string Tidy(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

        private static Refusal.Invalid? Check(Assessment made)
        {
            var empty = Assessment.Parts.FirstOrDefault(p => made.Part(p).Length == 0);
            var tooLong = Assessment.Parts.Append(nameof(Assessment.Conclusion)).FirstOrDefault(p => made.Part(p).Length > MostText);
            return empty is not null ? new("members.assessment.part-needed", empty)
                : tooLong is not null ? new("members.assessment.part-long", tooLong)
                : null;
        }

        private async Task<Outcome<int>> SaveAsync(Assessment made, CancellationToken ct)
        {
            if (await db.Assessments.Where(a => a.PartyId == made.PartyId).MaxAsync(a => (int?)a.Number, ct) is var last && (last ?? 0) != made.Number - 1)
            {
                return new Refusal.Stale("members.assessment.stale");
            }

            db.Add(made);
            db.Record(new Change("members.assessment.made", "members.assessment", made.Id) { OwnerId = made.PartyId, After = new { made.Number } });
            try
            {
                await db.SaveChangesAsync(ct);
                return made.Number;
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "assessment_number_once" })
            {
                return new Refusal.Stale("members.assessment.stale");
            }
        }
    }
}
