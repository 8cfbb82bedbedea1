using System.Diagnostics;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Harvest.Api;
using Guanlian.Catalogue.Harvest.Provider;
using Guanlian.Catalogue.Harvest.Stamps;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Guanlian.Integration.Catalogue.Harvest;

/// <summary>Exports and harvests cost the same memory however long they are; how fast they are is said, not asserted.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class AnyLength(GuanlianHost host, ITestOutputHelper output) : IClassFixture<GuanlianHost>
{
    private const int Records = 6_000;

    private readonly CatalogueWorld world = new(host);
    private readonly PublicAddress places = new(new Uri("https://catalogue.example.org/"));

    [Fact]
    public async Task Memory_does_not_grow_with_the_answer()
    {
        var owner = await world.MuseumAsync();
        var category = """[{"code":"03","list":"category/2013"}]""";
        var (period, height) = ("""{"as":"清乾隆","from":1736,"to":1795}""", """{"number":32.5,"unit":"cm"}""");
        await host.WithAsync<CatalogueDb, int>(db => db.Database.ExecuteSqlAsync($"""
            insert into catalogue.object (institution_id, id, profile, number, number_key, state, level, shown_to, record, version, created_at, changed_at)
            select {owner}, gen_random_uuid(), 'census', n::text, n::text, 'Published', 'Public', (select id from catalogue.audience where level = 'Public'),
                   jsonb_build_object('number', n::text, 'title', jsonb_build_object('zh', '青花缠枝莲纹瓶' || n), 'category', {category}::jsonb,
                       'period', {period}::jsonb, 'inscription', repeat('大清乾隆年制', 10), 'height', {height}::jsonb),
                   1, now(), now()
              from generate_series(1, {Records}) n
            """));
        await host.WithAsync<StampChanges, DateTimeOffset>(s => s.RunAsync(default));
        foreach (var prefix in new[] { "oai_dc", "lido" })
        {
            await MeasureAsync($"OAI-PMH ListRecords {prefix}", async target =>
            {
                for (var token = $"metadataPrefix={prefix}"; token is not null;)
                {
                    var answer = new Peeking(target);
                    await host.WithAsync<OaiProvider, int>(async provider =>
                    {
                        await provider.AnswerAsync([new("verb", "ListRecords"), .. token.Split('=', 2) is [var name, var value] ? new[] { KeyValuePair.Create(name, value) } : []], places, answer, default);
                        return 0;
                    });
                    token = answer.Token is { } next ? $"resumptionToken={next}" : null;
                }
            });
        }

        foreach (var name in new[] { "object.jsonl", "lido.xml" })
        {
            var format = RecordFormat.FindMany(name)!;
            await MeasureAsync($"export {name}", target => world.UseAsync<ReadObjects, int>(Actor.Program, async (read, _) =>
            {
                await using var body = new StreamedBody(target);
                await foreach (var one in ExportRecords.AllAsync(read, Reader.Visitor, new(), places, default))
                {
                    format.Write(body, one);
                    await body.SendAsync(default);
                }

                return 0;
            }));
        }
    }

    private async Task MeasureAsync(string what, Func<Stream, Task> write)
    {
        var counting = new Measuring();
        var (watch, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        await write(counting);
        var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        output.WriteLine($"{what}: {Records / watch.Elapsed.TotalSeconds:N0} records/s, {Records / spent.TotalSeconds:N0} per second of the program's processor, {counting.Length >> 20} MB, live heap at most +{counting.Grown >> 20} MB");
        Assert.True(counting.Grown < 24 << 20, $"{what}: the heap grew by {counting.Grown >> 20} MB");
    }

    /// <summary>Throws away what it is given, and looks at the live heap every 2 MB.</summary>
    private sealed class Measuring : MemoryStream
    {
        private long length;
        private long least = long.MaxValue;

        public override long Length => length;

        /// <summary>By how much it was larger than at some time before; what earlier tests left behind and is collected meanwhile does not count.</summary>
        public long Grown { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if ((length >> 21) != ((length += buffer.Length) >> 21))
            {
                var live = GC.GetTotalMemory(forceFullCollection: true);
                least = Math.Min(least, live);
                Grown = Math.Max(Grown, live - least);
            }

            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Passes an answer on and keeps the token at its end.</summary>
    private sealed class Peeking(Stream target) : MemoryStream
    {
        private string end = "";

        public string? Token => end.LastIndexOf("</resumptionToken>", StringComparison.Ordinal) is > 0 and var to
            ? end[(end.LastIndexOf('>', to - 1) + 1)..to]
            : null;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            end += System.Text.Encoding.UTF8.GetString(buffer.Span[^Math.Min(buffer.Length, 1000)..]);
            end = end[^Math.Min(1000, end.Length)..];
            return target.WriteAsync(buffer, cancellationToken);
        }
    }
}
