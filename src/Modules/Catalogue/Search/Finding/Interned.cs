namespace Guanlian.Catalogue.Search.Finding;

/// <summary>Small numbers for values, in the order in which they are met. 0 is for none; the last one for all beyond what fits.</summary>
internal sealed class Interned<T> where T : notnull
{
    public const int Most = ushort.MaxValue;

    private readonly Dictionary<T, ushort> numbers = [];
    private readonly List<T?> values = [default];

    /// <summary>How many numbers are given, 0 included.</summary>
    public int Count => values.Count;

    public T? this[int number] => values[number];

    public ushort Of(T value)
    {
        if (!numbers.TryGetValue(value, out var number))
        {
            if (values.Count >= Most)
            {
                return 0;
            }

            numbers[value] = number = (ushort)values.Count;
            values.Add(value);
        }

        return number;
    }

    public ushort? Find(T value) => numbers.TryGetValue(value, out var number) ? number : null;
}
