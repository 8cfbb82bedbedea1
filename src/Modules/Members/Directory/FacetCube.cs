using Guanlian.Contracts.Members;

namespace Guanlian.Members.Directory;

/// <summary>
/// How many there are of each choice. One query counts every combination that occurs; a choice's count leaves that choice's own
/// question aside, so that each number says what one would see after choosing it.
/// </summary>
internal sealed class FacetCube(DirectoryQuestion asked, IReadOnlyList<FacetCube.Cell> cells)
{
    /// <summary>A combination that occurs.</summary>
    internal sealed class Cell
    {
        public PartyKind Kind { get; init; }

        public PartyLevel Level { get; init; }

        public Grade Grade { get; init; }

        public Ownership Ownership { get; init; }

        public bool? Free { get; init; }

        public bool Unplaced { get; init; }

        public bool Flagged { get; init; }

        /// <summary>The division one step below the asked place; as many leading digits as that has.</summary>
        public string? Below { get; init; }

        public int Count { get; init; }
    }

    public int Total => cells.Where(c => Fits(c)).Sum(c => c.Count);

    public IReadOnlyDictionary<PartyKind, int> Kinds => By(c => c.Kind, kind: true);

    public IReadOnlyDictionary<PartyLevel, int> Levels => By(c => c.Level, level: true);

    public IReadOnlyDictionary<Grade, int> Grades => By(c => c.Grade, grade: true);

    public IReadOnlyDictionary<Ownership, int> Ownerships => By(c => c.Ownership, ownership: true);

    public IReadOnlyDictionary<string, int> Places => By(c => c.Below ?? "");

    public int OfFree(bool free) => cells.Where(c => c.Free == free && Fits(c, free: true)).Sum(c => c.Count);

    public int Unplaced => cells.Where(c => c.Unplaced && Fits(c, unplaced: true)).Sum(c => c.Count);

    public int Flagged => cells.Where(c => c.Flagged && Fits(c, flagged: true)).Sum(c => c.Count);

    private Dictionary<T, int> By<T>(
        Func<Cell, T> key, bool kind = false, bool level = false, bool grade = false, bool ownership = false) where T : notnull =>
        cells.Where(c => Fits(c, kind, level, grade, ownership)).GroupBy(key).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));

    /// <summary>Whether a combination answers all questions but those left aside.</summary>
    private bool Fits(
        Cell cell, bool kind = false, bool level = false, bool grade = false, bool ownership = false, bool free = false,
        bool unplaced = false, bool flagged = false) =>
        (kind || asked.Kind is null || asked.Kind == cell.Kind)
        && (level || asked.Level is null || asked.Level == cell.Level)
        && (grade || asked.Grade is null || asked.Grade == cell.Grade)
        && (ownership || asked.Ownership is null || asked.Ownership == cell.Ownership)
        && (free || asked.Free is null || asked.Free == cell.Free)
        && (unplaced || !asked.Unplaced || cell.Unplaced)
        && (flagged || !asked.Flagged || cell.Flagged);
}
