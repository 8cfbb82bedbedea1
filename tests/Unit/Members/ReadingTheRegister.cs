using System.Text;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Divisions;
using Guanlian.Members.Register;
using Guanlian.Platform.Tables;

namespace Guanlian.Unit.Members;

public sealed class ReadingTheRegister
{
    private const string Header = "序号,省份,博物馆名称,性质,质量等级,是否免费开放,藏品数（件/套）,珍贵文物（件/套）,展览（个）,教育活动（次）,参观人数（万人次）\n";

    [Trait("Requirement", "N01")]
    [FullFilesTheory]
    [InlineData("shanxi", 4860, 226, 9, 19, 21, 177)]
    [InlineData("shanghai", 5420, 139, 12, 13, 8, 106)]
    public async Task Reads_it_as_published(string province, int first, int rows, int one, int two, int three, int none)
    {
        var text = await File.ReadAllTextAsync(SharedData.Path($"museums-cn-register/register-{province}.csv"));
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        foreach (var encoding in new[] { new UTF8Encoding(true), Encoding.GetEncoding("GB18030") })
        {
            var (lines, findings) = await ReadAsync(encoding.GetBytes(text));
            Assert.Empty(findings);
            Assert.Equal(Enumerable.Range(first, rows), lines.Select(l => l.Serial));
            Assert.Equal([none, one, two, three], lines.GroupBy(l => l.Grade).OrderBy(g => g.Key).Select(g => g.Count()));
            Assert.Empty(RegisterMatch.Twice(lines));
        }
    }

    [Theory]
    [InlineData("x,山西省,甲馆,非国有博物馆,一级,是,1,0,1,1,1", "members.register.cell.not-whole")]
    [InlineData(",山西省,甲馆,非国有博物馆,一级,是,1,0,1,1,1", "members.register.cell.empty")]
    [InlineData("1,山东西省,甲馆,非国有博物馆,一级,是,1,0,1,1,1", "members.register.cell.province")]
    [InlineData("1,山西省,,非国有博物馆,一级,是,1,0,1,1,1", "members.register.cell.name-missing")]
    [InlineData("1,山西省,甲馆,民办,一级,是,1,0,1,1,1", "members.register.cell.not-in-list")]
    [InlineData("1,山西省,甲馆,非国有博物馆,甲级,是,1,0,1,1,1", "members.register.cell.not-in-list")]
    [InlineData("1,山西省,甲馆,非国有博物馆,一级,也许,1,0,1,1,1", "members.register.cell.not-in-list")]
    [InlineData("1,山西省,甲馆,非国有博物馆,一级,是,-1,0,1,1,1", "members.register.cell.not-whole")]
    [InlineData("1,山西省,甲馆,非国有博物馆,一级,是,1.5,0,1,1,1", "members.register.cell.not-whole")]
    [InlineData("1,山西省,甲馆,非国有博物馆,一级,是,99999999999,0,1,1,1", "members.register.cell.not-whole")]
    [InlineData("1,山西省,甲馆,非国有博物馆,一级,是,1,0,1,1,1.23456", "members.register.cell.visits")]
    [InlineData("1,山西省,甲馆,非国有博物馆,一级,是,1,0,1,1,约三万", "members.register.cell.visits")]
    public async Task Names_what_cannot_be_read(string row, string code)
    {
        var (lines, findings) = await ReadAsync(Encoding.UTF8.GetBytes(Header + row));
        Assert.Empty(lines);
        Assert.Equal((code, 2), (Assert.Single(findings).Code, findings[0].Place.Row));
    }

    [Fact]
    public async Task Keeps_an_empty_figure_as_not_stated()
    {
        var (lines, findings) = await ReadAsync(Encoding.UTF8.GetBytes(Header + "1,山西,甲馆,非国有博物馆,一级,,,0,1,1,"));
        Assert.Equal(new RegisterFigures(null, null, 0, 1, 1, null), Assert.Single(lines).Figures);
        Assert.Equal(3, findings.Count(f => f.Weight == TableWeight.Notice));
    }

    [Theory]
    [InlineData(0, 5, 0, "no-visits")]
    [InlineData(1, 0, 0, "no-objects")]
    [InlineData(1, 5, 6, "precious-exceed-objects")]
    [InlineData(300, 100, 0, "visits-jump")]
    [InlineData(0.3, 100, 0, "visits-jump")]
    [InlineData(10, 3000, 0, "objects-jump")]
    [InlineData(299, 2999, 100, null)]
    public void Flags_what_looks_wrong(double visits, int objects, int precious, string? flag) => Assert.Equal(
        flag is null ? [] : [flag],
        FigureFlags.Of(new(true, objects, precious, 1, 1, (decimal)visits), new(true, 100, 10, 1, 1, 10m)));

    internal static async Task<(List<RegisterLine> Lines, List<TableProblem> Findings)> ReadAsync(byte[] file)
    {
        using var stream = new MemoryStream(file);
        var opened = await TableReader.OpenAsync(stream, RegisterLine.Shape, default);
        using var table = opened.Value;
        var (lines, findings) = (new List<RegisterLine>(), new List<TableProblem>());
        await table.ReadRowsAsync((row, _) =>
        {
            if (RegisterLine.Read(row, DivisionBook.Published, findings) is { } line)
            {
                lines.Add(line);
            }

            return ValueTask.CompletedTask;
        }, default);
        return (lines, findings);
    }
}
