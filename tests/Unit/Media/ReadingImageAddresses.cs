using FsCheck;
using FsCheck.Fluent;
using Guanlian.Media.Iiif;

namespace Guanlian.Unit.Media;

public sealed class ReadingImageAddresses
{
    private const int Width = 3000, Height = 2000;

    [Theory]
    [InlineData("full/max/0/default.jpg", 0, 0, 3000, 2000, 3000, 2000, "full/max/0/default.jpg")]
    [InlineData("square/max/0/default.jpg", 500, 0, 2000, 2000, 2000, 2000, "500,0,2000,2000/max/0/default.jpg")]
    [InlineData("10,20,300,200/max/0/color.png", 10, 20, 300, 200, 300, 200, "10,20,300,200/max/0/default.png")]
    [InlineData("2900,1900,300,200/max/0/default.jpg", 2900, 1900, 100, 100, 100, 100, "2900,1900,100,100/max/0/default.jpg")]
    [InlineData("pct:10,10,50,50/max/0/default.jpg", 300, 200, 1500, 1000, 1500, 1000, "300,200,1500,1000/max/0/default.jpg")]
    [InlineData("full/600,/0/default.jpg", 0, 0, 3000, 2000, 600, 400, "full/600,400/0/default.jpg")]
    [InlineData("full/,400/0/default.jpg", 0, 0, 3000, 2000, 600, 400, "full/600,400/0/default.jpg")]
    [InlineData("full/pct:20/0/default.jpg", 0, 0, 3000, 2000, 600, 400, "full/600,400/0/default.jpg")]
    [InlineData("full/600,100/0/default.jpg", 0, 0, 3000, 2000, 600, 100, "full/600,100/0/default.jpg")]
    [InlineData("full/!600,600/0/default.jpg", 0, 0, 3000, 2000, 600, 400, "full/600,400/0/default.jpg")]
    [InlineData("0,0,300,200/!600,600/0/default.jpg", 0, 0, 300, 200, 300, 200, "0,0,300,200/max/0/default.jpg")]
    [InlineData("0,0,300,200/^!600,600/0/default.jpg", 0, 0, 300, 200, 600, 400, "0,0,300,200/^600,400/0/default.jpg")]
    [InlineData("0,0,300,200/^900,/0/default.jpg", 0, 0, 300, 200, 900, 600, "0,0,300,200/^900,600/0/default.jpg")]
    [InlineData("0,0,300,200/^,600/0/default.jpg", 0, 0, 300, 200, 900, 600, "0,0,300,200/^900,600/0/default.jpg")]
    [InlineData("0,0,300,200/^pct:200/0/default.jpg", 0, 0, 300, 200, 600, 400, "0,0,300,200/^600,400/0/default.jpg")]
    [InlineData("0,0,300,200/^400,500/0/default.jpg", 0, 0, 300, 200, 400, 500, "0,0,300,200/^400,500/0/default.jpg")]
    [InlineData("0,0,400,400/^max/0/default.jpg", 0, 0, 400, 400, 4000, 4000, "0,0,400,400/^4000,4000/0/default.jpg")]
    [InlineData("full/600,/!90.50/gray.webp", 0, 0, 3000, 2000, 600, 400, "full/600,400/!90.5/gray.webp")]
    [InlineData("full/600,/360/bitonal.png", 0, 0, 3000, 2000, 600, 400, "full/600,400/0/bitonal.png")]
    public void Version_3_says_exactly_what_is_asked(string address, int x, int y, int w, int h, int outWidth, int outHeight, string canonical)
    {
        var read = Read(ImageApi.Three, address)!;
        Assert.Equal((x, y, w, h, outWidth, outHeight), (read.Asked.X, read.Asked.Y, read.Asked.PartWidth, read.Asked.PartHeight, read.Asked.Width, read.Asked.Height));
        Assert.Equal(canonical, read.Canonical);
        Assert.Equal(read.Asked with { WidthFollows = false, HeightFollows = false }, Read(ImageApi.Three, canonical)!.Asked with { WidthFollows = false, HeightFollows = false });
    }

