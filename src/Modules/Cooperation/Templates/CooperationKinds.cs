using Guanlian.Contracts.Cooperation;

namespace Guanlian.Cooperation.Templates;

/// <summary>Tells other modules which kinds of cooperation there are.</summary>
internal sealed class CooperationKinds : ICooperationKinds
{
    public IReadOnlyList<CooperationKind> All { get; } = [.. TemplateBook.Shipped.Values.Select(t => new CooperationKind(t.Code, t.Name.Zh, t.Name.En) { HandsOver = t.Uses.Contains(Capability.Handover) })];
}
