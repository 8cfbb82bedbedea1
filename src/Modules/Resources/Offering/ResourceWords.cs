using System.Globalization;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Offering;

/// <summary>How pages name resources.</summary>
internal static class ResourceWords
{
    public static string Of(Wording words, ResourceKind kind) => words[$"resources.kind.{CodeWords.Write(kind)}"];

    public static string Of(Wording words, ResourceUnit unit) => words[$"resources.unit.{CodeWords.Write(unit)}"];

    public static string Of(Wording words, ResourceState state) => words[$"resources.state.{CodeWords.Write(state)}"];

    public static TagKind Mark(ResourceState state) => state switch
    {
        ResourceState.Open => TagKind.Running,
        ResourceState.Closed => TagKind.Stopped,
        _ => TagKind.Draft,
    };

    public static string Number(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>3 套, 1 set.</summary>
    public static string Amount(Wording words, decimal amount, ResourceUnit unit) =>
        words[$"resources.amount.{CodeWords.Write(unit)}", ("amount", decimal.IsInteger(amount) ? (long)amount : amount)];

    public static string Name(string zh, string? en) => Wording.InChinese ? zh : en ?? zh;

    public static IEnumerable<Choice> Kinds(Wording words) => Enum.GetValues<ResourceKind>().Select(k => new Choice(k.ToString(), Of(words, k)));

    public static IEnumerable<Choice> Units(Wording words) => Enum.GetValues<ResourceUnit>().Select(u => new Choice(u.ToString(), Of(words, u)));

    /// <summary>周一至周五 …: the days of the week on which it can be had.</summary>
    public static string Weekdays(Wording words, ResourceRecord r) => r.Weekdays == ResourceRecord.EveryDay
        ? words["resources.every-day"]
        : string.Join(Wording.InChinese ? "、" : ", ", Enumerable.Range(0, 7).Where(d => (r.Weekdays & (1 << d)) != 0).Select(d => words[$"resources.weekday.{d}"]));

    /// <summary>The days of the week, and the hours where it goes by hours.</summary>
    public static string Times(Wording words, ResourceRecord r) => r.ByHour ? $"{Weekdays(words, r)} {Hours(r)}" : Weekdays(words, r);

    public static string Hours(ResourceRecord r) => string.Create(CultureInfo.InvariantCulture, $"{r.OpensAt:HH\\:mm}–{r.ClosesAt:HH\\:mm}");
}
