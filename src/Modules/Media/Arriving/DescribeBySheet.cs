using System.Globalization;
using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Images;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Arriving;

/// <summary>
/// A sheet that came with the photographs says of each file which object it shows, which view, and by whom: one row a file. Columns that
/// the sheet lacks and cells that are empty change nothing; rows that cannot be followed are named, the others are.
/// </summary>
internal static class DescribeBySheet
{
    public const int MostRows = 5000, MostBytes = 20 << 20;

    private const string File = "file", Number = "number", View = "view", CaptionZh = "caption-zh", CaptionEn = "caption-en", Photographer = "photographer", Rights = "rights";

    public static TableShape Shape { get; } = new(
        new TableColumn(File, Required: true) { OtherNames = ["文件名", "文件", "图片名", "照片名", "影像文件名", "file name", "filename"] },
        new TableColumn(Number) { OtherNames = ["总登记号", "藏品号", "登记号", "编号", "register number", "inventory number", "accession number"] },
        new TableColumn(View) { OtherNames = ["拍摄部位", "部位", "视图", "view kind"] },
        new TableColumn(CaptionZh) { OtherNames = ["说明", "中文说明", "图片说明", "caption", "caption in Chinese"] },
        new TableColumn(CaptionEn) { OtherNames = ["英文说明", "caption in English", "English caption"] },
        new TableColumn(Photographer) { OtherNames = ["摄影", "摄影者", "拍摄者", "摄影师"] },
        new TableColumn(Rights) { OtherNames = ["权利声明", "版权", "rights statement"] });

    internal sealed record Command(string Code, Stream Content);

    /// <param name="Row">As the sheet counts.</param>
    /// <param name="Column">Its heading.</param>
    /// <param name="Value">What stands there.</param>
    /// <param name="Why">The refusal.</param>
    internal sealed record Problem(int Row, string Column, string Value, Refusal Why);

    /// <param name="Rows">Of the sheet.</param>
    /// <param name="Changed">Images that it changed.</param>
    /// <param name="Same">Images that said so already.</param>
    /// <param name="Problems">Rows that could not be followed.</param>
    internal sealed record Done(int Rows, int Changed, int Same, IReadOnlyList<Problem> Problems);

    /// <param name="Images">Those that the sheet names, as they were before its first row.</param>
    /// <param name="Objects">Theirs.</param>
    /// <param name="Changed">Images that rows so far have changed, or tried to.</param>
    private sealed record Known(ILookup<string, StoredImage> Images, IReadOnlyDictionary<ObjectKey, ObjectInBook> Objects, HashSet<Guid> Changed);

    internal sealed class Handler(MediaDb db, ImageAccess access, IObjectBook objects, EditImage.Handler edit, Wording words)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            var read = await ReadAsync(cmd.Content, ct);
            if (read.Refused)
            {
                return read.Refusal;
            }

            var known = await KnownAsync(holder.Value.Id, read.Value, ct);
            var (problems, changed, same) = (new List<Problem>(), 0, 0);
            foreach (var row in read.Value)
            {
                var outcome = await FollowAsync(cmd.Code, known, row, ct);
                db.ChangeTracker.Clear();
                if (outcome.Refused)
                {
                    var column = (outcome.Refusal as Refusal.Invalid)?.Field ?? File;
                    problems.Add(new(row.Number, column, row[column] ?? "", outcome.Refusal));
                    continue;
                }

                (changed, same) = outcome.Value ? (changed + 1, same) : (changed, same + 1);
            }

