using System.Text;
using Guanlian.Contracts.Governance;
using Guanlian.Governance.Data;
using Guanlian.Governance.Rules;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Http;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Governance.Charters;

/// <summary>A version of the charter as a file to keep: JSON for programs (docs/formats/charter-rules.md), a workbook for people.</summary>
internal static class DownloadCharter
{
    internal sealed record ClusterName(string Code, string Name);

    internal sealed record CharterFile(
        string Format, ClusterName Cluster, int Number, DateTimeOffset InForceAt, CharterText Goals, CharterText Organisation,
        CharterText MemberRoles, CharterText Vision, PairingRules Rules, string RulesHash, IReadOnlyList<RoleDuty> Duties,
        AdmissionRule? Admission);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/clusters/{code}/charter/{number:int}.json", async (string code, int number, ReadCharter.Handler read, CancellationToken ct) =>
            (await read.HandleAsync(new(code, number), ct)).ToHttp(view =>
                Results.File(Encoding.UTF8.GetBytes(Json(view)), "application/json", TableDownload.FileName($"{view.Cluster.Name}-{number}") + ".json"))).AllowAnonymous();
        routes.MapGet("/clusters/{code}/charter/{number:int}.xlsx", async (string code, int number, ReadCharter.Handler read, GovernanceDb db, Wording words, CancellationToken ct) =>
        {
            var found = await read.HandleAsync(new(code, number), ct);
            return found.Refused ? found.ToHttp() : await WorkbookAsync(found.Value, db, words, ct);
        }).AllowAnonymous();
    }

    private static string Json(ReadCharter.View view) => CanonicalJson.Write(new CharterFile(
        "guanlian.charter.v1", new(view.Cluster.Code, view.Cluster.Name), view.Version!.Number!.Value, view.Version.InForceAt!.Value,
        view.Version.Goals, view.Version.Organisation, view.Version.MemberRoles, view.Version.Vision, view.Version.ReadRules(),
        view.Version.RulesHash, view.Version.Duties, view.Version.Admission));

    private static async Task<IResult> WorkbookAsync(ReadCharter.View view, GovernanceDb db, Wording words, CancellationToken ct)
    {
        var fields = await db.FieldsAsync(CharterContent.Of(view.Version!), ct);
        var names = view.Parties.Values.ToDictionary(p => p.Code);
        var inWords = new RulesInWords(words, names);
        var rows = CharterFields.All.Where(f => !CharterFields.IsText(f) || fields[f].Length > 0)
            .Select(f => (IReadOnlyList<TableCell>)[inWords.Label(f), CharterFields.IsText(f) ? fields[f] : inWords.Value(f, fields[f], view.Version!.ReadRules().Distance.Unit)]);
        var title = words["governance.charter.title-numbered", ("cluster", view.Cluster.Name), ("number", view.Version!.Number)];
        var sheet = new TableSheet(
            words["governance.module"], [new(words["governance.charter.column-item"]), new(words["governance.charter.column-content"])], rows.ToAsyncEnumerable())
        { Title = title };
        return new TableDownload(title, TableFormat.Xlsx, sheet);
    }
}
