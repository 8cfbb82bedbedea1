using System.Globalization;
using System.Runtime.CompilerServices;
using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Register;

/// <summary>
/// Museums that earlier editions name and a newer one no longer does. Each is shown as a row of its own: closed since that edition, or
/// kept as it is; kept, unless somebody ticks the row.
/// </summary>
internal sealed class AbsentMuseums(MembersDb db, RegisterSubjects subjects)
{
    /// <summary>One row for each; only of provinces that the file speaks of, and only where no edition as new names the museum.</summary>
    public async IAsyncEnumerable<ProposedRow> ProposeAsync(Guid actId, int edition, BulkNamed named, [EnumeratorCancellation] CancellationToken ct)
    {
        var provinces = await subjects.ProvincesAsync(actId, edition, ct);
        var names = named.Labels.Select(RegisterMatch.Plain).ToHashSet();
        var latest = db.Figures.AsNoTracking().GroupBy(f => f.PartyId).Select(g => new { g.Key, Edition = g.Max(f => f.Edition) });
        var gone = from p in db.Parties.AsNoTracking()
                   join l in latest on p.Id equals l.Key
                   join f in db.Figures.AsNoTracking() on new { PartyId = l.Key, l.Edition } equals new { f.PartyId, f.Edition }
                   where p.Kind == PartyKind.Museum && p.ClosedOn == null && l.Edition < edition && provinces.Contains(f.Province)
                   orderby p.Code
                   select new { p.Id, p.Code, p.Name };
        foreach (var museum in (await gone.ToListAsync(ct)).Where(m => !named.Subjects.Contains(m.Id) && !names.Contains(RegisterMatch.Plain(m.Name))))
        {
            yield return new(RegisterText.Absent + museum.Code, museum.Name, new Dictionary<string, string?>
            {
                [RegisterText.Closed.Name] = RegisterSubjects.DayOf(edition).ToString("O", CultureInfo.InvariantCulture),
            })
            {
                Findings = [new TableProblem("members.register.absent", TablePlace.WholeFile)
                {
                    Weight = TableWeight.Notice,
                    Holes = [("edition", edition.ToString(CultureInfo.InvariantCulture))],
                }],
            };
        }
    }
}