            return new Done(read.Value.Count, changed, same, problems);
        }

        private static async Task<Outcome<List<TableRow>>> ReadAsync(Stream content, CancellationToken ct)
        {
            if (content.Length > MostBytes)
            {
                return new Refusal.Invalid("media.sheet.too-large", "Sheet");
            }

            var opened = await TableReader.OpenAsync(content, Shape, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            using var table = opened.Value;
            var rows = new List<TableRow>();
            var end = await table.ReadRowsAsync((row, _) =>
            {
                rows.Add(row);
                return ValueTask.CompletedTask;
            }, ct);
            return end.Refused ? end.Refusal : rows.Count > MostRows ? new Refusal.Invalid("media.sheet.too-long", "Sheet").With(("most", MostRows)) : rows;
        }

        /// <summary>All that the rows name, asked for once.</summary>
        private async Task<Known> KnownAsync(Guid institution, IReadOnlyList<TableRow> rows, CancellationToken ct)
        {
            var names = rows.Select(r => r[File]).OfType<string>().Distinct().ToArray();
            var images = await db.Images.AsNoTracking().Where(i => i.InstitutionId == institution && names.Contains(i.FileName) && i.State != ImageState.Removed).ToListAsync(ct);
            var keys = images.Select(i => i.ObjectId).OfType<Guid>().Distinct().Select(o => new ObjectKey(institution, o)).ToList();
            return new(images.ToLookup(i => i.FileName), await objects.SeenAsync(keys, ct), []);
        }

        /// <returns>Whether the image was changed.</returns>
        private async Task<Outcome<bool>> FollowAsync(string code, Known known, TableRow row, CancellationToken ct)
        {
            if (row[File] is not { } name)
            {
                return new Refusal.Invalid("media.sheet.no-file", File);
            }

            var found = known.Images[name].Take(2).ToList();
            if (found is not [var image])
            {
                return new Refusal.Invalid(found.Count == 0 ? "media.sheet.no-such-file" : "media.sheet.several", File).With(("file", name));
            }

            // Named twice in the sheet, it is read again as the earlier row left it.
            image = known.Changed.Contains(image.Id) ? await db.Images.AsNoTracking().SingleAsync(i => i.InstitutionId == image.InstitutionId && i.Id == image.Id, ct) : image;
            var view = image.ViewKind;
            if (row[View] is { } said && !TryView(said, out view))
            {
                return new Refusal.Invalid("media.sheet.no-such-view", View).With(("view", said), ("views", string.Join(Wording.InChinese ? "、" : ", ", Names(Wording.Language))));
            }

            var shown = await ObjectOfAsync(image, known, ct);
            var cmd = new EditImage.Command(code, image.Id, image.Version)
            {
                Number = row[Number] ?? shown?.Number ?? "",
                ViewKind = view,
                CaptionZh = row[CaptionZh] ?? image.CaptionZh,
                CaptionEn = row[CaptionEn] ?? image.CaptionEn,
                Photographer = row[Photographer] ?? image.Photographer,
                Rights = row[Rights] ?? image.Rights,
                Hidden = image.Hidden,
                PixelsPerCentimetre = image.PixelsPerCentimetre,
                By = row[Number] is null ? image.MatchedBy : MatchedBy.Sheet,
            };
            var confirmed = image.MatchedBy == MatchedBy.Label && cmd.By == MatchedBy.Sheet; // from now on no label moves it
            if (!confirmed && cmd.Number == (shown?.Number ?? "") && cmd.ViewKind == image.ViewKind && cmd.CaptionZh == image.CaptionZh && cmd.CaptionEn == image.CaptionEn
                && cmd.Photographer == image.Photographer && cmd.Rights == image.Rights)
            {
                return false;
            }

            // Another row may have moved it within its object since.
            var place = row[Number] is null || row[Number] == shown?.Number
                ? await db.Images.Where(i => i.InstitutionId == image.InstitutionId && i.Id == image.Id).Select(i => i.Place).SingleAsync(ct) : null;
            known.Changed.Add(image.Id);
            var saved = await edit.HandleAsync(cmd with { Place = place }, ct);
            return !saved.Refused ? true : saved.Refusal is Refusal.Invalid { Field: { } field } no ? (no with { Field = ColumnOf(field) }) : saved.Refusal;
        }

        private async Task<ObjectInBook?> ObjectOfAsync(StoredImage image, Known known, CancellationToken ct)
        {
            if (image.ObjectId is not { } id)
            {
                return null;
            }

            // Not among those asked for at first: an earlier row has moved the image there.
            var key = new ObjectKey(image.InstitutionId, id);
            return known.Objects.TryGetValue(key, out var shown) || !known.Changed.Contains(image.Id) ? shown : (await objects.SeenAsync([key], ct)).GetValueOrDefault(key);
        }

        private bool TryView(string said, out ViewKind view)
        {
            foreach (var kind in Enum.GetValues<ViewKind>())
            {
                var word = kind.ToString().ToLowerInvariant();
                if (new[] { word, words.In(Wording.Chinese, $"media.view.{word}"), words.In(Wording.English, $"media.view.{word}") }.Contains(said, StringComparer.OrdinalIgnoreCase))
                {
                    view = kind;
                    return true;
                }
            }

            view = NumberInName.ViewIn(said);
            return view != ViewKind.None;
        }

        private IEnumerable<string> Names(string language) => Enum.GetValues<ViewKind>().Where(v => v != ViewKind.None).Select(v => words.In(language, $"media.view.{v.ToString().ToLower(CultureInfo.InvariantCulture)}"));

        private static string ColumnOf(string field) => field switch
        {
            nameof(EditImage.Command.Number) => Number,
            nameof(EditImage.Command.CaptionZh) => CaptionZh,
            nameof(EditImage.Command.CaptionEn) => CaptionEn,
            nameof(EditImage.Command.Photographer) => Photographer,
            nameof(EditImage.Command.Rights) => Rights,
            _ => File,
        };
    }
}
