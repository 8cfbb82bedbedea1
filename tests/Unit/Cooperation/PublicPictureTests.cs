using System.Text;
using Guanlian.Cooperation.Showcase;

namespace Guanlian.Unit.Cooperation;

public sealed class PublicPictureTests
{
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];
    private static readonly byte[] Start = [0xFF, 0xD8];
    private static readonly byte[] End = [0xFF, 0xD9];
    private static readonly byte[] Table = Segment(0xDB, "quantising"u8);
    private static readonly byte[] Frame = Segment(0xC2, "frame"u8);
    private static readonly byte[] Codes = Segment(0xC4, "codes"u8);
    private static readonly byte[] Colours = Segment(0xE2, "ICC_PROFILE\0\u0001\u0001colours"u8);
    private static readonly byte[] Scan = [.. Segment(0xDA, "scan"u8), 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4, 0xFF, 0x00];
    private static readonly byte[] Camera = Segment(0xE1, "Exif\0\0II*\0GPS 示例"u8);
    private static readonly byte[] Plain = [.. Start, .. Segment(0xE0, "JFIF\0"u8), .. Colours, .. Table, .. Frame, .. Scan, .. Codes, .. Scan, .. End];

    [Fact]
    public void What_stands_behind_the_end_of_a_photograph_is_not_given()
    {
        byte[] second = [.. Start, .. Camera, .. Table, .. Frame, .. Scan, .. End];
        Assert.Equal(Plain, PublicPicture.Of([.. Plain, .. second], "image/jpeg"));
        Assert.Equal(Plain, PublicPicture.Of([.. Plain, 0, 0, 0, 24, .. "ftypmp42 GPS"u8], "image/jpeg"));
    }

    [Fact]
    public void What_a_camera_writes_before_or_between_the_scans_is_not_given()
    {
        byte[] photograph =
        [
            .. Start, .. Segment(0xE0, "JFIF\0"u8), .. Segment(0xE0, "JFXX\0 thumbnail"u8), .. Camera, .. Segment(0xE2, "MPF\0 where the second picture is"u8), .. Colours,
            .. Segment(0xED, "Photoshop owner"u8), .. Segment(0xFE, "comment GPS"u8), .. Table, 0xFF, .. Frame, .. Scan, .. Camera, .. Codes, .. Segment(0xFE, "GPS"u8), .. Scan, .. End,
        ];
        Assert.Equal(Plain, PublicPicture.Of(photograph, "image/jpeg"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void Which_way_up_it_is_stays(byte orientation)
    {
        byte[] turned = Segment(0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "GPS"u8]);
        var shown = PublicPicture.Of([.. Start, .. turned, .. Table, .. Frame, .. Scan, .. End], "image/jpeg");
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(shown), StringComparison.Ordinal);

        // Taken through again, it says the same: the way up is read from what was written.
        Assert.Equal(shown, PublicPicture.Of(shown, "image/jpeg"));
        Assert.Equal(orientation, shown[2 + 4 + 6 + 19]);
    }

    [Fact]
    public void A_scan_that_was_cut_off_ends_where_the_file_does()
    {
        byte[] whole = [.. Start, .. Table, .. Frame, .. Scan, 7];
        Assert.Equal([.. whole, .. End], PublicPicture.Of(whole, "image/jpeg"));
    }

    [Fact]
    public void What_cannot_be_read_is_given_as_nothing()
    {
        Assert.Empty(PublicPicture.Of([.. Start, .. Camera, .. End], "image/jpeg"));
        Assert.Empty(PublicPicture.Of([.. Start, 0xFF, 0xDB, 0xFF, 0xFF, 1], "image/jpeg"));
        Assert.Empty(PublicPicture.Of([.. Start, 0xFF, 0xDB, 0, 1, 1, 1, 1], "image/jpeg"));
        Assert.Empty(PublicPicture.Of([], "image/jpeg"));
        Assert.Empty(PublicPicture.Of([.. Signature, .. Chunk("IHDR", "head")], "image/png"));
        Assert.Empty(PublicPicture.Of([], "image/png"));
    }

    [Fact]
    public void Of_a_png_the_chunks_stay_that_draw_it_and_nothing_behind_its_end()
    {
        byte[] plain = [.. Signature, .. Chunk("IHDR", "head"), .. Chunk("IDAT", "rows"), .. Chunk("IEND", "")];
        byte[] file = [.. Signature, .. Chunk("IHDR", "head"), .. Chunk("eXIf", "GPS"), .. Chunk("tEXt", "owner"), .. Chunk("IDAT", "rows"), .. Chunk("IEND", ""), .. Chunk("IDAT", "GPS"), 1, 2, 3];
        Assert.Equal(plain, PublicPicture.Of(file, "image/png"));
    }

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> says) => [0xFF, marker, (byte)((says.Length + 2) >> 8), (byte)(says.Length + 2), .. says];

    private static byte[] Chunk(string name, string says) => [0, 0, 0, (byte)says.Length, .. Encoding.ASCII.GetBytes(name + says), 9, 9, 9, 9];
}
