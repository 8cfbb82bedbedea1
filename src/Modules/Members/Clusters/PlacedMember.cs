using Guanlian.Contracts.Members;

namespace Guanlian.Members.Clusters;

/// <summary>A member that has a point, as the shared map shows it.</summary>
public sealed record PlacedMember(string Code, string Name, string? NameEn, PartyKind Kind, string? DivisionCode, double Longitude, double Latitude);
