using Guanlian.Platform.Events;

namespace Guanlian.Contracts.Exchange;

/// <summary>A cluster's round takes entries.</summary>
public sealed record RoundOpened(Guid RoundId, string Code, Guid ClusterId, DateOnly EntryUntil) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "exchange.round-opened.v1";
}

/// <summary>A result is shown to the members, who may object until that day.</summary>
public sealed record RoundShown(Guid RoundId, string Code, Guid ClusterId, DateOnly ObjectionsUntil) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "exchange.round-shown.v1";
}

/// <summary>The council has adopted a result; it is public from now on.</summary>
public sealed record RoundAdopted(Guid RoundId, string Code, Guid ClusterId, IReadOnlyList<AdoptedPair> Pairs) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "exchange.round-adopted.v1";
}

/// <summary>A leader and the museum that it will help.</summary>
public sealed record AdoptedPair(Guid LeaderId, Guid MuseumId);

/// <summary>An adopted round is in force; the one before it is not any more.</summary>
public sealed record RoundPutInForce(Guid RoundId, string Code, Guid ClusterId, int TermYears) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "exchange.round-put-in-force.v1";
}
