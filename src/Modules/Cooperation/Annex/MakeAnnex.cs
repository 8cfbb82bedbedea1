using System.Globalization;
using System.Security.Cryptography;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Annex;

/// <summary>An association, or a museum for its own authority, has a year's annex made in the background (requirement P13).</summary>
internal static class MakeAnnex
{
    public const string JobName = "cooperation.annex";

    /// <param name="Base">Address of the installation in the reader's language, for the links of the files.</param>
    internal sealed record Command(int? Year, string Base);

    internal sealed record Payload(Guid AnnexId, string Base);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (actor.PartyId is not { } party || !actor.May(CooperationPermissions.Report))
            {
                return new Refusal.Denied("cooperation.annex.not-yours");
            }

            var now = clock.GetUtcNow();
            if (cmd.Year is not { } year || year < 2000 || year > Dates.InChina(now).Year)
            {
                return new Refusal.Invalid("cooperation.annex.year", nameof(cmd.Year));
            }

            var id = Guid.CreateVersion7(now);
            var job = db.Enqueue(JobName, new Payload(id, cmd.Base), id);
            db.Add(new AnnexRecord { Id = id, PartyId = party, Year = year, Language = Wording.Language, AskedBy = actor.Name, AskedAt = now, JobId = job });
            db.Record(new Change("cooperation.annex.asked", "cooperation.annex", id) { OwnerId = party, After = new { Year = year } });
            await db.SaveChangesAsync(ct);
            return job;
        }
    }

    internal sealed class Job(CooperationDb db, ReadAnnex read, Wording words, TimeProvider clock) : IJobKind
    {
        private const int Steps = 6;

        public string Kind => JobName;

        public async Task<JobEnd> RunAsync(JobRun run, CancellationToken ct)
        {
            var payload = run.Payload<Payload>();
            var annex = await db.Annexes.SingleAsync(a => a.Id == payload.AnnexId, ct);
            var language = CultureInfo.CurrentUICulture;
            try
            {
                CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(annex.Language == Wording.English ? "en-GB" : "zh-CN");
                await run.ReportAsync(0, Steps, "cooperation.annex.stage.read");
                var facts = await read.OfAsync(annex.PartyId, annex.Year, payload.Base, done => run.ReportAsync(done, Steps, "cooperation.annex.stage.read"), ct);
                await run.ReportAsync(4, Steps, "cooperation.annex.stage.workbook");
                using var book = new MemoryStream();
                await XlsxTableWriter.WriteAsync(book, AnnexBook.Sheets(words, facts), ct);
                await run.ReportAsync(5, Steps, "cooperation.annex.stage.paper");
                annex.Pdf = Paper(facts);
                annex.Xlsx = book.ToArray();
                (annex.Pairs, annex.Results, annex.MadeAt) = (facts.Pairs.Count, facts.Results.Count, clock.GetUtcNow());
                annex.Sha256 = Convert.ToHexStringLower(SHA256.HashData(annex.Xlsx));
                db.Record(new Change("cooperation.annex.made", "cooperation.annex", annex.Id)
                {
                    OwnerId = annex.PartyId,
                    After = new { annex.Year, annex.Pairs, annex.Results, annex.Sha256 },
                });
                await db.SaveChangesAsync(ct);
                await run.ReportAsync(Steps, Steps, "cooperation.annex.stage.paper");
                return new JobEnd(new { annex.Year, annex.Pairs, annex.Results, Href = "annex" });
            }
            finally
            {
                CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = language;
            }
        }

        private byte[]? Paper(AnnexFacts facts)
        {
            if (CjkFont.Find() is not { } font)
            {
                return null;
            }

            using var paper = new MemoryStream();
            new AnnexPaper(font, words, facts).Draw().Save(paper);
            return paper.ToArray();
        }
    }
}
