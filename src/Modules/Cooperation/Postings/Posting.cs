namespace Guanlian.Cooperation.Postings;

/// <summary>挂职: one person on one post for the months that the charter allows.</summary>
internal sealed class Posting
{
    public Guid CooperationId { get; init; }

    public string PersonName { get; set; } = "";

    public string Post { get; set; } = "";

    public string Mentor { get; set; } = "";

    /// <summary>Null until the host has settled the post.</summary>
    public DateOnly? FromOn { get; set; }

    public DateOnly? UntilOn { get; set; }

    /// <summary>One duty a line.</summary>
    public string Duties { get; set; } = "";

    /// <summary>Of the charter in force when it was written.</summary>
    public int? LeastMonths { get; set; }

    public int? MostMonths { get; set; }

    /// <summary>顶岗: who does the work at home meanwhile.</summary>
    public string Cover { get; set; } = "";

    public Guid? CoverPartyId { get; set; }

    /// <summary>回馆计划</summary>
    public string BackPlan { get; set; } = "";

    public DateOnly? VisitOn { get; set; }

    public DateOnly? EndedOn { get; set; }

    public string? EndedWhy { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>The last day, planned or real.</summary>
    public DateOnly? LastDay => EndedOn ?? UntilOn;

    /// <summary>How many months have fully passed by then: for each a report is due.</summary>
    public int MonthsBy(DateOnly day)
    {
        if (FromOn is not { } from || LastDay is not { } last)
        {
            return 0;
        }

        var end = day < last ? day : last.AddDays(1);
        var months = 0;
        while (from.AddMonths(months + 1) <= end)
        {
            months++;
        }

        return months;
    }

    public int DaysBy(DateOnly day) => FromOn is { } from && LastDay is { } last ? Math.Max(0, (day < last ? day : last).DayNumber - from.DayNumber + 1) : 0;
}

/// <summary>月报: what the person learnt in one month, and what the mentor says to it.</summary>
internal sealed class PostingReport
{
    public Guid CooperationId { get; init; }

    public int Month { get; init; }

    public required string Words { get; set; }

    public required string ByName { get; set; }

    public DateTimeOffset At { get; set; }

    public string? MentorWords { get; set; }

    public string? MentorBy { get; set; }

    public int Version { get; set; } = 1;
}
