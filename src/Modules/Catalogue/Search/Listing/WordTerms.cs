using System.Buffers.Binary;
using System.Text;

namespace Guanlian.Catalogue.Search.Listing;

/// <summary>Reads a tsvector as PostgreSQL sends it: no objects are made for words that nobody wants.</summary>
internal static class WordTerms
{
    /// <summary>Longer words are not made by <see cref="Folding.IndexTerms"/>.</summary>
    private const int LongestWord = 512;

    internal delegate void Seen(ReadOnlySpan<char> term, ReadOnlySpan<ushort> places);

    public static void Read(ReadOnlySpan<byte> sent, Seen seen)
    {
        Span<char> term = stackalloc char[LongestWord];
        Span<ushort> places = stackalloc ushort[256];
        var count = BinaryPrimitives.ReadInt32BigEndian(sent);
        var at = 4;
        for (var i = 0; i < count; i++)
        {
            var length = sent[at..].IndexOf((byte)0);
            var known = Encoding.UTF8.TryGetChars(sent.Slice(at, length), term, out var characters);
            at += length + 1;
            var many = BinaryPrimitives.ReadUInt16BigEndian(sent[at..]);
            at += 2;
            for (var p = 0; p < many; p++, at += 2)
            {
                // The two upper bits are a weight.
                places[Math.Min(p, places.Length - 1)] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(sent[at..]) & 0x3FFF);
            }

            if (known && characters > 0)
            {
                seen(term[..characters], places[..Math.Min((int)many, places.Length)]);
            }
        }
    }
}
