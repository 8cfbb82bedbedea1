using Guanlian.Hosting;
using Guanlian.Members.Directory;
using Guanlian.Members.Divisions;
using Guanlian.Platform.Tables;

namespace Guanlian.Integration.Members;

public sealed class LookingUpInstitutions(LookingUpInstitutions.Thirty thirty) : IClassFixture<LookingUpInstitutions.Thirty>
{
    private readonly GuanlianHost host = thirty.Host;

    [Trait("Requirement", "G11")]
    [Theory]
    [InlineData("q=太行", 1)]
    [InlineData("q=bljthjng", 1)]
    [InlineData("q=balujun taihang", 1)]
    [InlineData("q=zhangzhi", 1)]
    [InlineData("q=大同 分馆", 1)]
    [InlineData("q=004970", 1)]
    [InlineData("q=%25", 0)]
    [InlineData("q=' or 1=1 --", 0)]
    [InlineData("q=.*", 0)]
    [InlineData("place=140200", 5)]
    [InlineData("place=140000", 30)]
    [InlineData("place=310000", 0)]
    [InlineData("grade=first", 6)]
    [InlineData("grade=first&place=140200", 1)]
    [InlineData("free=yes&ownership=non-state", 7)]
    [InlineData("free=no", 4)]
    [InlineData("grade=nonsense&place=14&level=%00", 30)]
    public async Task Finds_by_name_pinyin_code_and_place(string query, int count)
    {
        var answer = await AskAsync(query);
        Assert.Equal(count, answer.Counts.Total);
        Assert.Equal(Math.Min(count, SearchDirectory.PageSize), answer.Rows.Count);
    }

    [Fact]
    public async Task Each_count_says_what_one_would_see_after_choosing_it()
    {
        foreach (var query in new[] { "", "place=140000", "grade=first", "ownership=non-state&free=yes", "q=博物馆&level=county" })
        {
            var counts = (await AskAsync(query)).Counts;
            foreach (var (grade, count) in counts.Grades)
            {
                Assert.Equal(count, (await AskAsync($"{query}&grade={grade.ToString().ToLowerInvariant()}")).Counts.Total);
            }

            foreach (var (prefix, count) in counts.Places.Where(p => !query.Contains(p.Key.PadRight(6, '0'), StringComparison.Ordinal)))
            {
                Assert.Equal(count, (await AskAsync($"{query}&place={prefix.PadRight(6, '0')}")).Counts.Total);
            }

            Assert.Equal(counts.Flagged, (await AskAsync($"{query}&flagged=yes")).Counts.Total);
            Assert.Equal(counts.Unplaced, (await AskAsync($"{query}&unplaced=yes")).Counts.Total);
        }
    }

    [Trait("Requirement", "G11")]
    [Fact]
    public async Task No_museum_stands_first_for_its_size()
    {
        var codes = (await AskAsync("")).Rows.Select(r => r.Code).ToList();
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public async Task The_export_holds_exactly_what_was_asked_for()
    {
        using var client = host.NewClient();
        using var file = new MemoryStream(await client.GetByteArrayAsync(new Uri("museums.xlsx?place=140200&sort=-visits", UriKind.Relative)));
        using var table = (await TableReader.OpenAsync(file, new TableShape(new TableColumn("编号", true), new TableColumn("名称", true), new TableColumn("参观（万人次）", true)), default)).Value;
        var rows = new List<string?>();
        await table.ReadRowsAsync((row, _) =>
        {
            rows.Add(row["编号"]);
            return ValueTask.CompletedTask;
        }, default);
        Assert.Equal((await AskAsync("place=140200&sort=-visits")).Rows.Select(r => r.Code), rows);
    }

    private Task<SearchDirectory.Answer> AskAsync(string query)
    {
        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        return host.WithAsync<SearchDirectory.Handler, SearchDirectory.Answer>(h => h.HandleAsync(
            new(DirectoryQuestion.Read(name => asked.TryGetValue(name, out var values) ? values[^1] : null, DivisionBook.Published), 1), default));
    }

    /// <summary>The program with thirty museums of the register.</summary>
    public sealed class Thirty : IAsyncLifetime
    {
        public GuanlianHost Host { get; } = new();

        public async Task InitializeAsync()
        {
            await Host.InitializeAsync();
            Assert.False((await ImportingTheRegister.SendAsync(Host, RegisterSample.Csv, 2024)).Refused);
        }

        public Task DisposeAsync() => Host.DisposeAsync();
    }
}
