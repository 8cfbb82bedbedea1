using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Media.Labels;

/// <summary>
/// Frames taken after a label get its object, up to the next label. Decided over all that has come of a batch, each time that some of it
/// has become known; run again, it changes nothing. What its name, its sheet or its keeper gave an object stays as it is.
/// </summary>
internal sealed class MatchByLabels(MediaDb db, IObjectBook objects)
{
    private const int Most = 10;

    /// <param name="Image">Which frame.</param>
    /// <param name="Label">After which label it was taken.</param>
    /// <param name="ObjectId">Its object from now on.</param>
    private sealed record Move(StoredImage Image, StoredImage? Label, Guid? ObjectId);

    public async Task RunAsync(Guid institution, string code, Guid upload, CancellationToken ct)
    {
        for (var tries = 1; await Batch(institution, upload).AnyAsync(i => i.Label != null, ct); tries++)
        {
            try
            {
                if (await TryAsync(institution, code, upload, ct))
                {
                    return;
                }
            }
            catch (Exception e) when (tries < Most && (e is PostgresException or DbUpdateException { InnerException: PostgresException }))
            {
                // Somebody was faster with the same object.
            }

            db.ChangeTracker.Clear();
        }
    }

    private async Task<bool> TryAsync(Guid institution, string code, Guid upload, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LabelFrames.LockAsync(db, upload, ct);
        var frames = FrameOrder.Of(await Batch(institution, upload).ToListAsync(ct));
        var named = await NamedAsync(institution, code, frames, ct);
        // Sent again in part, a frame keeps the label that it was taken after when all of them were there.
        var known = frames.Where(f => f.Image.Label is null && (f.Image.LabelledBy is not { } before || named.ContainsKey(before))).ToList();
        var moves = known.Where(f => IsOpen(f.Image)).Select(f => new Move(f.Image, f.After, f.After is { } label ? named[label.Id] : null))
            .Where(m => m.ObjectId != m.Image.ObjectId && !IsInBin(m)).ToList();
        var touched = moves.SelectMany(m => new[] { m.Image.ObjectId, m.ObjectId }).OfType<Guid>().Distinct().Order().ToList();
        foreach (var id in touched)
        {
            await LabelFrames.LockAsync(db, id, ct);
        }

        await NoteAsync(institution, frames, known, named, ct);
        if (moves.Count > 0 && !await MoveAsync(institution, frames, moves, touched, ct))
        {
            return false;
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>All that was sent together and is known by now, what was here already and what has been taken away since among it.</summary>
    private IQueryable<StoredImage> Batch(Guid institution, Guid upload) => db.Images.AsNoTracking()
        .Where(i => i.InstitutionId == institution && (i.State == ImageState.Ready || (i.State == ImageState.Removed && i.Label != null))
            && db.Arrivals.Any(a => a.InstitutionId == institution && a.UploadId == upload && a.ImageId == i.Id));

    /// <summary>Label → the museum's own object; null where the label is another museum's, or there is no such object.</summary>
    private async Task<Dictionary<Guid, Guid?>> NamedAsync(Guid institution, string code, IReadOnlyList<FrameOrder.Frame> frames, CancellationToken ct)
    {
        var labels = frames.Where(f => f.Image.Label is not null)
            .ToDictionary(f => f.Image.Id, f => ObjectLabel.TryParse(f.Image.Label, out var label) && label.InstitutionCode == code ? label.Serial : 0);
        var there = await objects.BySerialAsync(institution, [.. labels.Values.Where(s => s > 0)], ct);
        return labels.ToDictionary(l => l.Key, l => there.TryGetValue(l.Value, out var found) ? found.Key.ObjectId : (Guid?)null);
    }

    /// <summary>Which label stands before which frame is noted of all of them: where it says other than the name, the keeper is told.</summary>
    private async Task NoteAsync(
        Guid institution, IReadOnlyList<FrameOrder.Frame> frames, List<FrameOrder.Frame> known, Dictionary<Guid, Guid?> named, CancellationToken ct)
    {
        foreach (var (image, _) in frames.Where(f => f.Image.Label is not null && named[f.Image.Id] is { } now && f.Image.LabelObjectId != now))
        {
            var objectId = named[image.Id];
            await db.Images.Where(i => i.InstitutionId == institution && i.Id == image.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.LabelObjectId, objectId), ct);
        }

        foreach (var after in known.Where(f => f.Image.LabelledBy != f.After?.Id && (f.After is not null || f.Image.MatchedBy != MatchedBy.Label)).GroupBy(f => f.After?.Id))
        {
            var label = after.Key;
            Guid[] ids = [.. after.Select(f => f.Image.Id)];
            await db.Images.Where(i => i.InstitutionId == institution && ids.Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.LabelledBy, label), ct);
        }
    }

