using System.Text.RegularExpressions;

namespace Guanlian.Hosting.Cooperation;

/// <summary>The table of cross-sector examples, docs/cross-sector.csv: which template or combination covers each, and what in it shows that.</summary>
public static partial class CrossSectorTable
{
    private static readonly Lazy<IReadOnlyList<Line>> All = new(Read);

    /// <param name="Template">Which template.</param>
    /// <param name="Role">A role that parties take.</param>
    /// <param name="Task">A task that is done.</param>
    /// <param name="Indicator">What that task counts for.</param>
    public sealed record Shown(string Template, string? Role, string? Task, string? Indicator);

    public sealed record Line(string Id, IReadOnlyList<string> Templates, IReadOnlyList<Shown> ShownBy, string Example, string How);

    public static IReadOnlyList<Line> Lines => All.Value;

    private static IReadOnlyList<Line> Read() => [.. File.ReadAllLines(Path.Combine(Root(), "docs", "cross-sector.csv")).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')).Select(c =>
        new Line(c[0], c[1].Split(" + "), [.. c[2].Split(' ').Select(One)], c[3], string.Join(',', c.Skip(4))))];

    private static Shown One(string text)
    {
        var m = Form().Match(text);
        Assert.True(m.Success, text);
        string? Part(string name) => m.Groups[name].Success ? m.Groups[name].Value : null;
        return new(m.Groups["template"].Value, Part("role"), Part("task"), Part("indicator"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Guanlian.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("^(?<template>[a-z-]+)(?:@(?<role>[a-z-]+)|/(?<task>[a-z-]+)(?:#(?<indicator>[a-z-]+))?)$")]
    private static partial Regex Form();
}
