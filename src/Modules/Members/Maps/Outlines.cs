using System.Collections.Concurrent;
using Guanlian.Contracts.Members;
using Guanlian.Members.Divisions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Guanlian.Members.Maps;

/// <summary>The outlines at hand: an operator's file first, else the one that comes with the program (docs/maps.md).</summary>
internal sealed class Outlines(IConfiguration configuration, ILogger<Outlines> log) : IProvinceOutlines
{
    /// <summary>Names the folder with the operator's files.</summary>
    public const string FolderSetting = "GUANLIAN_MAPS";

    private const int MostBytes = 20 << 20;
    private readonly ConcurrentDictionary<string, (DateTime WrittenAt, Outline? Outline)> read = [];

    /// <summary>The outline of a province; null where there is none.</summary>
    public Outline? Of(Division province) => Given(province.Code) ?? Shipped(province.Code);

    /// <summary>The outline of the province with this code; null where there is none.</summary>
    public Outline? Of(string code) => Division.IsCode(code) && code.EndsWith("0000", StringComparison.Ordinal) ? Given(code) ?? Shipped(code) : null;

    /// <inheritdoc />
    public ProvinceOutline? OfProvince(string code) =>
        Of(code) is { } outline
            ? new(outline.Approval, [.. outline.Areas.Select(a => new OutlineArea(a.Code, a.Name, a.Rings))])
            : null;

    /// <summary>The country's, which only an operator can give, and only with its approval number.</summary>
    public Outline? OfCountry() => Given(Outline.Country) is { Approval: not null } given ? given : null;

    private Outline? Given(string code)
    {
        var file = new FileInfo(Path.Combine(
            configuration[FolderSetting] ?? Path.Combine(configuration["GUANLIAN_ROOT"] ?? ".", "data", "maps"), $"{code}.geojson"));
        if (!file.Exists)
        {
            return null;
        }

        if (!read.TryGetValue(file.FullName, out var known) || known.WrittenAt != file.LastWriteTimeUtc)
        {
            known = (file.LastWriteTimeUtc, file.Length > MostBytes ? null : Outline.Read(code, File.ReadAllText(file.FullName)));
            read[file.FullName] = known;
            if (known.Outline is null)
            {
                log.LogWarning("{File} is no GeoJSON outline as docs/maps.md describes it (or larger than 20 MB); it is not used",
                    file.FullName);
            }
        }

        return known.Outline;
    }

    private Outline? Shipped(string code) => read.GetOrAdd(code, static c =>
    {
        using var stream = typeof(Outlines).Assembly.GetManifestResourceStream($"Guanlian.Members.Maps.{c}.geojson");
        if (stream is null)
        {
            return default;
        }

        using var reader = new StreamReader(stream);
        return (default, Outline.Read(c, reader.ReadToEnd()));
    }).Outline;
}
