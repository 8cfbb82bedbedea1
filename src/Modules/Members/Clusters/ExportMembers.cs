using Guanlian.Contracts.Members;
using Guanlian.Members.Divisions;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Http;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Members.Clusters;

/// <summary>The list of members as a workbook, exactly as the page shows it.</summary>
internal static class ExportMembers
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/clusters/{code}/members.xlsx", async (
            string code, string? state, string? role, string? grade, string? q, string? sort, ReadCluster.Handler read, Wording words, CancellationToken ct) =>
            (await read.AllAsync(new(code, Code<MembershipState>(state), Code<MemberRole>(role), Code<Grade>(grade), q, sort), ct))
                .ToHttp(found => (IResult)new TableDownload(found.Party.Name, TableFormat.Xlsx, Sheet(found.Party.Name, found.Members, words)))).AllowAnonymous();

    /// <summary>A choice of a filter; anything else asks for nothing.</summary>
    public static T? Code<T>(string? text) where T : struct, Enum => Enum.TryParse<T>(text, out var code) && Enum.IsDefined(code) ? code : null;

    private static TableSheet Sheet(string title, IReadOnlyList<ReadCluster.Member> members, Wording words) => new(
        words["members.cluster.members"],
        [
            new(words["members.cluster.column-code"]), new(words["members.cluster.column-name"]), new(words["members.membership.field.role"]),
            new(words["members.membership.field.state"]), new(words["members.cluster.column-grade"]), new(words["members.cluster.column-place"]),
            new(words["members.cluster.column-from"]),
        ],
        members.Select(m => (IReadOnlyList<TableCell>)
        [
            m.Code, m.Name, MembershipWords.Roles(words, m.Role, m.Offices, m.Signatory), words[$"members.state.{m.State}"], words[$"members.party-grade.{m.Grade}"],
            DivisionBook.Published.Find(m.DivisionCode)?.Name, TableCell.Day(m.FromOn),
        ]).ToAsyncEnumerable())
    { Title = title };
}
