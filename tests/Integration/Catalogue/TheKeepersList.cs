using System.IO.Compression;
using System.Net;
using System.Text;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Prints;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Integration.Catalogue.Search;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Catalogue;

/// <summary>The list of a museum's records, and what is printed from it.</summary>
public sealed class TheKeepersList(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly Keepers keepers = new(host);
    private readonly CatalogueWorld world = new(host);

    [Theory]
    [InlineData(null)]
    [InlineData("changed")]
    [InlineData("number")]
    [InlineData("-number")]
    [InlineData("state")]
    public async Task Every_order_pages_through_all_records_once(string? sort)
    {
        var (keeper, drafts) = await CollectionAsync();
        foreach (var query in new ListObjects.Query[] { new() { Sort = sort }, new() { Sort = sort, Category = "03" }, new() { Sort = sort, State = ObjectState.Binned } })
        {
            var all = await keeper.UseAsync((ListObjects.Handler h) => h.AllAsync(keeper.Museum, query).Select(r => r.Row.Id).ToListAsync().AsTask());
            var paged = new List<Guid>();
            for (var page = 1; paged.Count < all.Count; page++)
            {
                var answer = await keeper.UseAsync((ListObjects.Handler h) => h.HandleAsync(keeper.Museum, query, page, default));
                Assert.Equal(page, answer.Page);
                paged.AddRange(answer.Rows.Select(r => r.Row.Id));
            }

            Assert.NotEmpty(all);
            Assert.Equal(all, paged);
            var expected = drafts.Where(d => query.State is null ? d.State is not (ObjectState.Binned or ObjectState.Gone) : d.State == query.State)
                .Where(d => query.Category is null || d.Record["category"] is not null).ToList();
            Assert.Equal(expected.Select(d => d.Id).Order(), all.Order());
            var counted = await keeper.UseAsync((ListObjects.Handler h) => h.HandleAsync(keeper.Museum, query, 9999, default));
            Assert.Equal((expected.Count, expected.Sum(Pieces), expected.Sum(Actual)), (counted.Total, counted.Pieces, counted.Actual));
        }
    }

    [Fact]
    public async Task A_long_list_is_printed_in_volumes_whose_lines_are_counted_through()
    {
        var keeper = await keepers.NewAsync(role: Roles.Coordinator);
        var drafts = Enumerable.Range(1, Volumes.Lines + 3).Select(n => SearchWorld.Draft(keeper.Museum, $"册{n:00000}", $"瓦当{n}")).ToArray();
        foreach (var some in drafts.Chunk(500))
        {
            await world.WriteAsync(some);
        }

        var page = await keeper.PageAsync($"/collections/{keeper.Code}/prints/list");
        Assert.Contains("PDF，分 2 册", page, StringComparison.Ordinal);
        Assert.Contains("第 2 册：2,001—2,003 行", page, StringComparison.Ordinal);
        var first = await PdfAsync(keeper, $"/collections/{keeper.Code}/list.pdf");
        var second = await PdfAsync(keeper, $"/collections/{keeper.Code}/list.pdf?volume=2");
        Assert.True(first.Pages > 40 && second.Pages == 1, $"{first.Pages} {second.Pages}");
        Assert.Contains("第 1 册 共 2 册", first.Name, StringComparison.Ordinal);
        Assert.Contains("第 2 册 共 2 册", second.Name, StringComparison.Ordinal);
        foreach (var none in new[] { "0", "3", "-1", "99999999" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await keeper.StatusAsync($"/collections/{keeper.Code}/list.pdf?volume={none}"));
        }

        // A short one is a book of its own.
        Assert.DoesNotContain("册", (await PdfAsync(keeper, $"/collections/{keeper.Code}/list.pdf?q=瓦当2003")).Name, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await keeper.StatusAsync($"/collections/{keeper.Code}/register.pdf?volume=2"));
    }

    [Fact]
    public async Task A_card_is_a_workbook_laid_out_as_on_paper()
    {
        var keeper = await keepers.NewAsync();
        var written = await world.WriteAsync(SearchWorld.Draft(keeper.Museum, "卡-1", "=HYPERLINK(\"x\")青花瓶", ("storage", new TextValue("三库东")), ("notes", new TextValue("第一行\n第二行"))));
        var address = $"/collections/{keeper.Code}/{written[0].Serial}/card.xlsx";
        using var answer = await keeper.Client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var book = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var sheet = await PartAsync(book, "xl/worksheets/sheet1.xml");
        foreach (var said in new[] { "藏品编目卡片", "总登记号 卡-1", "名称", "=HYPERLINK", "三库东", "编目人（签名）" })
        {
            Assert.Contains(said, sheet, StringComparison.Ordinal);
        }

        // A form: ruled label and text by turns, long texts across, nothing to filter, and no formula.
        Assert.Contains("<mergeCell ref=\"B3:D3\"/>", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("autoFilter", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("definedName", await PartAsync(book, "xl/workbook.xml"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await (await keepers.NewAsync()).StatusAsync(address));
    }

    private static async Task<string> PartAsync(ZipArchive book, string path)
    {
        using var reader = new StreamReader(book.GetEntry(path)!.Open(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static async Task<(int Pages, string Name)> PdfAsync(Keepers.Keeper keeper, string address)
    {
        using var answer = await keeper.Client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var file = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
        Assert.StartsWith("%PDF-", file, StringComparison.Ordinal);
        return (file.Split("/Type /Page ").Length - 1, answer.Content.Headers.ContentDisposition!.FileNameStar!);
    }

    private async Task<(Keepers.Keeper Keeper, List<ObjectDraft> Drafts)> CollectionAsync()
    {
        var keeper = await keepers.NewAsync();
        var drafts = new List<ObjectDraft>();
        for (var n = 0; n < 130; n++)
        {
            var draft = SearchWorld.Draft(keeper.Museum, $"L-{(n * 37) % 131}", $"第{n}件") with { State = (ObjectState)(n % 4) };
            draft = draft with { Record = n % 5 == 0 ? draft.Record.With("number", null) : draft.Record };
            draft = draft with { Record = n % 3 == 0 ? draft.Record.With("category", new CodedValue([new CodedWord("03", "category/2013")])) : draft.Record };
            draft = draft with { Record = n % 7 == 0 ? draft.Record.With("pieces", new AmountValue(2, "件/套")).With("actual", new AmountValue(n + 3, "枚")) : draft.Record };
            drafts.Add(draft);
        }

        foreach (var some in drafts.Chunk(20))
        {
            host.Clock.Now = host.Clock.Now.AddSeconds(1);
            await world.WriteAsync(some);
        }

        return (keeper, drafts);
    }

    private static decimal Pieces(ObjectDraft draft) => (draft.Record["pieces"] as AmountValue)?.Number ?? 1;

    private static decimal Actual(ObjectDraft draft) => (draft.Record["actual"] as AmountValue)?.Number ?? Pieces(draft);
}
