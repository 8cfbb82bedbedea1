using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sheets;

/// <summary>
/// 署名表: who did what, in the words and the order in which it is printed on panels, posters and catalogues. No party may be missing in it
/// (requirement E01).
/// </summary>
internal static class WriteCredits
{
    public const int MostLines = 60;
    public const int LongestPart = 40;
    public const int LongestNames = 400;

    /// <param name="Lines">One on a line: part, colon, names.</param>
    /// <param name="Version">Of the sheet that was shown; 0 where there was none.</param>
    internal sealed record Command(Guid Id, string? Lines, int Version);

    internal sealed class Handler(CooperationDb db, Editions editions, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var lines = Read(cmd.Lines);
            if ((opened.Value.Check(current.Value, KeptBook.Credits) ?? await CheckAsync(lines, opened.Value, ct)) is { } refusal)
            {
                return refusal;
            }

            var (standing, stale) = await SheetDesk.StandingAsync(db, cmd.Id, SheetRecord.Credits, cmd.Version, ct);
            if (stale is not null)
            {
                return stale;
            }

            var hash = CanonicalJson.Hash(CanonicalJson.Write(lines.Select(l => $"{l.Part}\n{l.Names}")));
            if (standing?.Hash == hash)
            {
                // Nothing was changed: what was agreed stays agreed.
                return Done.It;
            }

            await db.Set<CreditLine>().Where(l => l.CooperationId == cmd.Id).ExecuteDeleteAsync(ct);
            db.AddRange(lines.Select((l, n) => new CreditLine { CooperationId = cmd.Id, Sort = n, Part = l.Part, Names = l.Names }));
            await SheetDesk.WriteAsync(db, opened.Value, standing, SheetRecord.Credits, hash, current.Value, clock.GetUtcNow(), ct);
            return await db.SaveAsync(ct);
        }

        private async Task<Refusal?> CheckAsync(IReadOnlyList<(string Part, string Names)> lines, OpenBook book, CancellationToken ct)
        {
            if (lines.Count is 0 or > MostLines || lines.Any(l => l.Part.Length is 0 or > LongestPart || l.Names.Length is 0 or > LongestNames))
            {
                return new Refusal.Invalid("cooperation.credits.lines-wrong", nameof(Command.Lines)).With(("most", MostLines), ("part", LongestPart), ("names", LongestNames));
            }

            var cards = await directory.FindAsync([.. book.Cooperation.Parties.Distinct()], ct);
            var left = book.Cooperation.Parties.Distinct().Select(cards.GetValueOrDefault).OfType<PartyCard>()
                .Where(c => !lines.Any(l => l.Names.Contains(c.Name, StringComparison.OrdinalIgnoreCase))).Select(c => c.Name).ToList();
            return left.Count == 0 ? null
                : new Refusal.Invalid("cooperation.credits.leaves-out", nameof(Command.Lines)).With(("names", string.Join(Wording.InChinese ? "、" : ", ", left)));
        }
    }

    internal static IReadOnlyList<(string Part, string Names)> Read(string? typed) =>
    [
        .. Typed.Plain(typed).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.IndexOfAny(['：', ':']) is var at and > 0 ? (line[..at].Trim(), line[(at + 1)..].Trim()) : ("", line)),
    ];
}
