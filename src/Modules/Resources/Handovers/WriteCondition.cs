using System.Globalization;
using System.Text;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Loans;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>
/// A side looks at the things and writes down their condition, line by line, with pictures; it saves as often as it wants, and in the end
/// signs. What was signed is kept as it is.
/// </summary>
internal static class WriteCondition
{
    public const int LargestPicture = 10 * 1024 * 1024;
    public const int MostPictures = 6;
    private const int LongestNote = 1000;

    /// <param name="Field">What was typed, by field: <c>Condition-{item}</c>, <c>Note-{item}</c>, <c>Count-{item}</c>, <c>Differs-{item}</c>, <c>Grade-{item}</c>, <c>Exempt-{item}</c>, <c>Document-{item}</c>, <c>Drop-{picture}</c>.</param>
    /// <param name="Rest">Lines that nothing was said of are in order: intact, or as they left.</param>
    /// <param name="On">The day on which the things were looked at; at the receiver's, the day of arrival.</param>
    internal sealed record Command(
        Guid Id, Stage Stage, Func<string, string?> Field, IReadOnlyList<(Guid Item, SentFile File)> Pictures, bool Rest, string? Filing, bool Sign, string? Signer, DateOnly? On, int Version);

    internal sealed class Handler(ResourcesDb db, ListItems list, CheckList check, SignList sign, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.HandoverAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, items) = found.Value;
            if (!HandoverAccess.Acts(actor, cmd.Stage == Stage.Out ? record.FromPartyId : record.ToPartyId))
            {
                return new Refusal.Denied("resources.handover.not-your-side");
            }

            if (record.Version != cmd.Version || record.State != (cmd.Stage == Stage.Out ? HandoverState.Planned : HandoverState.Sent))
            {
                return new Refusal.Stale("resources.handover.stale");
            }

            await list.LinkAsync(items, ct);
            var graded = cmd.Stage == Stage.Out ? await check.TakeFactsAsync(items, ct) : null;
            if (graded is not null)
            {
                await TakeGradesAsync(cmd, [.. items.Where(i => !graded.Contains(i.Id))], ct);
            }

            if (Take(cmd, record, items) is { } wrong)
            {
                return wrong;
            }

            if (await TakePicturesAsync(cmd, record, items, ct) is { } picture)
            {
                return picture;
            }

            // Kept first: whatever still stands against signing, nothing that was written is lost.
            var saved = await KeepAsync(cmd, record, items, ct);
            if (saved.Refused || !cmd.Sign)
            {
                return saved;
            }