    [Theory]
    [InlineData("full/full/0/default.jpg", 3000, 2000, "full/full/0/default.jpg")]
    [InlineData("full/max/0/default.jpg", 3000, 2000, "full/full/0/default.jpg")]
    [InlineData("full/600,/0/default.jpg", 600, 400, "full/600,/0/default.jpg")]
    [InlineData("full/,400/0/default.jpg", 600, 400, "full/600,/0/default.jpg")]
    [InlineData("full/!600,600/0/default.jpg", 600, 400, "full/600,/0/default.jpg")]
    [InlineData("full/pct:10/0/default.jpg", 300, 200, "full/300,/0/default.jpg")]
    [InlineData("full/300,300/0/default.jpg", 300, 300, "full/300,300/0/default.jpg")]
    [InlineData("0,0,100,100/200,/0/default.jpg", 200, 200, "0,0,100,100/200,/0/default.jpg")]
    public void Version_2_has_its_own_words_and_its_own_canonical_form(string address, int width, int height, string canonical)
    {
        var read = Read(ImageApi.Two, address)!;
        Assert.Equal((width, height, canonical), (read.Asked.Width, read.Asked.Height, read.Canonical));
    }

    [Theory]
    [InlineData("0,0,100,1/^100000,1/0/default.jpg")] // longer than such a file can be
    [InlineData("0,0,100,1/^20000,1/0/default.webp")]
    [InlineData("0,0,3000,1/^16000000,1/45/default.png")] // turned, a strip becomes a square of millions
    [InlineData("0,0,3000,1/^60000,200/30/default.png")]
    public void What_no_file_or_memory_holds_is_not_made(string address) => Assert.Null(Read(ImageApi.Three, address));

    [Theory]
    [InlineData("0,0,3000,1/^30000,1/0/default.png")]
    [InlineData("full/max/45/default.png")]
    [InlineData("0,0,3000,300/max/45/default.jpg")]
    public void What_can_be_made_is(string address) => Assert.NotNull(Read(ImageApi.Three, address));

    /// <summary>The largest there is fits into the file that is asked for.</summary>
    [Fact]
    public void A_scroll_as_webp_is_as_long_as_webp_can_be()
    {
        var scroll = ImageRequest.Read(ImageApi.Three, 40_000, 300, "full", "max", "0", "default.webp")!;
        Assert.InRange(scroll.Asked.Width, 16_382, 16_383);
        Assert.Equal((122, "full/max/0/default.webp"), (scroll.Asked.Height, scroll.Canonical));
    }

    [Theory]
    [InlineData("full/full/0/default.jpg")] // a word of version 2
    [InlineData("full/3001,/0/default.jpg")] // larger without ^
    [InlineData("full/pct:101/0/default.jpg")]
    [InlineData("full/4000,4001/0/default.jpg")]
    [InlineData("full/^4001,4000/0/default.jpg")] // over the limit
    [InlineData("full/0,/0/default.jpg")]
    [InlineData("full/,0/0/default.jpg")]
    [InlineData("full/,/0/default.jpg")]
    [InlineData("full/!0,10/0/default.jpg")]
    [InlineData("full/!10/0/default.jpg")]
    [InlineData("full/-5,/0/default.jpg")]
    [InlineData("full/+5,/0/default.jpg")]
    [InlineData("full/ 5,/0/default.jpg")]
    [InlineData("full/5,5,5/0/default.jpg")]
    [InlineData("full/pct:0/0/default.jpg")]
    [InlineData("full/pct:/0/default.jpg")]
    [InlineData("full/pct:1e1/0/default.jpg")]
    [InlineData("full/^^max/0/default.jpg")]
    [InlineData("full/99999999999,/0/default.jpg")]
    [InlineData("3000,0,10,10/max/0/default.jpg")] // outside
    [InlineData("0,0,0,10/max/0/default.jpg")]
    [InlineData("0,0,10/max/0/default.jpg")]
    [InlineData("-1,0,10,10/max/0/default.jpg")]
    [InlineData("pct:100,0,10,10/max/0/default.jpg")]
    [InlineData("pct:0,0,0,10/max/0/default.jpg")]
    [InlineData("pct:a,0,10,10/max/0/default.jpg")]
    [InlineData("Full/max/0/default.jpg")]
    [InlineData("full/Max/0/default.jpg")]
    [InlineData("full/max/361/default.jpg")]
    [InlineData("full/max/-90/default.jpg")]
    [InlineData("full/max/!/default.jpg")]
    [InlineData("full/max/!!0/default.jpg")]
    [InlineData("full/max/0x10/default.jpg")]
    [InlineData("full/max/0/native.jpg")]
    [InlineData("full/max/0/default.gif")]
    [InlineData("full/max/0/default.JPG")]
    [InlineData("full/max/0/default")]
    [InlineData("full/max/0/.jpg")]
    [InlineData("full/max/0/default.jpg.jpg")]
    public void What_does_not_fit_is_refused(string address) => Assert.Null(Read(ImageApi.Three, address));

