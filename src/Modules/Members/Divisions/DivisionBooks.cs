namespace Guanlian.Members.Divisions;

/// <summary>Gives the list of divisions in force.</summary>
internal sealed class DivisionBooks
{
    public ValueTask<DivisionBook> NowAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new(DivisionBook.Published);
    }
}
