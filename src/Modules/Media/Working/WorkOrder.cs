using System.Text.Json;
using Guanlian.Media.Checking;

namespace Guanlian.Media.Working;

/// <summary>What a worker is asked to do with one file.</summary>
/// <param name="File">The master.</param>
/// <param name="Kind">Its loader.</param>
/// <param name="Tiles">Where to write the pack of tiles; null to look at the file only.</param>
internal sealed record WorkOrder(string File, string Kind, string? Tiles)
{
    /// <summary>Look for an object's label in it, once there are tiles.</summary>
    public bool ReadLabel { get; init; }

    /// <summary>The file is a pack of tiles whose photograph is to be measured.</summary>
    public bool Measure { get; init; }

    /// <summary>Asks how good the photograph in a pack of tiles is.</summary>
    public static WorkOrder ToMeasure(string pack) => new(pack, "tiles", null) { Measure = true };
}

/// <summary>What the worker found.</summary>
internal sealed record WorkDone
{
    /// <summary>Why not, as a word key; null where it went well.</summary>
    public string? Refused { get; init; }

    /// <summary>Technical, for the log.</summary>
    public string? Detail { get; init; }

    /// <summary>Upright.</summary>
    public int Width { get; init; }

    /// <summary>Upright.</summary>
    public int Height { get; init; }

    public double? PixelsPerInch { get; init; }

    /// <summary>#rrggbb of its mean, once tiles are made.</summary>
    public string? Colour { get; init; }

    /// <summary>What the label in it says; null where there is none, or none was looked for.</summary>
    public string? Label { get; init; }

    /// <summary>How good the photograph is, where that was asked.</summary>
    public MeasurePhotograph.Measures? Measures { get; init; }

    /// <summary>What the camera wrote: maker, model, lens, day. Kept with the master, never published.</summary>
    public IReadOnlyDictionary<string, string> Camera { get; init; } = new Dictionary<string, string>();

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);
}
