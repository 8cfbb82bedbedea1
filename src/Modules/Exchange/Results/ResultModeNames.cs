using Guanlian.Exchange.Data;

namespace Guanlian.Exchange.Results;

/// <summary>Modes as they stand in addresses and files.</summary>
internal static class ResultModeNames
{
    public static Mode? Read(string? name) => name switch
    {
        "optimal" => Mode.Optimal,
        "stable" => Mode.Stable,
        "max-min" => Mode.MaxMin,
        _ => null,
    };
}
