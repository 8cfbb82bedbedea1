using System.Numerics;

namespace Guanlian.Media.Labels.Squares;

/// <summary>Where each cell of a code lies in the picture: found from three corners, then the fourth is moved until all that every code has fits.</summary>
internal static class Mesh
{
    public const int LeastVersion = 1, MostVersion = 5;

    /// <summary>Of what every code has: less, and it is none.</summary>
    private const double Promising = 0.62, Good = 0.8;

    private static readonly Dictionary<int, IReadOnlyList<(int Row, int Column, bool Dark)>> Fixed =
        Enumerable.Range(LeastVersion, MostVersion).Select(SideOf).ToDictionary(side => side, side => (IReadOnlyList<(int, int, bool)>)[.. FixedOf(side)]);

    public static int SideOf(int version) => 17 + (4 * version);

    /// <summary>The cells of the code between three corners, by row and column, as often as it may be read in another size.</summary>
    public static IEnumerable<bool[,]> Read(DarkPoints points, Corners.Three corners)
    {
        var across = Units(points, corners.First, corners.Right);
        var down = Units(points, corners.First, corners.Below);
        if (across is null || down is null)
        {
            yield break;
        }

        var said = ((across.Value + down.Value) / 2) + 7;
        foreach (var side in Enumerable.Range(LeastVersion, MostVersion).Select(SideOf).OrderBy(s => Math.Abs(s - said)).TakeWhile(s => Math.Abs(s - said) < 5).Take(2))
        {
            if (Fit(points, corners, side) is { } place)
            {
                yield return Cells(points, place, side);
            }
        }
    }

    /// <summary>How many cells lie between two corners; each is measured at both: from its middle to its edge are three and a half.</summary>
    private static double? Units(DarkPoints points, Vector2 from, Vector2 to)
    {
        var (one, other) = (ToEdge(points, from, to), ToEdge(points, to, from));
        return one is null || other is null ? null : Vector2.Distance(from, to) / ((one + other) / 7);
    }

    private static double? ToEdge(DarkPoints points, Vector2 from, Vector2 to)
    {
        const float Step = 0.25f;
        var (whole, toward) = (Vector2.Distance(from, to), Vector2.Normalize(to - from));
        var (changes, dark) = (0, true);
        for (var gone = 0f; gone < whole / 2; gone += Step)
        {
            var at = from + (toward * gone);
            if (points.At(at.X, at.Y) != dark)
            {
                dark = !dark;
                if (++changes == 3)
                {
                    return gone;
                }
            }
        }

        return null;
    }

    private static double[]? Fit(DarkPoints points, Corners.Three corners, int side)
    {
        var (right, below) = ((corners.Right - corners.First) / (side - 7), (corners.Below - corners.First) / (side - 7));
        var middle = corners.First + ((right + below) * (side - 10));
        double[]? Place(Vector2 off) => Spread(side, corners, middle + (right * off.X) + (below * off.Y));

        var (best, score) = (Vector2.Zero, 0.0);
        foreach (var (reach, step, finely) in new[] { (side * 2 / 5, 1f, false), (1, 0.5f, false), (0.75f, 0.125f, true) })
        {
            var (centre, sum, equal) = (best, Vector2.Zero, 0);
            score = finely ? 0 : score;
            for (var y = -reach; y <= reach; y += step)
            {
                for (var x = -reach; x <= reach; x += step)
                {
                    var off = centre + new Vector2(x, y);
                    if (Place(off) is { } place && Score(points, place, side, finely) is var fits && fits >= score)
                    {
                        (sum, equal) = fits > score ? (off, 1) : (sum + off, equal + 1);
                        score = fits;
                    }
                }
            }

            if (score < Promising)
            {
                return null;
            }

            // Of places that fit as well as one another, the middle.
            best = equal > 0 ? sum / equal : best;
        }

        return score >= Good ? Place(best) : null;
    }

    /// <summary>Which share of what every code has is as it must be.</summary>
    private static double Score(DarkPoints points, double[] place, int side, bool finely)
    {
        var (right, all) = (0, 0);
        foreach (var (row, column, dark) in Fixed[side])
        {
            if (!finely)
            {
                right += Look(points, place, column + 0.5, row + 0.5) == dark ? 1 : 0;
                all++;
                continue;
            }

            for (var i = 0; i < 4; i++)
            {
                right += Look(points, place, column + (i % 2 == 0 ? 0.22 : 0.78), row + (i < 2 ? 0.22 : 0.78)) == dark ? 1 : 0;
                all++;
            }
        }

        return (double)right / all;
    }

