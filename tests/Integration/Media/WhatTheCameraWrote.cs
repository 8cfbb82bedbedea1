using System.Text;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Sample;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Media;

/// <summary>
/// Where a photograph was taken, and the serial number of the camera, stay with the master: tried through every door that the program
/// has, found from the program itself, as a visitor and as the museum's own keeper.
/// </summary>
public sealed class WhatTheCameraWrote(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const string Maker = "SecretMaker", Serial = "SN-00774411", Place = "37.870001N112.550002E";

    [Fact]
    public async Task Goes_out_by_no_door()
    {
        var world = await MediaWorld.NewAsync(host);
        var serial = await world.ObjectAsync("总1", "示例版画");
        var bytes = WithCamera(SamplePictures.Read("great-hall.jpg"));
        var image = await world.BringAndWaitAsync("总1.jpg", bytes, serial);
        Assert.Contains(Maker, image.Camera!, StringComparison.Ordinal);
        Assert.Contains(Serial, image.Camera!, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(host.Files, "masters", image.Sha256[..2], image.Sha256[2..4], image.Sha256)));

        // A detail and a model's picture are further ways out.
        using (var drawn = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{image.Id:N}/details", "detail"))
            .SendAsync(world.Client, new() { ["X"] = "10", ["Y"] = "10", ["Wide"] = "30", ["High"] = "30", ["CaptionZh"] = "局部" }))
        {
            Assert.Equal(System.Net.HttpStatusCode.Redirect, drawn.StatusCode);
        }

        var detail = await host.ScalarAsync<Guid>($"select id from media.detail where image_id = '{image.Id}'");
        var (leaks, pictures, answered, asked) = (new List<string>(), 0, 0, 0);
        using var visitor = host.NewClient();
        foreach (var client in new[] { visitor, world.Client })
        {
            foreach (var address in Addresses(world.Code, serial, image.Id, detail))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.RelativeOrAbsolute));
                request.Headers.Add("X-Forwarded-For", $"2001:db8:{++asked:x}::2");
                using var answer = await client.SendAsync(request);
                Assert.True((int)answer.StatusCode < 500, $"{(int)answer.StatusCode} {address}");
                var sent = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
                answered += answer.IsSuccessStatusCode ? 1 : 0;
                pictures += answer.Content.Headers.ContentType?.MediaType?.StartsWith("image/", StringComparison.Ordinal) == true ? 1 : 0;
                leaks.AddRange(new[] { Maker, Serial, Place }.Where(s => sent.Contains(s, StringComparison.Ordinal)).Select(s => $"{s} by {address}"));
            }
        }

        Assert.True(leaks.Count == 0, string.Join('\n', leaks));
        Assert.True(answered > 60 && pictures > 20, $"{answered} answered, {pictures} of them pictures");
    }

    private IEnumerable<string> Addresses(string code, int serial, Guid image, Guid detail)
    {
        foreach (var door in Door.All(host.Services.GetServices<EndpointDataSource>()).Where(d => d.Methods.Contains("GET") && !d.Pattern.RawText!.Contains("sign-out", StringComparison.Ordinal)))
        {
            foreach (var id in new[] { image, detail })
            {
                yield return door.Address((name, kind) => name.ToLowerInvariant() switch
                {
                    "code" or "institution" => code,
                    "serial" => $"{serial}",
                    "id" or "imageid" when kind == "guid" => $"{id}",
                    "id" or "imageid" => $"{id:N}",
                    _ => kind == "int" ? $"{serial}" : kind == "guid" ? $"{id}" : "x",
                }).TrimStart('/');
            }
        }

        foreach (var version in new[] { 2, 3 })
        {
            foreach (var file in new[] { "default.jpg", "default.png", "gray.webp", "color.jpg" })
            {
                foreach (var part in new[] { "full/max/0", "full/200,/0", "square/100,100/90", "pct:10,10,30,30/300,/!0", "0,0,256,256/256,256/0", "0,0,512,512/256,256/0" })
                {
                    yield return $"iiif/{version}/{image:N}/{part}/{file}";
                }
            }
        }
    }

    /// <summary>The maker, the body's serial number and the place in EXIF; the place in XMP too.</summary>
    private static byte[] WithCamera(byte[] jpeg)
    {
        byte[] maker = [.. Encoding.ASCII.GetBytes(Maker), 0], number = [.. Encoding.ASCII.GetBytes(Serial), 0];
        // Head, directory of two entries, the maker, then the directory of EXIF with the serial number.
        var makerAt = 8 + 2 + 24 + 4;
        var exifAt = makerAt + maker.Length;
        var numberAt = exifAt + 2 + 12 + 4;
        byte[] tiff =
        [
            .. "II"u8, 42, 0, 8, 0, 0, 0,
            2, 0,
            .. Entry(0x010f, 2, maker.Length, makerAt), .. Entry(0x8769, 4, 1, exifAt),
            0, 0, 0, 0, .. maker,
            1, 0, .. Entry(0xa431, 2, number.Length, numberAt), 0, 0, 0, 0, .. number,
        ];
        return [0xff, 0xd8, .. Block([.. "Exif\0\0"u8, .. tiff]), .. Block([.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes($"<x:xmpmeta xmlns:x='adobe:ns:meta/'><place>{Place}</place></x:xmpmeta>")]), .. jpeg[2..]];

        static byte[] Entry(int tag, int type, int count, int value) => [(byte)tag, (byte)(tag >> 8), (byte)type, 0, .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(value)];

        static byte[] Block(byte[] content) => [0xff, 0xe1, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];
    }
}