    private static bool IsOpen(StoredImage image) => image.MatchedBy == MatchedBy.Label || (image.MatchedBy is null && image.ObjectId is null);

    /// <summary>The object was there, and is not now: its images wait with it.</summary>
    private static bool IsInBin(Move move) => move is { ObjectId: null, Label.LabelObjectId: { } was } && was == move.Image.ObjectId;

    /// <returns>False where one of them has been changed meanwhile.</returns>
    private async Task<bool> MoveAsync(Guid institution, IReadOnlyList<FrameOrder.Frame> frames, List<Move> moves, List<Guid> touched, CancellationToken ct)
    {
        Guid[] moving = [.. moves.Select(m => m.Image.Id)];
        var rows = await db.Images.Where(i => i.InstitutionId == institution && (moving.Contains(i.Id) || (i.ObjectId != null && touched.Contains(i.ObjectId.Value)))).ToListAsync(ct);
        var byId = rows.ToDictionary(i => i.Id);
        if (moves.Any(m => byId[m.Image.Id].Version != m.Image.Version))
        {
            return false;
        }

        var ranks = touched.ToDictionary(id => id, id => rows.Where(i => i.ObjectId == id && !moving.Contains(i.Id)).OrderBy(i => i.Place).ToList());
        var turn = frames.Select((f, i) => (f.Image.Id, i)).ToDictionary(f => f.Id, f => f.i);
        foreach (var move in moves)
        {
            var image = byId[move.Image.Id];
            (image.ObjectId, image.Place, image.LabelledBy) = (move.ObjectId, null, move.Label?.Id);
            image.MatchedBy = move.ObjectId is null ? null : MatchedBy.Label;
            image.Version++;
            if (move.ObjectId is { } to)
            {
                ranks[to].Insert(PlaceIn(ranks[to], turn, image.Id), image);
            }

            db.Record(new("media.image.matched-by-label", StoredImage.SubjectKind, image.Id)
            {
                OwnerId = institution,
                ReasonCode = move.ObjectId is null ? "media.label.reason-none" : "media.label.reason",
                Reason = move.Label is { } label ? $"{label.FileName} {label.Label}" : null,
                Before = new { move.Image.ObjectId, move.Image.MatchedBy },
                After = new { move.ObjectId, image.MatchedBy, image.LabelledBy },
            });
        }

        foreach (var rank in ranks.Values)
        {
            for (var i = 0; i < rank.Count; i++)
            {
                rank[i].Place = i + 1;
            }
        }

        db.TellPicturesChanged(institution, touched.Select(id => (Guid?)id));
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    /// <summary>Beside those of the same batch, as they were taken; behind all others where there are none.</summary>
    private static int PlaceIn(List<StoredImage> rank, Dictionary<Guid, int> turn, Guid id)
    {
        var mine = turn[id];
        var before = rank.FindLastIndex(i => turn.TryGetValue(i.Id, out var his) && his < mine);
        var after = rank.FindIndex(i => turn.TryGetValue(i.Id, out var his) && his > mine);
        return before >= 0 ? before + 1 : after >= 0 ? after : rank.Count;
    }
}
