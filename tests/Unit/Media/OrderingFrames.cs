using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Data;
using Guanlian.Media.Labels;

namespace Guanlian.Unit.Media;

/// <summary>What labels say, and which frames stand after which.</summary>
public sealed class OrderingFrames
{
    [Theory]
    [InlineData("C700001", 1)]
    [InlineData("a-Z9", int.MaxValue)]
    public void Printed_and_read_back_a_label_is_the_same(string code, int serial)
    {
        Assert.True(ObjectLabel.TryParse(new ObjectLabel(code, serial).ToString(), out var back));
        Assert.Equal(new(code, serial), back);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://example.org/objects/C1/2")]
    [InlineData("guanlian:C1")]
    [InlineData("guanlian:C1/0")]
    [InlineData("guanlian:C1/007")]
    [InlineData("guanlian:C1/-1")]
    [InlineData("guanlian:C1/9999999999")]
    [InlineData("guanlian:C1/1\n")]
    [InlineData("guanlian:馆/1")]
    [InlineData("guanlian:C1/1/2")]
    [InlineData("guanlian:12345678901234567890123456789012x/1")]
    public void What_is_no_label_is_none(string? text) => Assert.False(ObjectLabel.TryParse(text, out _));

    [Fact]
    public void The_camera_s_clock_goes_before_names_where_every_frame_has_it()
    {
        var (label, one, two) = (Frame("z.jpg", "2026:03:05 10:00:00", "guanlian:C1/1"), Frame("b.jpg", "2026:03:05 10:00:07"), Frame("a.jpg", "2026:03:05 10:00:09"));
        Assert.Equal(["z.jpg", "b.jpg after z.jpg", "a.jpg after z.jpg"], Said([two, one, label]));
    }

    [Fact]
    public void One_frame_without_a_time_and_all_stand_by_their_names_as_people_count()
    {
        var (label, one, two) = (Frame("DSC_9.jpg", "2026:03:05 10:00:00", "guanlian:C1/1"), Frame("DSC_10.jpg", "2026:03:05 09:00:00"), Frame("DSC_100.jpg", null));
        Assert.Equal(["DSC_9.jpg", "DSC_10.jpg after DSC_9.jpg", "DSC_100.jpg after DSC_9.jpg"], Said([two, one, label]));
    }

    [Fact]
    public void Frames_of_one_second_stand_by_the_part_of_it_or_by_their_names()
    {
        var (a, b, c) = (Frame("a.jpg", "2026:03:05 10:00:00", part: "9"), Frame("b.jpg", "2026:03:05 10:00:00", part: "05"), Frame("c.jpg", "2026:03:05 10:00:00", part: "05"));
        Assert.Equal(["b.jpg", "c.jpg", "a.jpg"], Said([a, c, b]));
    }

    [Theory]
    [InlineData("""{"taken":"0000:00:00 00:00:00"}""")]
    [InlineData("""{"taken":"yesterday"}""")]
    [InlineData("""{"maker":"x"}""")]
    [InlineData(null)]
    public void A_clock_that_was_never_set_says_nothing(string? camera) => Assert.Null(FrameOrder.TakenAt(camera));

    private static IEnumerable<string> Said(StoredImage[] batch) => FrameOrder.Of(batch).Select(f => f.After is null ? f.Image.FileName : $"{f.Image.FileName} after {f.After.FileName}");

    private static StoredImage Frame(string name, string? taken, string? label = null, string? part = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Sha256 = "",
        Kind = "jpeg",
        FileName = name,
        Label = label,
        Camera = taken is null ? null : $$"""{"taken":"{{taken}}"{{(part is null ? "" : $",\"subsecond\":\"{part}\"")}}}""",
    };
}
