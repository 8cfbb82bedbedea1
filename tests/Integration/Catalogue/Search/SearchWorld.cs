using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Search;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>Searching as somebody, for tests.</summary>
internal sealed class SearchWorld(GuanlianHost host)
{
    public CatalogueWorld World { get; } = new(host);

    public Task<SearchObjects.Answer> AskAsync(string query, Reader? reader = null, int? size = 500) =>
        World.UseAsync<SearchObjects.Handler, SearchObjects.Answer>(Guanlian.Platform.Access.Actor.Program, (handler, _) =>
            handler.HandleAsync(new(SearchAsk.Read(query), reader ?? Reader.Visitor) { PageSize = size }, default));

    /// <summary>Names of what words find.</summary>
    public async Task<List<string>> NamesAsync(string words, Reader? reader = null, string more = "") =>
        [.. (await AskAsync($"?q={Uri.EscapeDataString(words)}{more}", reader)).Rows.Select(r => r.Object.Record.Title("zh")).Order(StringComparer.Ordinal)];

    public static ObjectDraft Draft(Guid owner, string number, string title, params (string Key, FieldValue Value)[] more) => CatalogueWorld.Draft(owner, number, title, more);

    public static (string, FieldValue) Period(string wording, string? code = null, int? from = null, int? to = null) => ("period", new TimeValue(wording, from, to, code));

    public static (string, FieldValue) Category(params string[] codes) => ("category", new CodedValue([.. codes.Select(c => new CodedWord(c, "category/2013"))]));

    public static (string, FieldValue) Material(params string[] codes) => ("material", new CodedValue([.. codes.Select(c => new CodedWord(c, "material"))]));
}