            // Locked once more; whoever came in between was faster.
            var again = await db.HandoverAsync(cmd.Id, actor, ct);
            var stands = await db.Handovers().Where(h => h.Id == cmd.Id).Select(h => h.Version).SingleAsync(ct);
            return again.Refused ? again.Refusal
                : stands != record.Version ? new Refusal.Stale("resources.handover.stale")
                : await sign.HandleAsync(record, items, cmd.Stage, cmd.Signer, cmd.On, ct);
        }

        // Stated where the owner's catalogue does not.
        private async Task TakeGradesAsync(Command cmd, IReadOnlyList<HandoverItem> items, CancellationToken ct)
        {
            foreach (var item in items)
            {
                item.Grade = CodeWords.Read<ItemGrade>(cmd.Field($"Grade-{item.Id}") ?? "") ?? item.Grade;
            }

            await check.KeepGradesAsync(items, ct);
        }

        private async Task<Outcome<Done>> KeepAsync(Command cmd, HandoverRecord record, IReadOnlyList<HandoverItem> items, CancellationToken ct)
        {
            if (db.ChangeTracker.HasChanges())
            {
                record.Version++;
                db.Note(record, "resources.handover.condition-written", new { cmd.Stage, Items = items.Count(i => (cmd.Stage == Stage.Out ? i.OutCondition : i.InCondition) is not null) });
            }

            return await db.SaveAsync(ct);
        }

        private static Refusal.Invalid? Take(Command cmd, HandoverRecord record, IReadOnlyList<HandoverItem> items)
        {
            var wrong = new List<Refusal.Invalid>();
            if (cmd.Stage == Stage.Out)
            {
                var filing = Typed.Writable(Typed.Plain(cmd.Filing)).Trim();
                record.FilingNumber = SheetText.Empty(filing);
                if (filing.Length > 100)
                {
                    wrong.Add((Refusal.Invalid)new Refusal.Invalid("resources.handover.long", "Filing").With(("most", 100)));
                }
            }

            foreach (var item in items)
            {
                wrong.AddRange(cmd.Stage == Stage.Out ? TakeOut(cmd, item) : TakeIn(cmd, item));
            }

            return wrong.Count == 0 ? null : wrong[0] with { Also = [.. wrong.Skip(1).Take(20)] };
        }

        private static IEnumerable<Refusal.Invalid> TakeOut(Command cmd, HandoverItem item)
        {
            item.OutCondition = Condition(cmd, item) ?? (cmd.Rest ? item.OutCondition ?? ItemCondition.Good : null);
            item.OutNote = Note(cmd, item);
            var exempt = cmd.Field($"Exempt-{item.Id}") is { Length: > 0 } code ? code : null;
            var document = Typed.Writable(Typed.Plain(cmd.Field($"Document-{item.Id}"))).Trim();
            if (exempt is not null && (!LoanRules.Shipped.ExemptionsFor(item.Grade).Contains(exempt) || document.Length is 0 or > 100))
            {
                yield return (Refusal.Invalid)new Refusal.Invalid("resources.loan.exempt-needs", $"Document-{item.Id}").With(("name", item.Name));
            }
            else
            {
                (item.ExemptCode, item.ExemptDocument) = exempt is null ? (null, null) : (exempt, document);
            }

            if (TooLong(item.OutNote, item) is { } wrong)
            {
                yield return wrong;
            }
        }

        private static IEnumerable<Refusal.Invalid> TakeIn(Command cmd, HandoverItem item)
        {
            var typed = (cmd.Field($"Count-{item.Id}") ?? "").Normalize(NormalizationForm.FormKC).Trim();
            if (typed.Length == 0)
            {
                item.InCount = cmd.Rest ? item.Count : null;
            }
            else if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 100_000)
            {
                item.InCount = count;
            }
            else
            {
                yield return (Refusal.Invalid)new Refusal.Invalid("resources.handover.count", $"Count-{item.Id}").With(("name", item.Name));
            }

            item.InCondition = Condition(cmd, item) ?? (cmd.Rest && item.InCount != 0 ? item.OutCondition : null);
            item.InNote = Note(cmd, item);
            var differs = cmd.Field($"Differs-{item.Id}") == "true";
            if (differs && item.InNote.Length == 0)
            {
                yield return (Refusal.Invalid)new Refusal.Invalid("resources.handover.difference-words", $"Note-{item.Id}").With(("name", item.Name));
            }
            else
            {
                item.InDiffers = differs;
            }

            if (TooLong(item.InNote, item) is { } wrong)
            {
                yield return wrong;
            }
        }

        private static ItemCondition? Condition(Command cmd, HandoverItem item) => CodeWords.Read<ItemCondition>(cmd.Field($"Condition-{item.Id}") ?? "");

        private static string Note(Command cmd, HandoverItem item) => Typed.Writable(Typed.Plain(cmd.Field($"Note-{item.Id}"))).Trim();

        private static Refusal.Invalid? TooLong(string note, HandoverItem item) =>
            note.Length > LongestNote ? (Refusal.Invalid)new Refusal.Invalid("resources.handover.long", $"Note-{item.Id}").With(("most", LongestNote)) : null;

        private async Task<Refusal?> TakePicturesAsync(Command cmd, HandoverRecord record, IReadOnlyList<HandoverItem> items, CancellationToken ct)
        {
            var there = await db.HandoverPictures().Where(p => p.HandoverId == record.Id && p.Stage == cmd.Stage).Select(p => new { p.Id, p.ItemId, p.Sha256 }).ToListAsync(ct);
            var dropped = there.Where(p => cmd.Field($"Drop-{p.Id}") == "true").Select(p => p.Id).ToList();
            await db.HandoverPictures().Where(p => dropped.Contains(p.Id)).ExecuteDeleteAsync(ct);
            var stay = there.Where(p => !dropped.Contains(p.Id)).Select(p => (Item: p.ItemId, p.Sha256)).ToHashSet();
            foreach (var (item, file) in cmd.Pictures)
            {
                var field = $"Picture-{item}";
                if (file.Content.Length > LargestPicture)
                {
                    return new Refusal.Invalid("resources.handover.picture-size", field).With(("most", LargestPicture / 1024 / 1024));
                }

                if (file.MediaType is null || items.All(i => i.Id != item))
                {
                    return new Refusal.Invalid("resources.handover.picture-kind", field);
                }

                if (!stay.Add((item, file.Sha256)))
                {
                    continue;
                }

                if (stay.Count(s => s.Item == item) > MostPictures)
                {
                    return new Refusal.Invalid("resources.handover.picture-many", field).With(("most", MostPictures));
                }

                var now = clock.GetUtcNow();
                db.Add(new HandoverPicture
                {
                    Id = Guid.CreateVersion7(now),
                    HandoverId = record.Id,
                    ItemId = item,
                    Stage = cmd.Stage,
                    Name = file.SafeName,
                    MediaType = file.MediaType,
                    Content = file.Content,
                    Sha256 = file.Sha256,
                    At = now,
                });
            }

            return null;
        }
    }
}
