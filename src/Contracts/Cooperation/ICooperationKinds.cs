using Guanlian.Platform.Events;

namespace Guanlian.Contracts.Cooperation;

/// <summary>Which kinds of cooperation there are.</summary>
public interface ICooperationKinds
{
    /// <summary>The shipped templates, in the order of their families.</summary>
    IReadOnlyList<CooperationKind> All { get; }
}

/// <summary>A kind of cooperation.</summary>
/// <param name="Code">Of its template.</param>
/// <param name="NameZh">In Chinese.</param>
/// <param name="NameEn">In English.</param>
public sealed record CooperationKind(string Code, string NameZh, string NameEn)
{
    /// <summary>Things change hands in it.</summary>
    public bool HandsOver { get; init; }
}

/// <summary>Work of an agreement has become a cooperation, or could not, and somebody begins it by hand.</summary>
/// <param name="AgreementId">Of the agreement.</param>
/// <param name="Codes">The tasks of the agreement that it carries.</param>
/// <param name="CooperationId">The cooperation; null where none was begun.</param>
/// <param name="Why">A coded reason where none was begun.</param>
public sealed record AgreedWorkTaken(Guid AgreementId, IReadOnlyList<string> Codes, Guid? CooperationId, string? Why) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "cooperation.agreed-work-taken.v1";
}
