using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Labels;

/// <summary>What the labels of one upload came to: whose, how many frames followed each, and where a frame says otherwise.</summary>
internal static class ListLabels
{
    internal sealed record Query(string Code, Guid Upload);

    /// <param name="Image">The frame that shows it.</param>
    /// <param name="Says">What it says.</param>
    /// <param name="Object">Whose it is; null where it is another museum's, or names none that there is.</param>
    /// <param name="Followed">Frames after it that show that object.</param>
    internal sealed record Line(StoredImage Image, ObjectLabel Says, ObjectInBook? Object, int Followed)
    {
        /// <summary>Printed by another museum.</summary>
        public bool Foreign { get; init; }
    }

    /// <param name="Image">A frame that has another object than the label before it.</param>
    /// <param name="Shown">That object.</param>
    /// <param name="Label">The label's.</param>
    internal sealed record Contradiction(StoredImage Image, ObjectInBook Shown, ObjectInBook Label);

    /// <param name="Labels">As they were taken.</param>
    /// <param name="Contradictions">As they were taken.</param>
    /// <param name="Before">Frames before the first label that have no object.</param>
    internal sealed record Answer(IReadOnlyList<Line> Labels, IReadOnlyList<Contradiction> Contradictions, int Before);

    internal sealed class Handler(MediaDb db, ImageAccess access, IObjectBook objects)
    {
        public async Task<Outcome<Answer>> HandleAsync(Query query, CancellationToken ct)
        {
            var holder = await access.KeptAsync(query.Code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            var frames = FrameOrder.Of(await db.Images.AsNoTracking()
                .Where(i => i.InstitutionId == holder.Value.Id && i.State == ImageState.Ready
                    && db.Arrivals.Any(a => a.InstitutionId == i.InstitutionId && a.UploadId == query.Upload && a.ImageId == i.Id))
                .ToListAsync(ct));
            if (frames.All(f => f.Image.Label is null))
            {
                return new Answer([], [], 0);
            }

            var keys = frames.SelectMany(f => new[] { f.Image.ObjectId, f.Image.LabelObjectId }).OfType<Guid>().Distinct().Select(id => new ObjectKey(holder.Value.Id, id)).ToList();
            var seen = await objects.SeenAsync(keys, ct);
            ObjectInBook? Of(Guid? id) => id is { } known ? seen.GetValueOrDefault(new(holder.Value.Id, known)) : null;
            var lines = frames.Where(f => f.Image.Label is not null).Select(f =>
            {
                _ = ObjectLabel.TryParse(f.Image.Label, out var says); // what is stored has been read before
                return new Line(f.Image, says, Of(f.Image.LabelObjectId), frames.Count(o => o.Image.LabelledBy == f.Image.Id && o.Image.ObjectId is { } shown && shown == f.Image.LabelObjectId))
                {
                    Foreign = says.InstitutionCode != query.Code,
                };
            }).ToList();
            var labels = lines.ToDictionary(l => l.Image.Id);
            var contradictions = from frame in frames
                                 where frame.Image.MatchedBy != MatchedBy.Hand && frame.Image.LabelledBy is { } before && labels.ContainsKey(before)
                                 let label = labels[frame.Image.LabelledBy!.Value].Object
                                 let shown = Of(frame.Image.ObjectId)
                                 where label is not null && shown is not null && label.Key != shown.Key
                                 select new Contradiction(frame.Image, shown, label);
            return new Answer(lines, [.. contradictions], frames.TakeWhile(f => f.Image.Label is null).Count(f => f.Image.ObjectId is null));
        }
    }
}
