using System.Buffers.Binary;
using System.Text;

namespace Guanlian.Media.Multimedia;

/// <summary>An MPEG-4 file: boxes that fill it to its end. Boxes of what recorders add are blank when it is sent.</summary>
internal static class Mp4File
{
    private const int Deepest = 6;

    public static MultimediaKind.Found Check(Stream file)
    {
        var walk = new Walk(file);
        return !walk.Into(0, file.Length, 0) ? MultimediaKind.No("media.multimedia.broken")
            : !walk.Index || !(walk.Sound || walk.Pictures) ? MultimediaKind.No("media.multimedia.not-taken")
            : new(walk.Pictures ? "mp4" : "m4a", null, walk.Blanks);
    }

    private sealed class Walk(Stream file)
    {
        private int boxes;

        public List<Blank> Blanks { get; } = [];

        public bool Index { get; private set; }

        public bool Sound { get; private set; }

        public bool Pictures { get; private set; }

        /// <returns>False where a box reaches beyond what it lies in.</returns>
        public bool Into(long from, long to, int depth)
        {
            var head = new byte[16];
            for (var at = from; at < to;)
            {
                if (to - at < 8 || ++boxes > MultimediaKind.MostBoxes)
                {
                    return false;
                }

                file.Position = at;
                file.ReadExactly(head.AsSpan(0, 8));
                var (size, name, own) = ((long)BinaryPrimitives.ReadUInt32BigEndian(head), Encoding.Latin1.GetString(head, 4, 4), 8);
                if (size == 1 && to - at >= 16)
                {
                    file.ReadExactly(head.AsSpan(0, 8));
                    (size, own) = (BinaryPrimitives.ReadInt64BigEndian(head), 16);
                }

                size = size == 0 && depth == 0 ? to - at : size;
                if (size < own || size > to - at || !Look(name, at, at + own, at + size, depth))
                {
                    return false;
                }

                at += size;
            }

            return true;
        }

        private bool Look(string name, long at, long inside, long end, int depth)
        {
            switch (name)
            {
                // Names, places, machines: a box of the same length that says nothing.
                case "udta" or "meta" or "uuid":
                    Blanks.Add(new(at + 4, 4, "free"));
                    Blanks.Add(new(inside, end - inside, ""));
                    return true;
                case "moov" or "trak" or "mdia" when depth < Deepest:
                    Index |= name == "moov";
                    return Into(inside, end, depth + 1);
                case "hdlr" when end - inside >= 12:
                    var kind = new byte[12];
                    file.Position = inside;
                    file.ReadExactly(kind);
                    (Sound, Pictures) = (Sound || kind.AsSpan(8).SequenceEqual("soun"u8), Pictures || kind.AsSpan(8).SequenceEqual("vide"u8));
                    return true;
                default:
                    return true;
            }
        }
    }
}
