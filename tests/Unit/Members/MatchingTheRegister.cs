using Guanlian.Contracts.Members;
using Guanlian.Members.Register;

namespace Guanlian.Unit.Members;

public sealed class MatchingTheRegister
{
    private static readonly KnownMuseum County = Known("武乡县博物馆", 10, "武乡县文物馆");
    private static readonly KnownMuseum City = Known("大同市博物馆", 11);

    [Fact]
    public void The_name_decides_though_serials_are_given_anew() => Assert.Equal(
        [(County.Id, MatchedBy.Name), (City.Id, MatchedBy.Name), (null, MatchedBy.Nothing)],
        Matched(Line(11, "武乡县博物馆"), Line(12, "大同市博物馆"), Line(10, "代县博物馆")));

    [Fact]
    public void A_renamed_museum_is_found_by_its_serial() =>
        Assert.Equal([(City.Id, MatchedBy.Serial)], Matched(Line(11, "大同市博物院")));

    [Fact]
    public void A_quite_different_name_under_an_old_serial_is_for_somebody_to_look_at() =>
        Assert.Equal([(City.Id, MatchedBy.SerialOnly)], Matched(Line(11, "汾酒博物馆")));

    [Fact]
    public void A_former_name_counts() => Assert.Equal([(County.Id, MatchedBy.FormerName)], Matched(Line(99, "武乡县文物馆")));

    [Fact]
    public void Blanks_widths_and_quotation_marks_make_no_difference() =>
        Assert.Equal(RegisterMatch.Plain("大同煤矿“万人坑”遗址 纪念馆（旧）"), RegisterMatch.Plain("大同煤矿\"万人坑\"遗址纪念馆(旧)"));

    [Fact]
    public void The_same_name_in_another_province_is_another_museum() =>
        Assert.Equal([(null, MatchedBy.Nothing)], Matched(Line(500, "大同市博物馆") with { ProvinceCode = "310000" }));

    [Fact]
    public void Doubles_are_named() => Assert.Equal(
        [1, 2, 3],
        RegisterMatch.Twice([Line(7, "甲馆") with { Row = 1 }, Line(7, "乙馆") with { Row = 2 }, Line(3, "甲 馆"), Line(4, "丁馆")]).Order());

    private static (Guid?, MatchedBy)[] Matched(params RegisterLine[] lines) =>
        [.. RegisterMatch.Of(lines, [County, City], 2025).Select(m => (m.Museum?.Id, m.By))];

    private static KnownMuseum Known(string name, int serial, params string[] former) =>
        new(Guid.CreateVersion7(), "140000", name, former, new Dictionary<int, int> { [2023] = serial - 5, [2024] = serial });

    private static RegisterLine Line(int serial, string name) =>
        new(serial, serial, "140000", "山西省", name, Ownership.StateCulture, Grade.None, new(true, 1, 0, 1, 1, 1));
}
