using System.Globalization;
using System.Text;
using Npgsql;

namespace Guanlian.ProgrammeBench;

/// <summary>Rows in the text form of COPY.</summary>
internal static class CopyText
{
    public static async Task<int> WriteAsync(NpgsqlConnection connection, string into, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        await using var copy = await connection.BeginTextImportAsync($"copy {into} from stdin", ct);
        var (line, count) = (new StringBuilder(600), 0);
        foreach (var row in rows)
        {
            line.Clear();
            for (var n = 0; n < row.Length; n++)
            {
                line.Append(n == 0 ? "" : "\t").Append(Said(row[n]));
            }

            await copy.WriteAsync(line.Append('\n').ToString().AsMemory(), ct);
            count++;
        }

        return count;
    }

    private static string Said(object? value) => value switch
    {
        null => "\\N",
        bool yes => yes ? "t" : "f",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        Guid[] ids => $"{{{string.Join(',', ids)}}}",
        string[] words => $"{{{string.Join(',', words)}}}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", " ", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal),
    };
}
