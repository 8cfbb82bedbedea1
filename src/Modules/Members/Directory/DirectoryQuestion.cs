using System.Text.RegularExpressions;
using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pinyin;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Directory;

/// <summary>What the directory is asked: exactly what stands in its address. Unreadable parts are taken for not asked.</summary>
internal sealed record DirectoryQuestion
{
    public string? Words { get; init; }

    /// <summary>A province, prefecture or county.</summary>
    public Division? Place { get; init; }

    public PartyKind? Kind { get; init; }

    public PartyLevel? Level { get; init; }

    public Grade? Grade { get; init; }

    public Ownership? Ownership { get; init; }

    public bool? Free { get; init; }

    /// <summary>Only those without a point.</summary>
    public bool Unplaced { get; init; }

    /// <summary>Only those whose latest figures look wrong.</summary>
    public bool Flagged { get; init; }

    public string? Sort { get; init; }

    public static DirectoryQuestion Read(Func<string, string?> ask, DivisionBook book) => new()
    {
        Words = ask("q")?.Trim() is { Length: > 0 } words ? words[..Math.Min(words.Length, 100)] : null,
        Place = book.Find(ask("place")),
        Kind = Code<PartyKind>(ask("kind")),
        Level = Code<PartyLevel>(ask("level")),
        Grade = Code<Grade>(ask("grade")),
        Ownership = Code<Ownership>(ask("ownership")),
        Free = ask("free") switch { "yes" => true, "no" => false, _ => null },
        Unplaced = ask("unplaced") == "yes",
        Flagged = ask("flagged") == "yes",
        Sort = ask("sort"),
    };

    /// <summary>Those whose name and place fit; the choices that are counted come on top.</summary>
    public IQueryable<InstitutionRow> Found(MembersDb db, DateOnly today)
    {
        var rows = db.Institutions.Where(r => r.ClosedOn == null || r.ClosedOn > today);
        if (Place is { } place)
        {
            rows = rows.Where(r => r.DivisionCode!.StartsWith(place.Prefix));
        }

        foreach (var word in Words?.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var like = LikePattern.Containing(word);
            rows = Sounds.Pattern(word) is { } pattern
                ? rows.Where(r => EF.Functions.Like(r.SearchNames, like, LikePattern.Escape) || Regex.IsMatch(r.SearchSounds, pattern))
                : rows.Where(r => EF.Functions.Like(r.SearchNames, like, LikePattern.Escape));
        }

        return rows;
    }

    /// <summary>The choices.</summary>
    public IQueryable<InstitutionRow> Chosen(IQueryable<InstitutionRow> rows)
    {
        rows = Kind is { } kind ? rows.Where(r => r.Kind == kind) : rows;
        rows = Level is { } level ? rows.Where(r => r.Level == level) : rows;
        rows = Grade is { } grade ? rows.Where(r => r.Grade == grade) : rows;
        rows = Ownership is { } ownership ? rows.Where(r => r.Ownership == ownership) : rows;
        rows = Free is { } free ? rows.Where(r => r.FreeOpening == free) : rows;
        rows = Unplaced ? rows.Where(r => r.Longitude == null) : rows;
        return Flagged ? rows.Where(r => r.Flagged) : rows;
    }

    /// <summary>
    /// In the register's own order unless asked otherwise: no museum stands before another for its size or grade (requirement G11).
    /// </summary>
    public IQueryable<InstitutionRow> Sorted(IQueryable<InstitutionRow> rows) => Sort switch
    {
        "name" => rows.OrderBy(r => EF.Functions.Collate(r.Name, "zh-Hans-CN-x-icu")).ThenBy(r => r.Code),
        "-name" => rows.OrderByDescending(r => EF.Functions.Collate(r.Name, "zh-Hans-CN-x-icu")).ThenBy(r => r.Code),
        "place" => rows.OrderBy(r => r.DivisionCode).ThenBy(r => r.Code),
        "-place" => rows.OrderByDescending(r => r.DivisionCode).ThenBy(r => r.Code),
        "objects" => rows.OrderBy(r => r.Objects).ThenBy(r => r.Code),
        "-objects" => rows.OrderByDescending(r => r.Objects ?? -1).ThenBy(r => r.Code),
        "exhibitions" => rows.OrderBy(r => r.Exhibitions).ThenBy(r => r.Code),
        "-exhibitions" => rows.OrderByDescending(r => r.Exhibitions ?? -1).ThenBy(r => r.Code),
        "visits" => rows.OrderBy(r => r.VisitsTenThousand).ThenBy(r => r.Code),
        "-visits" => rows.OrderByDescending(r => r.VisitsTenThousand ?? -1).ThenBy(r => r.Code),
        "-code" => rows.OrderByDescending(r => r.Code),
        _ => rows.OrderBy(r => r.Code),
    };

    private static T? Code<T>(string? word) where T : struct, Enum => Codes.TryRead<T>(word, out var code) ? code : null;
}
