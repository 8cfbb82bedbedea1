using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Catalogue.Objects;

/// <summary>What the program makes of a typed text, said back at once: 清乾隆 → 清 › 乾隆, 1736—1795. And a list for the pickers.</summary>
internal static class ReadTerm
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/collections/read", Read).RequireAuthorization(CataloguePermissions.Keep);
        routes.MapGet("/collections/codes/{list}", List).RequireAuthorization(CataloguePermissions.Keep);
    }

    /// <summary>The sentence under a box; null where nothing is typed.</summary>
    public static string? Echo(Wording words, FieldBox box, string? typed, FieldValue? before)
    {
        var reading = TypedText.Read(box.Field, typed, before, box.Language ?? "zh");
        if (reading.FaultKey is { } fault)
        {
            return words[fault, ("units", string.Join(Wording.InChinese ? "、" : ", ", box.Field.Units))];
        }

        if (reading.Unread.Count > 0)
        {
            var word = reading.Unread[0];
            var candidates = string.Join(Wording.InChinese ? "、" : ", ", word.Candidates.Select(c => c.Word(Wording.InChinese)));
            return words[candidates.Length == 0 ? "catalogue.edit.echo-unknown" : word.Ambiguous ? "catalogue.edit.echo-several" : "catalogue.edit.echo-nearest",
                ("word", word.Word), ("candidates", candidates)];
        }

        return reading.Value is null || box.Field.Kind is not (FieldKind.Coded or FieldKind.Time)
            ? null
            : ShownField.Of(box.Field, reading.Value, Level.Public).Lines.Select(l => string.Join(" · ", new[] { l.Path ?? l.Text, l.Years }.OfType<string>()))
                .Aggregate((a, b) => a + (Wording.InChinese ? "；" : "; ") + b) is var said ? words["catalogue.keep.read-as", ("reading", said)] : null;
    }

    private static IResult Read(string profile, string field, string? text, ProfileBook profiles, Wording words)
    {
        var found = profiles.Find(profile)?.Find(field);
        return found is null || text?.Length > TypedText.LongestLine
            ? Results.NotFound()
            : Results.Ok(new { echo = Echo(words, new(found.Key, found, null), text, null) });
    }

    private static IResult List(string list, HttpResponse response)
    {
        if (CodeBook.Standard.Find(list) is not { } found)
        {
            return Results.NotFound();
        }

        response.Headers.CacheControl = "private, max-age=3600";
        return Results.Ok(found.Entries.Select(e => new
        {
            code = e.Code,
            word = e.Word(Wording.InChinese),
            zh = e.Zh,
            sound = e.Sound,
            parent = e.Parent,
            years = ShownField.Years(e.From, e.To),
        }));
    }
}