    private static bool[,] Cells(DarkPoints points, double[] place, int side)
    {
        var cells = new bool[side, side];
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                var dark = Look(points, place, column + 0.5, row + 0.5) ? 1 : 0;
                for (var i = 0; i < 4; i++)
                {
                    dark += Look(points, place, column + (i % 2 == 0 ? 0.3 : 0.7), row + (i < 2 ? 0.3 : 0.7)) ? 1 : 0;
                }

                cells[row, column] = dark > 2;
            }
        }

        return cells;
    }

    private static bool Look(DarkPoints points, double[] p, double x, double y)
    {
        var far = (p[6] * x) + (p[7] * y) + 1;
        return points.At(((p[0] * x) + (p[1] * y) + p[2]) / far, ((p[3] * x) + (p[4] * y) + p[5]) / far);
    }

    /// <summary>The view in perspective that brings four places of the code to four of the picture: eight numbers from eight equations.</summary>
    private static double[]? Spread(int side, Corners.Three corners, Vector2 fourth)
    {
        Span<(double X, double Y, Vector2 To)> pairs = [(3.5, 3.5, corners.First), (side - 3.5, 3.5, corners.Right), (3.5, side - 3.5, corners.Below), (side - 6.5, side - 6.5, fourth)];
        var rows = new double[8, 9];
        for (var i = 0; i < 4; i++)
        {
            var (x, y, to) = pairs[i];
            (rows[2 * i, 0], rows[2 * i, 1], rows[2 * i, 2], rows[2 * i, 6], rows[2 * i, 7], rows[2 * i, 8]) = (x, y, 1, -x * to.X, -y * to.X, to.X);
            (rows[(2 * i) + 1, 3], rows[(2 * i) + 1, 4], rows[(2 * i) + 1, 5], rows[(2 * i) + 1, 6], rows[(2 * i) + 1, 7], rows[(2 * i) + 1, 8]) = (x, y, 1, -x * to.Y, -y * to.Y, to.Y);
        }

        for (var at = 0; at < 8; at++)
        {
            var pivot = at;
            for (var row = at + 1; row < 8; row++)
            {
                pivot = Math.Abs(rows[row, at]) > Math.Abs(rows[pivot, at]) ? row : pivot;
            }

            if (Math.Abs(rows[pivot, at]) < 1e-9)
            {
                return null;
            }

            for (var column = 0; column < 9; column++)
            {
                (rows[at, column], rows[pivot, column]) = (rows[pivot, column], rows[at, column]);
            }

            for (var row = 0; row < 8; row++)
            {
                var share = row == at ? 0 : rows[row, at] / rows[at, at];
                for (var column = at; column < 9 && share != 0; column++)
                {
                    rows[row, column] -= share * rows[at, column];
                }
            }
        }

        var place = new double[8];
        for (var i = 0; i < 8; i++)
        {
            place[i] = rows[i, 8] / rows[i, i];
        }

        return place;
    }

    /// <summary>The three corners with their light border, the two dotted lines between them and the small square near the fourth.</summary>
    private static IEnumerable<(int Row, int Column, bool Dark)> FixedOf(int side)
    {
        foreach (var (top, left) in new[] { (0, 0), (0, side - 7), (side - 7, 0) })
        {
            for (var row = -1; row <= 7; row++)
            {
                for (var column = -1; column <= 7; column++)
                {
                    if (top + row >= 0 && top + row < side && left + column >= 0 && left + column < side)
                    {
                        var ring = Math.Max(Math.Abs(row - 3), Math.Abs(column - 3));
                        yield return (top + row, left + column, ring is 3 or < 2);
                    }
                }
            }
        }

        for (var i = 8; i < side - 8; i++)
        {
            yield return (6, i, i % 2 == 0);
            yield return (i, 6, i % 2 == 0);
        }

        for (var row = -2; row <= 2 && side > SideOf(1); row++)
        {
            for (var column = -2; column <= 2; column++)
            {
                yield return (side - 7 + row, side - 7 + column, Math.Max(Math.Abs(row), Math.Abs(column)) != 1);
            }
        }
    }
}
