using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Search;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Catalogue.Search.Folding;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Catalogue.Search.Queries;
using Guanlian.Load;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.CatalogueSearch;

/// <summary>
/// Groonga with the same records: what everybody may read of them as text in bigrams, the same numbers to drill down by. It is given less to do:
/// no counts of pieces, no own facet left aside, no words hidden from some, no record to read and show.
/// </summary>
internal sealed class GroongaPeer(string folder, int port) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly string[] Numbers =
        ["serial", "shown_to", "owner", "region", "category", "period", "material", "grade", "rights", "image", "year_from", "year_to", "quality", "pieces", "actual"];

    private static readonly string[] Indexed = ["shown_to", "owner", "region", "category", "period", "material", "grade", "rights", "year_from", "year_to"];

    private readonly HttpClient http = new() { BaseAddress = new($"http://127.0.0.1:{port}/d/"), Timeout = TimeSpan.FromMinutes(20) };
    private Process? server;

    private string Database => Path.Combine(folder, "province");

    public bool Exists => File.Exists(Database);

    /// <summary>Loads all records, then builds the indexes at once, which is its fastest way.</summary>
    public async Task LoadAsync(IServiceProvider services, MadeProvince made, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        using var groonga = Process.Start(new ProcessStartInfo("groonga", ["-n", Database]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var said = groonga.StandardOutput.ReadToEndAsync(ct);
        await using (var to = new StreamWriter(groonga.StandardInput.BaseStream, new UTF8Encoding(false), 1 << 20))
        {
            await to.WriteLineAsync("table_create Objects TABLE_NO_KEY");
            foreach (var column in Numbers)
            {
                await to.WriteLineAsync($"column_create Objects {column} COLUMN_SCALAR Int32");
            }

            foreach (var column in new[] { "name", "text", "number" })
            {
                await to.WriteLineAsync($"column_create Objects {column} COLUMN_SCALAR Text");
            }

            await to.WriteLineAsync("load --table Objects");
            await to.WriteLineAsync($"[[{string.Join(',', Numbers.Concat(["name", "text", "number"]).Select(n => $"\"{n}\""))}],");
            await RecordsAsync(services, made, to, ct);
            await to.WriteLineAsync("]");
            await to.WriteLineAsync("table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto");
            await to.WriteLineAsync("column_create Terms of COLUMN_INDEX|WITH_POSITION|WITH_SECTION Objects name,text,number");
            await to.WriteLineAsync("table_create Numbers TABLE_PAT_KEY Int32");
            foreach (var column in Indexed)
            {
                await to.WriteLineAsync($"column_create Numbers by_{column} COLUMN_INDEX Objects {column}");
            }
        }

        await groonga.WaitForExitAsync(ct);
        var answers = await said;
        Console.WriteLine(answers.Length > 3000 ? answers[^3000..] : answers);
    }

    public async Task StartAsync(CancellationToken ct)
    {
        server = Process.Start(new ProcessStartInfo("groonga", ["-s", "--protocol", "http", "--bind-address", "127.0.0.1", "--port", $"{port}", Database]))!;
        for (var tries = 0; ; tries++)
        {
            try
            {
                await http.GetStringAsync("cache_limit?max=0", ct);
                return;
            }
            catch (HttpRequestException) when (tries < 100)
            {
                await Task.Delay(100, ct);
            }
        }
    }

    public double Megabytes() => Machine.ResidentMegabytes(server!.Id);

    /// <summary>Null for questions that it has no counterpart for.</summary>
    public static string? Command(LoggedQuery query, int[] open, FacetValues values, CodeBook codes)
    {
        if (query.Kind == "pinyin")
        {
            return null;
        }

        var ask = SearchAsk.Read(query.Address);
        var filter = new StringBuilder(open.Length == 1 ? $"shown_to == {open[0]}" : $"in_values(shown_to, {string.Join(',', open)})");
        foreach (var term in ask.Reading.Terms)
        {
            filter.Append(term.Exclude ? " &! " : " && ").Append(term switch
            {
                PeriodTerm { Rest: { } rest } time => $"(({Matches(time.Said)}) || (({Years(time)}) && ({Matches(rest)})))",
                PeriodTerm time => $"(({Matches(time.Said)}) || {Years(time)})",
                WordsTerm word => word.Field switch { SearchField.Name => $"name @ {Quoted(word.Said)}", SearchField.Number => $"number @ {Quoted(word.Said)}", _ => $"({Matches(word.Said)})" },
                _ => throw new InvalidOperationException(),
            });
        }

        foreach (var (facet, chosen) in ask.Choices)
        {
            filter.Append(" && ").Append(Chosen(facet, chosen, values, codes));
        }

        var order = ask.Order switch { ResultOrder.Oldest => "year_from,_id", ResultOrder.Newest => "-year_to,_id", ResultOrder.Added => "-_id", _ => "-quality,_id" };
        return $"select?table=Objects&filter={Uri.EscapeDataString(filter.ToString())}&drilldown=owner,region,category,period,material,grade,image,rights&drilldown_limit=600&drilldown_output_columns=_key,_nsubrecs" +
            $"&sort_keys={order}&offset={(ask.Page - 1) * ask.PageSize}&limit={ask.PageSize}&output_columns=serial,name";
    }

    public async Task<(double Milliseconds, string Answer)> AskAsync(string command, CancellationToken ct)
    {
        var from = Stopwatch.GetTimestamp();
        var answer = await http.GetStringAsync(command, ct);
        return (Stopwatch.GetElapsedTime(from).TotalMilliseconds, answer);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await http.GetAsync("shutdown");
            await server.WaitForExitAsync();
            server.Dispose();
        }

        http.Dispose();
    }

    private static string Matches(string said) => $"name @ {Quoted(said)} || text @ {Quoted(said)} || number @ {Quoted(said)}";

    private static string Years(PeriodTerm time) => "(" + string.Join(" || ", time.Reading.Spans.Select(s =>
        $"(year_from >= {(s.From ?? -30000).ToString(CultureInfo.InvariantCulture)} && year_to <= {(s.To ?? 9999).ToString(CultureInfo.InvariantCulture)})")) + ")";

    private static string Quoted(string text) => "\"" + text.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal) + "\"";

    private static string Chosen(Facet facet, IReadOnlyList<string> chosen, FacetValues values, CodeBook codes)
    {
        switch (facet)
        {
            case Facet.Image:
                return $"image == {(chosen[0] == "yes" ? 1 : 0)}";
            case Facet.Region:
                var (low, high) = (int.Parse(chosen[0], CultureInfo.InvariantCulture), int.Parse(chosen[0].Replace("00", "99", StringComparison.Ordinal), CultureInfo.InvariantCulture));
                return $"(region >= {low} && region <= {high})";
            case Facet.Institution:
                return In("owner", chosen.Select(c => MadeProvince.Owners.FirstOrDefault(o => o.Code == c).Id).Select(id => values.Find("owner", id.ToString("D"))));
            default:
                var name = facet.ToString().ToLowerInvariant();
                return In(name, chosen.SelectMany(c => codes[name].Within(c).Select(e => values.Find(name, $"{name}:{e.Code}"))));
        }
    }

    private static string In(string column, IEnumerable<int?> numbers) =>
        numbers.OfType<int>().Distinct().ToList() is { Count: > 0 } some ? $"in_values({column}, {string.Join(',', some)})" : "false";

    private static async Task RecordsAsync(IServiceProvider services, MadeProvince made, StreamWriter to, CancellationToken ct)
    {
        var regions = MadeProvince.Owners.ToDictionary(o => services.GetRequiredService<FacetValues>().Find("owner", o.Id.ToString("D")) ?? 0, o => o.Division);
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct);
        await using var rows = await connection.BeginBinaryExportAsync(
            "copy (select serial, shown_to, owner, category, period, material, grade, rights, image::int, coalesce(year_from, -32000)::int, coalesce(year_to, 32000)::int, quality::int, pieces, actual from catalogue.find) to stdout (format binary)", ct);
        while (await rows.StartRowAsync(ct) >= 0)
        {
            var numbers = new int[14];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = rows.Read<int>();
            }

            var texts = TextsOf(made, numbers[0] - 1);
            await to.WriteLineAsync($"[{string.Join(',', numbers[..3])},{regions[numbers[2]]},{string.Join(',', numbers[3..])},{texts}],");
        }
    }

    private static string TextsOf(MadeProvince made, int number)
    {
        var draft = made.Draft(number);
        var (name, text, numbers) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var field in draft.Record.Profile.Fields.Where(f => f.Searched && draft.FieldLevels.GetValueOrDefault(f.Key, f.Level) == Level.Public))
        {
            if (draft.Record[field.Key] is { } value)
            {
                var into = RecordTerms.GroupOf(field) switch { IndexTerms.Name => name, IndexTerms.Number => numbers, _ => text };
                foreach (var part in RecordTerms.Texts(value, field, CodeBook.Standard))
                {
                    into.Append(PlainText.Of(part)).Append('\n');
                }
            }
        }

        return string.Join(',', new[] { name, text, numbers }.Select(t => JsonSerializer.Serialize(t.ToString(), Plain)));
    }
}
