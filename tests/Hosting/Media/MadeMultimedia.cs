using System.Buffers.Binary;
using System.Text;

namespace Guanlian.Hosting.Media;

/// <summary>Models, sounds and films made for tests, small and whole; some with what recorders write of place and machine.</summary>
internal static class MadeMultimedia
{
    public const string Place = "+37.8735+112.5627/", Serial = "SECRET-SERIAL-7788";

    /// <summary>A square of two triangles.</summary>
    public static byte[] Glb(string? extension = null, string? uri = null)
    {
        float[] corners = [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0];
        ushort[] order = [0, 1, 2, 0, 2, 3];
        byte[] body = [.. corners.SelectMany(BitConverter.GetBytes), .. order.SelectMany(BitConverter.GetBytes)];
        var named = extension is null ? "" : $",\"extensionsUsed\":[\"{extension}\"],\"extensionsRequired\":[\"{extension}\"]";
        var elsewhere = uri is null ? "" : $",\"uri\":\"{uri}\"";
        var json = "{\"asset\":{\"version\":\"2.0\"},\"scene\":0,\"scenes\":[{\"nodes\":[0]}],\"nodes\":[{\"mesh\":0}],"
            + "\"meshes\":[{\"primitives\":[{\"attributes\":{\"POSITION\":0},\"indices\":1,\"material\":0}]}],"
            + "\"materials\":[{\"pbrMetallicRoughness\":{\"baseColorFactor\":[0.7,0.2,0.1,1]},\"doubleSided\":true}],"
            + "\"accessors\":[{\"bufferView\":0,\"componentType\":5126,\"count\":4,\"type\":\"VEC3\",\"min\":[-1,-1,0],\"max\":[1,1,0]},{\"bufferView\":1,\"componentType\":5123,\"count\":6,\"type\":\"SCALAR\"}],"
            + $"\"bufferViews\":[{{\"buffer\":0,\"byteOffset\":0,\"byteLength\":48}},{{\"buffer\":0,\"byteOffset\":48,\"byteLength\":12}}],\"buffers\":[{{\"byteLength\":60{elsewhere}}}]{named}}}";
        var text = Encoding.UTF8.GetBytes(json.PadRight((json.Length + 3) / 4 * 4));
        var made = new List<byte>("glTF"u8.ToArray());
        made.AddRange([.. Little(2), .. Little(12 + 8 + text.Length + 8 + body.Length), .. Little(text.Length), .. "JSON"u8, .. text, .. Little(body.Length), (byte)'B', (byte)'I', (byte)'N', 0, .. body]);
        return [.. made];
    }

    /// <summary>A second of a tone, with a chunk in which a recorder names itself and the place.</summary>
    public static byte[] Wav()
    {
        var sound = new byte[16_000];
        for (var i = 0; i < 8000; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(sound.AsSpan(i * 2), (short)(8000 * Math.Sin(i * 0.35)));
        }

        byte[] format = [1, 0, 1, 0, .. Little(8000), .. Little(16_000), 2, 0, 16, 0];
        var told = Encoding.ASCII.GetBytes($"{Serial} {Place} ");
        byte[] body = [.. "WAVE"u8, .. Chunk("fmt ", format), .. Chunk("bext", told.Length % 2 == 0 ? told : [.. told, 32]), .. Chunk("data", sound)];
        return [.. "RIFF"u8, .. Little(body.Length), .. body];

        static byte[] Chunk(string name, byte[] content) => [.. Encoding.ASCII.GetBytes(name), .. Little(content.Length), .. content];
    }

    /// <summary>Frames of silence between tags.</summary>
    public static byte[] Mp3(int frames = 20)
    {
        // MPEG 1 layer III, 128 kbit/s, 44,100 Hz: 417 bytes a frame.
        var frame = new byte[417];
        (frame[0], frame[1], frame[2], frame[3]) = (0xff, 0xfb, 0x90, 0xc0);
        var told = Encoding.ASCII.GetBytes($"TXXX {Serial} {Place}".PadRight(100));
        return [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 100, .. told, .. Enumerable.Repeat(frame, frames).SelectMany(f => f)];
    }

    /// <summary>The boxes of a film or a sound, and in them the place and the machine.</summary>
    public static byte[] Mp4(bool film)
    {
        var handler = Box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0, .. film ? "vide"u8 : "soun"u8, .. new byte[13]]);
        var told = Box("udta", Box("\u00a9xyz", Encoding.ASCII.GetBytes(Place)), Box("SNum", Encoding.ASCII.GetBytes(Serial)));
        return [.. Box("ftyp", [.. "isom"u8, 0, 0, 2, 0, .. "isommp41"u8]), .. Box("moov", Box("mvhd", new byte[100]), Box("trak", Box("mdia", handler)), told), .. Box("mdat", new byte[4000])];
    }

    public static byte[] Ogg() => [.. "OggS"u8, 0, 2, .. new byte[20], 1, 19, .. "OpusHead"u8, 1, 1, 0, 0, .. new byte[60]];

    public static byte[] Webm() => [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0xf7, 0x81, 1, 0x42, 0xf2, 0x81, 4, 0x42, 0xf3, 0x81, 8, 0x42, 0x82, 0x84, .. "webm"u8, 0x42, 0x87, 0x81, 4, .. new byte[200]];

    private static byte[] Box(string name, params byte[][] content)
    {
        var length = 8 + content.Sum(c => c.Length);
        return [(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. Encoding.Latin1.GetBytes(name), .. content.SelectMany(c => c)];
    }

    private static byte[] Little(int number) => BitConverter.GetBytes(number);
}