    [Fact]
    public void Whatever_strangers_write_is_read_or_refused_and_never_over_the_limit()
    {
        var part = Gen.Elements("full", "square", "max", "^max", "pct:", "^", "!", ",", "0", "1", "-1", "2147483647", "2147483648", ".", "99.9", "١", "\n", "%", "/", "default", "color.jpg", "NaN", "1e9")
            .ListOf().Select(string.Concat);
        var address = from region in part
                      from size in part
                      from turn in part
                      from file in Gen.OneOf(part, Gen.Constant("default.jpg"))
                      from width in Gen.Choose(1, 100_000)
                      from height in Gen.Choose(1, 20_000)
                      select (region, size, turn, file, width, height);
        Prop.ForAll(address.ToArbitrary(), a =>
        {
            foreach (var api in Enum.GetValues<ImageApi>())
            {
                // Half of them with parts that fit, so that each part is reached.
                Check(ImageRequest.Read(api, a.width, a.height, a.region, a.size, a.turn, a.file), a.width, a.height);
                Check(ImageRequest.Read(api, a.width, a.height, "full", a.size, "0", "default.jpg"), a.width, a.height);
                Check(ImageRequest.Read(api, a.width, a.height, a.region, "max", "0", "default.jpg"), a.width, a.height);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Every_canonical_form_is_its_own_canonical_form()
    {
        var address = from w in Gen.Choose(1, 9000)
                      from h in Gen.Choose(1, 9000)
                      from x in Gen.Choose(0, w - 1)
                      from y in Gen.Choose(0, h - 1)
                      from pw in Gen.Choose(1, w)
                      from ph in Gen.Choose(1, h)
                      from size in Gen.Choose(1, 3000)
                      select (w, h, x, y, pw, ph, size);
        Prop.ForAll(address.ToArbitrary(), a =>
        {
            foreach (var api in Enum.GetValues<ImageApi>())
            {
                var first = ImageRequest.Read(api, a.w, a.h, FormattableString.Invariant($"{a.x},{a.y},{a.pw},{a.ph}"), FormattableString.Invariant($"!{a.size},{a.size}"), "0", "default.jpg");
                var parts = first!.Canonical.Split('/');
                Assert.Equal(first.Canonical, ImageRequest.Read(api, a.w, a.h, parts[0], parts[1], parts[2], parts[3])!.Canonical);
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static void Check(ImageRequest? read, int width, int height)
    {
        if (read is { Asked: var asked })
        {
            Assert.True((long)asked.Width * asked.Height <= ImageRequest.MaxArea && asked is { Width: > 0, Height: > 0, X: >= 0, Y: >= 0, PartWidth: > 0, PartHeight: > 0 });
            Assert.True(asked.X + asked.PartWidth <= width && asked.Y + asked.PartHeight <= height && asked.Degrees is >= 0 and < 360);
        }
    }

    private static ImageRequest? Read(ImageApi api, string address)
    {
        var parts = address.Split('/');
        return ImageRequest.Read(api, Width, Height, parts[0], parts[1], parts[2], parts[3]);
    }
}
