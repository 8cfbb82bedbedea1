namespace Guanlian.Contracts.Members;

/// <summary>Outlines to draw points on; the operator's approved ones first, else the sketch that comes with the program.</summary>
public interface IProvinceOutlines
{
    /// <summary>The outline of a province by its six-digit code; null where there is none.</summary>
    ProvinceOutline? OfProvince(string code);
}

/// <summary>A province as a sheet to draw on.</summary>
/// <param name="Approval">审图号; null for a sketch without one.</param>
/// <param name="Areas">Its prefectures or districts.</param>
public sealed record ProvinceOutline(string? Approval, IReadOnlyList<OutlineArea> Areas);

/// <summary>One prefecture or district.</summary>
/// <param name="Code">Six digits.</param>
/// <param name="Name">In Chinese.</param>
/// <param name="Rings">Closed rings of longitude and latitude, WGS-84.</param>
public sealed record OutlineArea(string Code, string Name, IReadOnlyList<IReadOnlyList<(double Longitude, double Latitude)>> Rings);
