using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Sessions;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Certificates;

/// <summary>
/// Certificates for all who have earned one and hold none: of the course, for those who came often enough and passed; of service, for
/// those with confirmed hours. Nobody who never came gets one.
/// </summary>
internal static class IssueCertificates
{
    /// <param name="Kind">course or service.</param>
    internal sealed record Command(Guid Id, string Kind);

    internal sealed class Handler(CooperationDb db, Editions editions, SeePeople.Handler people, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var book = opened.Value;
            if (book.Check(current.Value, cmd.Kind == "service" ? KeptBook.Thanks : KeptBook.Certificates) is { } refusal)
            {
                return refusal;
            }

            // What a certificate says stays: of a course, all that it counts has been taught.
            var now = clock.GetUtcNow();
            var sessions = await db.Set<SessionRecord>().AsNoTracking().Where(s => s.CooperationId == cmd.Id && s.CancelledWhy == null).ToListAsync(ct);
            if (cmd.Kind != "service" && sessions.Exists(s => !s.Over(now)))
            {
                return new Refusal.Stale("cooperation.certificate.sessions-to-come");
            }

            var view = await people.HandleAsync(cmd.Id, ct);
            if (view.Refused)
            {
                return view.Refusal;
            }

            var earned = Earned(view.Value, cmd.Kind).ToList();
            if (earned.Count == 0)
            {
                return new Refusal.Invalid("cooperation.certificate.nobody");
            }

            var issuer = (await directory.FindAsync(book.Record.LeadPartyId, ct))?.Name ?? "–";
            var taught = sessions.Sum(s => s.Hours);
            var count = await db.Set<CertificateRecord>().CountAsync(c => c.CooperationId == cmd.Id, ct);
            foreach (var line in earned)
            {
                var text = new CertificateText
                {
                    Number = string.Create(CultureInfo.InvariantCulture, $"{CooperationWords.Number(book.Record.Number)}-{(cmd.Kind == "service" ? "F" : "Z")}{++count:000}"),
                    Kind = cmd.Kind,
                    Name = line.Person.Name,
                    Institution = view.Value.Cooperation.Name(line.Person.PartyId),
                    Issuer = issuer,
                    Title = book.Record.Title,
                    Skills = line.Skills,
                    Hours = (cmd.Kind == "service" ? line.Hours : taught).ToString("0.#", CultureInfo.InvariantCulture),
                    Stars = cmd.Kind == "service" ? Stars.Of(line.Hours) : 0,
                    IssuedOn = Dates.InChina(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    Language = Wording.InChinese ? Wording.Chinese : Wording.English,
                };
                var body = CanonicalJson.Write(text);
                var certificate = new CertificateRecord
                {
                    Id = Guid.CreateVersion7(now),
                    CooperationId = cmd.Id,
                    PersonId = line.Person.Id,
                    Kind = cmd.Kind,
                    Number = text.Number,
                    Body = body,
                    Hash = CanonicalJson.Hash(body),
                    CheckCode = PaperCode.New(),
                    IssuedAt = now,
                    ByName = current.Value.Name,
                };
                db.Add(certificate);
                db.Record(new Change("cooperation.certificate.issued", "cooperation.person", line.Person.Id) { OwnerId = line.Person.PartyId, After = new { text.Name, text.Number, certificate.Hash } });
            }

            book.Record.QuietSince = now;
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : earned.Count;
        }
    }

    /// <summary>Who has earned one of this kind and holds none.</summary>
    internal static IEnumerable<SeePeople.Line> Earned(SeePeople.View view, string kind) => view.People.Where(l =>
        l.Certificates.All(c => c.Kind != kind || c.RevokedAt is not null) && (kind == "service" ? l.Hours > 0 : view.Earned(l)));
}
