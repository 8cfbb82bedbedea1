using System.Text;
using Guanlian.Catalogue.Formats.Reading;
using Guanlian.Platform.Outcomes;
using Guanlian.Samples;

namespace Guanlian.Unit.Catalogue.Formats;

[Collection(MeasuredAlone.Name)]
public sealed class HostileFiles
{
    private const string Lido = "<lido:lidoWrap xmlns:lido=\"http://www.lido-schema.org\"><lido:lido><lido:lidoRecID>1</lido:lidoRecID>";

    [Fact]
    public async Task Entities_that_grow_are_not_read()
    {
        var refusal = await RefusalOf($"""
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
            <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
            {Lido}<lido:category>&lol3;</lido:category></lido:lido></lido:lidoWrap>
            """);
        Assert.Equal("catalogue.formats.xml.entity", refusal.Code);
    }

    [Fact]
    public async Task Entities_that_fetch_are_not_read()
    {
        var refusal = await RefusalOf($"""
            <?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
            {Lido}<lido:category>&secret;</lido:category></lido:lido></lido:lidoWrap>
            """);
        Assert.Equal("catalogue.formats.xml.entity", refusal.Code);
        // A document type that nothing makes use of is skipped: old finding aids all have one.
        var dtd = await ReadingForeignFiles.ReadAsync(Utf8($"""
            <!DOCTYPE ead PUBLIC "+//ISBN 1-931666-00-8//DTD ead.dtd (Encoded Archival Description (EAD) Version 2002)//EN" "http://nowhere.invalid/ead.dtd">
            <ead><eadheader><eadid>x</eadid></eadheader><archdesc level="fonds"><did><unittitle>全宗</unittitle></did></archdesc></ead>
            """));
        Assert.Single(dtd.Records);
    }

    [Theory]
    [InlineData("<lido:x a=\"", "")]
    [InlineData("<!-- ", "")]
    [InlineData("<![CDATA[", "<a>")]
    [InlineData("<lido:x>", "")]
    [InlineData("<", "")]
    public async Task A_gigabyte_in_one_piece_stops_at_the_ration_of_a_record(string start, string between)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var endless = new EndlessStream(Lido + start, "甲乙丙丁" + between);
        var file = ForeignFile.Open(endless);
        var refusal = file.Refused ? file.Refusal : (await file.Value.ReadAsync((_, _) => ValueTask.CompletedTask, CancellationToken.None)).Refusal!;
        Assert.Contains(refusal.Code, new[] { "catalogue.formats.record.too-large", "catalogue.formats.xml.broken" });
        Assert.True(endless.Given < 10 << 20, $"{endless.Given} bytes were taken");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 32 << 20);
    }

    [Fact]
    public async Task Elements_within_elements_have_an_end()
    {
        var deep = string.Concat(Enumerable.Repeat("<lido:x>", 100_000));
        Assert.Equal("catalogue.formats.xml.too-deep", (await RefusalOf(Lido + deep)).Code);
    }

    [Fact]
    public async Task Broken_xml_names_its_line()
    {
        var refusal = await RefusalOf($"{Lido}\n\n<lido:a></lido:b></lido:lido></lido:lidoWrap>");
        Assert.Equal("catalogue.formats.xml.broken", refusal.Code);
        Assert.Contains(refusal.Holes, h => h is ("line", 3));
    }

    [Theory]
    [InlineData("", "catalogue.formats.file.empty")]
    [InlineData("<html><body/></html>", "catalogue.formats.file.unknown")]
    [InlineData("总登记号,名称\n1,瓶", "catalogue.formats.xml.broken")]
    [InlineData("<ead xmlns=\"http://ead3.archivists.org/schema/\"/>", "catalogue.formats.file.unknown")]
    [InlineData("<lido:lidoWrap xmlns:lido=\"http://www.lido-schema.org\"/>", "catalogue.formats.file.no-records")]
    public async Task What_is_no_file_of_records_is_told_so(string text, string code) => Assert.Equal(code, (await RefusalOf(text)).Code);

    [Fact]
    public async Task Other_encodings_are_read_as_they_say_and_wrong_ones_refused()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = "<?xml version=\"1.0\" encoding=\"GB18030\"?>" + Lido + "<lido:category>青花瓷</lido:category></lido:lido></lido:lidoWrap>";
        var (_, records) = await ReadingForeignFiles.ReadAsync(new MemoryStream(Encoding.GetEncoding("GB18030").GetBytes(text)));
        Assert.Contains("青花瓷", records[0].Content!.Value, StringComparison.Ordinal);
        var lie = new MemoryStream(Encoding.GetEncoding("GB18030").GetBytes(text.Replace("GB18030", "UTF-8", StringComparison.Ordinal)));
        Assert.Equal("catalogue.formats.xml.broken", (await RefusalOf(lie)).Code);
    }

    [Fact]
    public async Task Marc_that_lies_about_itself_is_refused_by_name()
    {
        var honest = await File.ReadAllBytesAsync(FormatSamples.Path("hebrew-880s.mrc"));
        Assert.Equal("catalogue.formats.marc.cut-off", (await RefusalOf(new MemoryStream(honest[..^200]))).Code);
        Assert.Equal("catalogue.formats.marc.directory", (await RefusalOf(With(honest, 12, "99999"))).Code);
        Assert.Equal("catalogue.formats.marc.field", (await RefusalOf(With(honest, 24 + 3, "9999"))).Code);
        Assert.Equal("catalogue.formats.marc.cut-off", (await RefusalOf(With(honest, 0, "99999"))).Code);
    }

    [Fact]
    public async Task No_garbage_makes_the_readers_throw()
    {
        var random = new Random(20261120);
        var honest = await File.ReadAllBytesAsync(FormatSamples.Path("hebrew-880s.mrc"));
        var xml = await File.ReadAllBytesAsync(FormatSamples.Path("stanford-pc0170.xml"));
        for (var i = 0; i < 400; i++)
        {
            var bytes = (byte[])(i % 2 == 0 ? honest : xml).Clone();
            for (var j = 0; j < 5; j++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var file = ForeignFile.Open(new MemoryStream(bytes));
            if (!file.Refused)
            {
                await file.Value.ReadAsync((_, _) => ValueTask.CompletedTask, CancellationToken.None);
            }
        }
    }

    private static MemoryStream With(byte[] bytes, int at, string text)
    {
        var changed = (byte[])bytes.Clone();
        Encoding.ASCII.GetBytes(text).CopyTo(changed, at);
        return new MemoryStream(changed);
    }

    private static MemoryStream Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    private static Task<Refusal> RefusalOf(string text) => RefusalOf(Utf8(text));

    private static async Task<Refusal> RefusalOf(Stream stream)
    {
        var file = ForeignFile.Open(stream);
        return file.Refused ? file.Refusal : (await file.Value.ReadAsync((_, _) => ValueTask.CompletedTask, CancellationToken.None)).Refusal!;
    }

    /// <summary>A start, then the same for ever; never held in memory.</summary>
    private sealed class EndlessStream(string start, string more) : Stream
    {
        private readonly byte[] first = Encoding.UTF8.GetBytes(start);
        private readonly byte[] rest = Encoding.UTF8.GetBytes(more);

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => 1L << 30;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given = Math.Max(Given, Position);
            var give = (int)Math.Min(count, Math.Max(0, Length - Position));
            for (var i = 0; i < give; i++, Position++)
            {
                buffer[offset + i] = Position < first.Length ? first[Position] : rest[(Position - first.Length) % rest.Length];
            }

            return give;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = offset;

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
