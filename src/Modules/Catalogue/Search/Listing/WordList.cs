using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Guanlian.Catalogue.Search.Finding;

namespace Guanlian.Catalogue.Search.Listing;

/// <summary>
/// Which records of one chunk of serial numbers have a word, and where. Members are numbers of two bytes, or one bit each where that takes less;
/// places of each member are numbers of seven bits a byte: the distance from the one before, doubled, and one more where another follows.
/// </summary>
internal readonly record struct WordList(byte[] Members, byte[]? Places)
{
    private const int AsBits = Bits.ChunkSize / 8;

    /// <summary>Adds the members to a set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Into(Span<ulong> into)
    {
        if (Members.Length == AsBits)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(Members);
            for (var i = 0; i < words.Length; i++)
            {
                into[i] |= words[i];
            }

            return;
        }

        foreach (var member in MemoryMarshal.Cast<byte, ushort>(Members))
        {
            into[member >> 6] |= 1UL << member;
        }
    }

    /// <summary>Reads every place of the members: <c>member · 65,536 + place</c>, ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Into(List<uint> keys, int minus, ReadOnlySpan<ulong> only)
    {
        var places = Places.AsSpan();
        var at = 0;
        if (Members.Length != AsBits)
        {
            foreach (var member in MemoryMarshal.Cast<byte, ushort>(Members))
            {
                Read(places, ref at, member, minus, keys, (only[member >> 6] & (1UL << member)) != 0);
            }

            return;
        }

        var words = MemoryMarshal.Cast<byte, ulong>(Members);
        for (var word = 0; word < words.Length; word++)
        {
            for (var left = words[word]; left != 0; left &= left - 1)
            {
                var bit = BitOperations.TrailingZeroCount(left);
                Read(places, ref at, (word << 6) + bit, minus, keys, (only[word] & (1UL << bit)) != 0);
            }
        }
    }

    private static void Read(ReadOnlySpan<byte> places, ref int at, int member, int minus, List<uint> keys, bool wanted)
    {
        var place = 0;
        for (var more = true; more;)
        {
            var number = 0;
            var shift = 0;
            byte next;
            do
            {
                next = places[at++];
                number |= (next & 0x7F) << shift;
                shift += 7;
            }
            while (next >= 0x80);

            more = (number & 1) != 0;
            place += number >> 1;
            if (wanted && place > minus)
            {
                keys.Add(((uint)member << 16) + (uint)(place - minus));
            }
        }
    }

    /// <summary>A list while it is made, records in ascending order. Is used again for the next chunk.</summary>
    internal sealed class Making(bool withPlaces)
    {
        private readonly List<ushort> members = [];
        private readonly List<byte> places = [];
        private readonly List<ushort> here = [];

        public int Count => members.Count;

        public void Add(ushort member, ReadOnlySpan<ushort> at)
        {
            if (members.Count == 0 || members[^1] != member)
            {
                Settle();
                members.Add(member);
            }

            foreach (var place in withPlaces ? at : [])
            {
                here.Add(place);
            }
        }

        /// <summary>The list; null where it has no member. Begins anew.</summary>
        public WordList? Take()
        {
            if (members.Count == 0)
            {
                return null;
            }

            Settle();
            var list = new WordList(Packed(), withPlaces ? [.. places] : null);
            members.Clear();
            places.Clear();
            return list;
        }

        private byte[] Packed()
        {
            if (members.Count * 2 < AsBits)
            {
                return MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(members)).ToArray();
            }

            var bits = new byte[AsBits];
            foreach (var member in members)
            {
                bits[member >> 3] |= (byte)(1 << (member & 7));
            }

            return bits;
        }

        private void Settle()
        {
            if (!withPlaces || members.Count == 0)
            {
                return;
            }

            here.Sort();
            var (last, left) = (0, here.Count);
            foreach (var place in here)
            {
                left--;
                if (place != last)
                {
                    Put(((place - last) << 1) | (left > 0 && here[^1] != place ? 1 : 0));
                    last = place;
                }
            }

            if (here.Count == 0)
            {
                Put(0);
            }

            here.Clear();
        }

        private void Put(int number)
        {
            for (; number >= 0x80; number >>= 7)
            {
                places.Add((byte)(number | 0x80));
            }

            places.Add((byte)number);
        }
    }
}
