using System.Globalization;
using System.Text.RegularExpressions;
using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;

namespace Guanlian.Media.Comparing;

/// <summary>Somebody lays two to four objects side by side, each with the one of its images that he chose.</summary>
internal static partial class CompareObjects
{
    public const int Most = 4;

    private const int MostFacts = 6, MostAsked = 12;

    /// <param name="Object">The object.</param>
    /// <param name="Images">Those that the reader sees.</param>
    /// <param name="At">Which of them is shown, from 1.</param>
    /// <param name="Facts">The first of what may be said of it.</param>
    /// <param name="Face">In which the reader sees its images.</param>
    internal sealed record OneSide(ObjectInBook Object, IReadOnlyList<StoredImage> Images, int At, IReadOnlyList<ObjectFact> Facts, PageFace Face)
    {
        public StoredImage? Image => Images.Count == 0 ? null : Images[Math.Clamp(At, 1, Images.Count) - 1];

        /// <summary>As the page's address names it.</summary>
        public string Key => At <= 1 ? string.Create(CultureInfo.InvariantCulture, $"{Object.InstitutionCode}/{Object.Serial}") : string.Create(CultureInfo.InvariantCulture, $"{Object.InstitutionCode}/{Object.Serial}/{At}");
    }

    /// <param name="Side">What is laid out.</param>
    /// <param name="Unknown">What was asked for and is not there for the reader.</param>
    /// <param name="TooMany">More were asked for than fit.</param>
    internal sealed record Answer(IReadOnlyList<OneSide> Side, IReadOnlyList<string> Unknown, bool TooMany);

    internal sealed class Handler(ImageAccess access, IObjectBook objects)
    {
        /// <param name="asked">Each <c>code/serial</c> or <c>code/serial/image</c>, alone or at the end of an object's address.</param>
        /// <param name="ct">Stops it.</param>
        public async Task<Answer> HandleAsync(IReadOnlyList<string> asked, CancellationToken ct)
        {
            var (side, unknown) = (new List<OneSide>(), new List<string>());
            var given = asked.Select(a => a.Trim()).Where(a => a.Length > 0).Distinct().Take(MostAsked).ToList();
            foreach (var one in given)
            {
                if (side.Count == Most)
                {
                    break;
                }

                var read = Written().Match(one);
                if (!read.Success || !int.TryParse(read.Groups["serial"].Value, CultureInfo.InvariantCulture, out var serial)
                    || await objects.SeenAsync(Uri.UnescapeDataString(read.Groups["code"].Value), serial, ct) is not { } shown)
                {
                    unknown.Add(one.Length > 80 ? one[..80] : one);
                    continue;
                }

                var at = int.TryParse(read.Groups["at"].Value, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : 1;
                var facts = await objects.FactsAsync(shown.Key, ct);
                side.Add(new(shown, await access.OfObjectAsync(shown.Key, ct), at, [.. facts.Take(MostFacts)], await access.FaceAsync(shown.Key.InstitutionId, ct)));
            }

            return new(side, unknown, given.Count - unknown.Count > Most);
        }
    }

    [GeneratedRegex("^(?:.*/objects/|objects/)?(?<code>[^/?#]{1,60})/(?<serial>[0-9]{1,9})(?:/(?<at>[0-9]{1,4}))?/?(?:[?#].*)?$")]
    private static partial Regex Written();
}
