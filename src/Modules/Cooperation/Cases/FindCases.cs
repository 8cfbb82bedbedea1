using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cases;

/// <summary>案例库: closed cases by words, material and damage, the likest first. Before a new case is opened, three like it are offered.</summary>
internal static class FindCases
{
    public const int Offered = 3;
    private const int MostExported = 5000;

    internal sealed record Query(string? Text, string? Material, string? Damage, string? Result, int Page = 1, int Size = 25);

    internal sealed record Found(IReadOnlyList<CaseMemory> Items, int Total);

    internal sealed class Handler(CooperationDb db, CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            if (!current.Value.May(CooperationPermissions.Cases))
            {
                return new([], 0);
            }

            var (material, damage, result) = (Known(query.Material, CaseWords.Materials), Known(query.Damage, CaseWords.Damages), Known(query.Result, CaseWords.Results));
            var rows = db.Set<CaseMemory>().AsNoTracking().Where(m => m.WithdrawnWhy == null
                && (material == null || m.Material == material) && (damage == null || m.Damages.Contains(damage)) && (result == null || m.Result == result));
            if (string.IsNullOrWhiteSpace(query.Text))
            {
                var total = await rows.CountAsync(ct);
                return new(await rows.OrderByDescending(m => m.ClosedOn).ThenByDescending(m => m.Number).Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct), total);
            }

            // The whole order in ids; of the cases themselves only the page.
            var ranked = await LikeAsync([.. CaseTerms.Of(query.Text)], MostExported, ct);
            var left = await rows.Where(m => ranked.Contains(m.CooperationId)).Select(m => m.CooperationId).ToHashSetAsync(ct);
            var page = ranked.Where(left.Contains).Skip(PageNumber.Before(query.Page, left.Count, query.Size)).Take(query.Size).ToList();
            return new(await InOrderAsync(page, ct), left.Count);
        }

        /// <summary>The likest to what somebody is about to ask; none where nothing is like it.</summary>
        public async Task<IReadOnlyList<CaseMemory>> OfferAsync(string? text, CancellationToken ct)
        {
            if (!current.Value.May(CooperationPermissions.Cases))
            {
                return [];
            }

            var ids = await LikeAsync([.. CaseTerms.Of(text ?? "")], Offered, ct);
            return await InOrderAsync(ids, ct);
        }

        private async Task<IReadOnlyList<CaseMemory>> InOrderAsync(List<Guid> ids, CancellationToken ct)
        {
            var found = await db.Set<CaseMemory>().AsNoTracking().Where(m => ids.Contains(m.CooperationId)).ToDictionaryAsync(m => m.CooperationId, ct);
            return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
        }

        // At least two terms in common, or all that were asked for; the share of the asked terms decides, then the newer case.
        private async Task<List<Guid>> LikeAsync(string[] terms, int most, CancellationToken ct) => terms.Length == 0 ? [] : await db.Database.SqlQuery<Guid>($"""
            select m.cooperation_id as "Value" from cooperation.case_memory m
              cross join lateral (select count(*) as shared from unnest(m.terms) t where t = any({terms})) s
             where m.terms && {terms} and m.withdrawn_why is null and s.shared >= least(2, {terms.Length})
             order by s.shared desc, m.closed_on desc, m.number desc limit {most}
            """).ToListAsync(ct);

        private static string? Known(string? typed, IReadOnlyList<string> known) => known.FirstOrDefault(k => k == typed);
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/cases.xlsx", async (
        string? q, string? material, string? damage, string? result, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(new(q, material, damage, result, 1, MostExported), ct);
        return (IResult)new TableDownload(words["cooperation.cases.title"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.cases.title"],
            [
                new(words["cooperation.case.number"]), new(words["cooperation.case.material"]), new(words["cooperation.case.damages"]), new(words["cooperation.case.urgency"]),
                new(words["cooperation.case.description"], 60), new(words["cooperation.case.question"], 40), new(words["cooperation.opinion.findings"], 60),
                new(words["cooperation.opinion.advice"], 60), new(words["cooperation.case.result"]), new(words["cooperation.case.outcome"], 40), new(words["cooperation.case.closed-on"]),
            ],
            found.Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (m) =>
            [
                CaseSays.Number(m), CaseSays.Material(words, m.Material), CaseSays.Damages(words, m.Damages), CaseSays.Urgency(words, m.Urgency),
                m.Description, m.Question, m.Findings, m.Advice, m.Result is null ? null : CaseSays.Result(words, m.Result), m.Outcome, m.ClosedOn,
            ])));
    }).RequireAuthorization(CooperationPermissions.Cases);
}

/// <summary>How pages name what cases are sorted by.</summary>
internal static class CaseSays
{
    public static string Number(CaseMemory memory) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"BL-{memory.Number:0000}");

    public static string Material(Wording words, string code) => words[$"cooperation.case-material.{code}"];

    public static string Damage(Wording words, string code) => words[$"cooperation.case-damage.{code}"];

    public static string Damages(Wording words, IEnumerable<string> codes) => string.Join(Wording.InChinese ? "、" : ", ", codes.Select(c => Damage(words, c)));

    public static string Urgency(Wording words, string code) => words[$"cooperation.case-urgency.{code}"];

    public static string Result(Wording words, string code) => words[$"cooperation.case-result.{code}"];
}
