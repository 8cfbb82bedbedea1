using Guanlian.Platform.Events;

namespace Guanlian.Contracts.Agreements;

/// <summary>
/// Every party has sealed a text of an agreement, the first one or an amendment: what it promises is in force and becomes work.
/// Told once for each sealed text; the later text takes the place of the earlier.
/// </summary>
/// <param name="AgreementId">Never changes.</param>
/// <param name="Number">As people cite it, e.g. XY-0012.</param>
/// <param name="Text">Which text, counted from 1.</param>
/// <param name="Title">Of the agreement.</param>
/// <param name="Parties">In the order of the text; the first one leads.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day; null where none was agreed.</param>
/// <param name="Work">What is to be done.</param>
/// <param name="Safeguards">By kind of safeguard (kebab-case), in the text's words.</param>
/// <param name="Sample">Part of the sample province.</param>
public sealed record AgreementSealed(
    Guid AgreementId, string Number, int Text, string Title, IReadOnlyList<Guid> Parties, DateOnly From, DateOnly? Until,
    IReadOnlyList<AgreedWork> Work, IReadOnlyDictionary<string, string> Safeguards, bool Sample) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "agreements.agreement-sealed.v1";

    /// <summary>What parties promised to hold ready for each other; empty where nothing was.</summary>
    public IReadOnlyList<AgreedBooking> Bookings { get; init; } = [];
}

/// <summary>One task of an agreement.</summary>
/// <param name="Code">Stays the same through amendments.</param>
/// <param name="Words">As agreed.</param>
/// <param name="Does">Who does it.</param>
/// <param name="For">Who receives it, and so confirms it.</param>
/// <param name="From">First day.</param>
/// <param name="Due">Last day.</param>
/// <param name="Kind">Code of the cooperation template that it becomes; null for a plain task.</param>
public sealed record AgreedWork(string Code, string Words, Guid Does, Guid For, DateOnly From, DateOnly Due, string? Kind);

/// <summary>One contribution of an agreement that is a resource set aside for another party.</summary>
/// <param name="Code">Of the line; stays the same through amendments.</param>
/// <param name="Words">As agreed.</param>
/// <param name="ResourceId">Row of <c>resources.resource</c>.</param>
/// <param name="By">Who gives it; it has to be the resource's owner.</param>
/// <param name="For">Who uses it.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Amount">How much of it, in the resource's own unit.</param>
public sealed record AgreedBooking(string Code, string Words, Guid ResourceId, Guid By, Guid For, DateOnly From, DateOnly Until, decimal Amount);

/// <summary>An agreement has ended: at its term, fulfilled, or early.</summary>
/// <param name="AgreementId">Never changes.</param>
/// <param name="Number">As people cite it.</param>
/// <param name="Early">Before its term, by one side's declaration.</param>
public sealed record AgreementEnded(Guid AgreementId, string Number, bool Early) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "agreements.agreement-ended.v1";
}
