using System.Buffers.Binary;
using System.Text;

namespace Guanlian.Media.Multimedia;

/// <summary>What a model, a sound or a film is, by its content from beginning to end; its name is not asked.</summary>
internal static class MultimediaKind
{
    /// <summary>Parts of a recording, at most: far more than any recorder writes, few enough to be remembered one by one.</summary>
    internal const int MostBoxes = 20_000;

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["glb"] = "model/gltf-binary",
        ["mp3"] = "audio/mpeg",
        ["m4a"] = "audio/mp4",
        ["ogg"] = "audio/ogg",
        ["wav"] = "audio/wav",
        ["mp4"] = "video/mp4",
        ["webm"] = "video/webm",
    };

    /// <param name="Kind">Its short name; null where it was not taken.</param>
    /// <param name="Refusal">Why not, as a word key.</param>
    /// <param name="Blanks">What is not sent out.</param>
    internal sealed record Found(string? Kind, string? Refusal, IReadOnlyList<Blank> Blanks);

    public static string MediaTypeOf(string kind) => MediaTypes[kind];

    public static Found Of(Stream file)
    {
        var head = new byte[16];
        file.Position = 0;
        var got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        try
        {
            return head.AsSpan(0, got) switch
            {
                [(byte)'g', (byte)'l', (byte)'T', (byte)'F', ..] => GlbFile.Check(file),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => Wav(file),
                [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Mp4File.Check(file),
                [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => Ogg(file),
                [0x1a, 0x45, 0xdf, 0xa3, ..] => Webm(file),
                [(byte)'I', (byte)'D', (byte)'3', ..] or [0xff, >= 0xe0, ..] => Mp3(file),
                _ => No("media.multimedia.not-taken"),
            };
        }
        catch (EndOfStreamException)
        {
            return No("media.multimedia.broken");
        }
    }

    internal static Found No(string why) => new(null, why, []);

    /// <summary>Everything but the sound itself is blank: broadcast and camera chunks name places and machines.</summary>
    private static Found Wav(Stream file)
    {
        var (blanks, format, data) = (new List<Blank>(), false, false);
        var (head, chunks) = (new byte[8], 0);
        for (long at = 12; at + 8 <= file.Length;)
        {
            if (++chunks > MostBoxes)
            {
                return No("media.multimedia.broken");
            }

            file.Position = at;
            file.ReadExactly(head);
            var (name, size) = (Encoding.Latin1.GetString(head, 0, 4), BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
            if (at + 8 + size > file.Length)
            {
                return No("media.multimedia.broken");
            }

            (format, data) = (format || name == "fmt ", data || name == "data");
            if (name is not ("fmt " or "fact" or "data"))
            {
                blanks.Add(new(at, 4, "JUNK"));
                blanks.Add(new(at + 8, size, ""));
            }

            at += 8 + size + (size & 1);
        }

        return format && data ? new("wav", null, blanks) : No("media.multimedia.broken");
    }

    /// <summary>Tags before and behind the sound are blank; the sound must begin with frames that follow each other.</summary>
    private static Found Mp3(Stream file)
    {
        var blanks = new List<Blank>();
        var head = new byte[10];
        file.Position = 0;
        file.ReadExactly(head);
        long at = 0;
        if (head.AsSpan().StartsWith("ID3"u8))
        {
            var size = (head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9];
            at = 10 + size;
            blanks.Add(new(10, size, ""));
        }

        for (var frames = 0; frames < 2; frames++)
        {
            file.Position = at;
            file.ReadExactly(head.AsSpan(0, 4));
            if (FrameLength(head) is not { } length || at + length > file.Length)
            {
                return No(frames == 0 && blanks.Count == 0 ? "media.multimedia.not-taken" : "media.multimedia.broken");
            }

            at += length;
            if (at == file.Length)
            {
                break;
            }
        }

        if (file.Length >= 128)
        {
            file.Position = file.Length - 128;
            file.ReadExactly(head.AsSpan(0, 3));
            if (head.AsSpan().StartsWith("TAG"u8))
            {
                blanks.Add(new(file.Length - 128, 128, "TAG"));
            }
        }

        return new("mp3", null, blanks);
    }

    private static int? FrameLength(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<int> rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320], rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        ReadOnlySpan<int> samples = [44100, 48000, 32000];
        var (version, layer, rate, sample) = ((head[1] >> 3) & 3, (head[1] >> 1) & 3, head[2] >> 4, (head[2] >> 2) & 3);
        if (head[0] != 0xff || (head[1] & 0xe0) != 0xe0 || version == 1 || layer != 1 || rate is 0 or 15 || sample == 3)
        {
            return null;
        }

        var one = version == 3;
        var hertz = samples[sample] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        return ((one ? 144 : 72) * (one ? rates1 : rates2)[rate] * 1000 / hertz) + ((head[2] >> 1) & 1);
    }

    private static Found Ogg(Stream file)
    {
        var page = new byte[64];
        file.Position = 0;
        var got = file.ReadAtLeast(page, page.Length, throwOnEndOfStream: false);
        var body = 27 + (got > 27 ? page[26] : 0);
        var codec = got > body + 8 ? page.AsSpan(body, 8) : default;
        return codec.StartsWith("OpusHead"u8) || codec.StartsWith("\u0001vorbis"u8) || codec.StartsWith("\u007fFLAC"u8)
            ? new("ogg", null, []) : No("media.multimedia.not-taken");
    }

    private static Found Webm(Stream file)
    {
        var head = new byte[64];
        file.Position = 0;
        var got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return Encoding.Latin1.GetString(head, 0, got).Contains("webm", StringComparison.Ordinal) ? new("webm", null, []) : No("media.multimedia.not-taken");
    }
}
