namespace Guanlian.Cooperation.Templates;

/// <summary>What templates may ask of the books: which of them count something, and which need another beside them.</summary>
internal static class KeptBooks
{
    /// <summary>Whether a number can be counted from it.</summary>
    public static bool Counts(KeptBook book) => book is KeptBook.Advice or KeptBook.Roster or KeptBook.Sessions or KeptBook.Attendance
        or KeptBook.Skills or KeptBook.Certificates or KeptBook.Hours or KeptBook.Duties or KeptBook.Meetings or KeptBook.Bookings;

    /// <summary>The book without which this one stays empty.</summary>
    public static KeptBook? Needs(KeptBook book) => book switch
    {
        KeptBook.Advice => KeptBook.Opinion,
        KeptBook.Outcome => KeptBook.CaseSheet,
        KeptBook.Attendance or KeptBook.Skills or KeptBook.Certificates or KeptBook.Hours => KeptBook.Roster,
        KeptBook.Thanks => KeptBook.Hours,
        KeptBook.Cover or KeptBook.Reports or KeptBook.BackHome => KeptBook.Duties,
        _ => null,
    };

    /// <summary>All that the tasks of a template are taken from.</summary>
    public static IReadOnlySet<KeptBook> In(Template template) =>
        template.Tasks.SelectMany(t => t.Deliverables).Select(d => d.Book).OfType<KeptBook>().ToHashSet();

    /// <summary>The tasks that are taken from this book.</summary>
    public static IReadOnlySet<string> TasksOf(Template template, KeptBook book) =>
        template.Tasks.Where(t => t.Deliverables.Any(d => d.Book == book)).Select(t => t.Code).ToHashSet();
}
