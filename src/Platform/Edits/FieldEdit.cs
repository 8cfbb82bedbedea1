namespace Guanlian.Platform.Edits;

/// <summary>
/// One field of a form that two people may have had open at once. Compared as texts, field by field: what only the other changed stays
/// his, what only we changed is written, and what both changed to the same needs nothing.
/// </summary>
/// <param name="Field">Its name.</param>
/// <param name="Seen">What the form showed when it was opened.</param>
/// <param name="Given">What it holds as it is sent.</param>
/// <param name="Now">What is stored by now.</param>
public readonly record struct FieldEdit(string Field, string Seen, string Given, string Now)
{
    /// <summary>We changed it, and it does not say so yet.</summary>
    public bool IsWanted => Given != Seen && Given != Now;

    /// <summary>Somebody else changed it meanwhile to something else than we did.</summary>
    public bool Clashes => IsWanted && Now != Seen;
}
