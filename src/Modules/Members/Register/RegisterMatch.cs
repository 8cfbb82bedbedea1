namespace Guanlian.Members.Register;

/// <summary>How a line of the register finds its party.</summary>
internal enum MatchedBy
{
    /// <summary>No party: a museum not known so far.</summary>
    Nothing,

    /// <summary>Same name in the same province.</summary>
    Name,

    /// <summary>A name it had before.</summary>
    FormerName,

    /// <summary>The serial of the nearest edition, under a name that is much like its own: renamed.</summary>
    Serial,

    /// <summary>The serial of the nearest edition, but the name is quite another: somebody has to look.</summary>
    SerialOnly,
}

/// <summary>A museum as matching sees it.</summary>
/// <param name="Serials">Its serials by edition.</param>
internal sealed record KnownMuseum(Guid Id, string ProvinceCode, string Name, IReadOnlyList<string> FormerNames, IReadOnlyDictionary<int,
    int> Serials);

/// <summary>
/// Finds for every line of an edition the party it speaks of. Serials are given anew in each edition, so the name decides first and
/// the serial only where the name is gone from the file and no other line has it.
/// </summary>
internal static class RegisterMatch
{
    /// <summary>Share of common letter pairs from which two names are taken for one museum renamed.</summary>
    private const double Alike = 0.5;

    internal sealed record Match(RegisterLine Line, KnownMuseum? Museum, MatchedBy By);

    public static IReadOnlyList<Match> Of(IReadOnlyList<RegisterLine> lines, IReadOnlyList<KnownMuseum> known, int edition)
    {
        var byName = Unique(known.Select(m => ((m.ProvinceCode, Plain(m.Name)), m)));
        var byFormer = Unique(known.SelectMany(m => m.FormerNames.Select(n => ((m.ProvinceCode, Plain(n)), m))));
        var bySerial = Unique(known.Where(m => m.Serials.Count > 0).Select(m => (m.Serials[Nearest(m.Serials.Keys, edition)], m)));
        var matches = new Match?[lines.Count];
        var taken = new HashSet<Guid>();
        Take((line, _) => byName.GetValueOrDefault((line.ProvinceCode, Plain(line.Name))), MatchedBy.Name);
        Take((line, _) => byFormer.GetValueOrDefault((line.ProvinceCode, Plain(line.Name))), MatchedBy.FormerName);
        Take((line, _) => bySerial.GetValueOrDefault(line.Serial) is { } m && m.ProvinceCode == line.ProvinceCode
            ? m : null, MatchedBy.Serial);
        return [.. lines.Select((line, i) => matches[i] ?? new(line, null, MatchedBy.Nothing))];

        void Take(Func<RegisterLine, int, KnownMuseum?> find, MatchedBy by)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (matches[i] is null && find(lines[i], i) is { } museum && taken.Add(museum.Id))
                {
                    var how = by == MatchedBy.Serial && Likeness(museum.Name, lines[i].Name) < Alike ? MatchedBy.SerialOnly : by;
                    matches[i] = new(lines[i], museum, how);
                }
            }
        }
    }

    /// <summary>Lines that share a serial, or name and province, with another: neither is imported until somebody has looked.</summary>
    public static IReadOnlySet<int> Twice(IReadOnlyList<RegisterLine> lines) =>
        lines.GroupBy(l => l.Serial).Where(g => g.Count() > 1).SelectMany(g => g)
            .Concat(lines.GroupBy(l => (l.ProvinceCode, Plain(l.Name))).Where(g => g.Count() > 1).SelectMany(g => g))
            .Select(l => l.Row).ToHashSet();

    /// <summary>A name as it is compared: one width of brackets, no blanks, no quotation marks.</summary>
    public static string Plain(string name) => new([.. name.Normalize(System.Text.NormalizationForm.FormKC)
        .Where(c => !char.IsWhiteSpace(c) && c is not ('“' or '”' or '"' or '‘' or '’' or '\'' or '·' or '・' or '•'))]);

    /// <summary>Dice's coefficient of the letter pairs: 1 for equal names, 0 for names without a pair in common.</summary>
    public static double Likeness(string a, string b)
    {
        var (pairs, others) = (Pairs(Plain(a)), Pairs(Plain(b)));
        return pairs.Count + others.Count == 0 ? 1 : 2.0 * pairs.Intersect(others).Count() / (pairs.Count + others.Count);
    }

    private static HashSet<string> Pairs(string text) =>
        [.. Enumerable.Range(0, Math.Max(0, text.Length - 1)).Select(i => text.Substring(i, 2))];

    private static int Nearest(IEnumerable<int> editions, int edition) => editions.MinBy(e => Math.Abs(e - edition));

    private static Dictionary<TKey, KnownMuseum> Unique<TKey>(IEnumerable<(TKey Key, KnownMuseum Museum)> all) where TKey : notnull =>
        all.GroupBy(x => x.Key).Where(g => g.Select(x => x.Museum.Id).Distinct().Count() == 1)
            .ToDictionary(g => g.Key, g => g.First().Museum);
}
