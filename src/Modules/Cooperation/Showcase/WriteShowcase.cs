using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Showcase;

/// <summary>
/// Any party writes what shall be shown of a cooperation that has confirmed results. Whoever changes it takes it from the public and asks
/// all parties anew: a release is given to exactly one text with its pictures.
/// </summary>
internal static class WriteShowcase
{
    public const int MostPictures = 12;

    /// <param name="Pictures">Photographs of the cooperation with their captions, in order.</param>
    /// <param name="Version">Of the showcase that was shown; 0 where there was none.</param>
    /// <param name="Objects">Addresses of objects that it is about, one on a line.</param>
    internal sealed record Command(
        Guid Cooperation, string? Title, string? Story, string? Method, IReadOnlyList<(Guid Id, string? Caption)> Pictures, int Version, string? Objects = null);

    internal sealed class Handler(CooperationDb db, ShowcaseObjects objects, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.CooperationAsync(cmd.Cooperation, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (await CheckAsync(actor, found.Value, cmd, ct) is { } refusal)
            {
                return refusal;
            }

            var about = await objects.ReadAsync(cmd.Objects, ct);
            if (about.Refused)
            {
                return about.Refusal;
            }

            var (now, record) = (clock.GetUtcNow(), found.Value.Record);
            var showcase = await db.Showcases.SingleOrDefaultAsync(s => s.CooperationId == cmd.Cooperation, ct);
            if ((showcase?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("cooperation.showcase.stale");
            }

            var pictures = cmd.Pictures.Select(p => (p.Id, Caption: p.Caption?.Trim() ?? "")).ToList();
            var (title, story, method) = (cmd.Title!.Trim(), Tidy(cmd.Story), Tidy(cmd.Method));
            var hash = CanonicalJson.Hash(CanonicalJson.Write(new Content(
                title, story, method, [.. pictures.Select(p => $"{p.Id} {p.Caption}"), .. about.Value.Select(o => $"object {o.InstitutionId} {o.ObjectId}")])));
            if (showcase is { State: not ShowcaseState.Withdrawn } && showcase.Hash == hash)
            {
                // Nothing was changed: what was released stays released, and what is shown is shown.
                return Done.It;
            }

            if (showcase is null)
            {
                showcase = new() { Id = Guid.CreateVersion7(now), CooperationId = record.Id, Title = title, Story = story, Hash = hash, EditedBy = actor.Name, Version = 0 };
                db.Add(showcase);
            }
            else
            {
                await db.ShowcasePictures.Where(p => p.ShowcaseId == showcase.Id).ExecuteDeleteAsync(ct);
                await db.ShowcaseObjects.Where(o => o.ShowcaseId == showcase.Id).ExecuteDeleteAsync(ct);
                await db.ShowcaseReleases.Where(r => r.ShowcaseId == showcase.Id && r.Hash != hash).ExecuteDeleteAsync(ct);
            }

            (showcase.Title, showcase.Story, showcase.Method, showcase.Hash) = (title, story, method, hash);
            (showcase.State, showcase.ShownAt, showcase.EditedAt, showcase.EditedBy) = (ShowcaseState.Draft, null, now, actor.Name);
            showcase.Version++;
            db.AddRange(pictures.Select((p, n) => new ShowcasePicture { ShowcaseId = showcase.Id, AttachmentId = p.Id, Sort = n, Caption = p.Caption }));
            db.AddRange(about.Value.Select((o, n) => new ShowcaseObject { ShowcaseId = showcase.Id, InstitutionId = o.InstitutionId, ObjectId = o.ObjectId, Sort = n }));
            db.Record(new Change("cooperation.showcase.written", "cooperation.showcase", showcase.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new { Title = title, Pictures = pictures.Count },
            });
            return await db.SaveInTurnAsync("cooperation.showcase.stale", ct);
        }

        private async Task<Refusal?> CheckAsync(Actor actor, Loaded found, Command cmd, CancellationToken ct)
        {
            if (CooperationAccess.Own(actor, found.Parties).Count == 0)
            {
                return new Refusal.Denied("cooperation.showcase.not-yours");
            }

            if (found.Record.Confirmed == 0)
            {
                return new Refusal.Stale("cooperation.showcase.nothing-confirmed");
            }

            var ids = cmd.Pictures.Select(p => p.Id).ToList();
            return cmd switch
            {
                _ when string.IsNullOrWhiteSpace(cmd.Title) || cmd.Title.Trim().Length > 120 => new Refusal.Invalid("cooperation.draft.title-missing", nameof(cmd.Title)),
                _ when string.IsNullOrWhiteSpace(cmd.Story) || cmd.Story.Length > 4000 => new Refusal.Invalid("cooperation.showcase.story-missing", nameof(cmd.Story)),
                { Method.Length: > 4000 } => new Refusal.Invalid("cooperation.text-long", nameof(cmd.Method)),
                _ when ids.Count > MostPictures || ids.Distinct().Count() != ids.Count || cmd.Pictures.Any(p => p.Caption?.Length > 200) =>
                    new Refusal.Invalid("cooperation.showcase.pictures", nameof(cmd.Pictures)).With(("most", MostPictures)),
                _ when ids.Count > 0 && (await PicturesOf(db, found.Record.Id).CountAsync(p => ids.Contains(p.Id), ct)) != ids.Count =>
                    new Refusal.Invalid("cooperation.showcase.pictures", nameof(cmd.Pictures)).With(("most", MostPictures)),
                _ => null,
            };
        }

        private static string Tidy(string? text) => text?.Trim().ReplaceLineEndings("\n") ?? "";

        private sealed record Content(string Title, string Story, string Method, IReadOnlyList<string> Pictures);
    }

    /// <summary>Photographs that stand as evidence of confirmed tasks.</summary>
    public static IQueryable<Attachment> PicturesOf(CooperationDb db, Guid cooperation) => db.Attachments
        .Where(a => a.CooperationId == cooperation && (a.MediaType == "image/jpeg" || a.MediaType == "image/png")
            && db.Evidence.Any(e => e.AttachmentId == a.Id && e.TakenBackAt == null
                && db.Deliverables.Any(d => d.Id == e.DeliverableId && db.Tasks.Any(t => t.Id == d.TaskId
                    && (t.ConfirmedAt != null || (t.ConfirmsPartyId == null && t.State == TaskState.Accepted))))));
}
