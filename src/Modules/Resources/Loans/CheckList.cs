using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Handovers;

namespace Guanlian.Resources.Loans;

/// <summary>Asks the catalogue and the clock about the lines of a list: what the rules of lending say, and whether the sender has the things at all.</summary>
internal sealed class CheckList(LoanBook book, IObjectBook objects, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
{
    private static readonly LoanRules Rules = LoanRules.Shipped;

    /// <summary>Grade and preservation as the owners' catalogue has them now; what is not in it keeps what was stated.</summary>
    public async Task TakeFactsAsync(IReadOnlyList<HandoverItem> items, CancellationToken ct)
    {
        foreach (var owner in items.Where(i => i.ObjectId is not null).GroupBy(i => i.OwnerId))
        {
            var facts = await objects.LendingAsync(owner.Key, [.. owner.Select(i => i.ObjectId!.Value)], ct);
            foreach (var item in owner)
            {
                if (facts.GetValueOrDefault(item.ObjectId!.Value) is { } fact)
                {
                    item.Grade = fact.Grade is { } grade ? Enum.Parse<ItemGrade>(grade.ToString()) : item.Grade;
                    item.Preservation = fact.Preservation;
                }
            }
        }
    }

    /// <summary>What the rules of lending say of the list as it stands.</summary>
    public async Task<IReadOnlyList<LoanFinding>> FindingsAsync(HandoverRecord handover, IReadOnlyList<HandoverItem> items, CancellationToken ct)
    {
        if (!Rules.Lends.Contains(handover.Kind))
        {
            return [];
        }

        // A number that a borrower merely types tells it nothing of an object; who holds or owns the thing is told.
        var told = items.Where(i => i.ObjectId is not null || HandoverAccess.Acts(current.Value, handover.FromPartyId) || HandoverAccess.Acts(current.Value, i.OwnerId));
        var lines = await book.LinesAsync([.. told.Select(LentObject.Of).Where(o => o.Known)], ct);
        var today = Dates.InChina(clock.GetUtcNow());
        return LoanChecks.Of(Rules, handover, items, item => Lent(handover, item, lines, today));
    }

    /// <summary>The sender hands over only what he has; the first line that lies elsewhere, by all that is known here.</summary>
    public async Task<Refusal?> HeldAsync(HandoverRecord handover, IReadOnlyList<HandoverItem> items, CancellationToken ct)
    {
        var lines = await book.LinesAsync([.. items.Select(LentObject.Of).Where(o => o.Known)], ct);
        foreach (var item in items)
        {
            if (LoanBook.Of(LentObject.Of(item), lines) is [.., var last] && (last.Handover.ToPartyId != handover.FromPartyId || last.Handover.ReceivedOn is null))
            {
                var holder = await directory.FindAsync(last.Handover.ToPartyId, ct);
                return new Refusal.Invalid("resources.handover.not-held").With(
                    ("name", item.Name), ("holder", holder?.Name), ("day", last.Handover.SentOn), ("number", HandoverNumbers.Of(last.Handover.Number)));
            }
        }

        return null;
    }

    private static LentDays Lent(HandoverRecord handover, HandoverItem item, IReadOnlyList<LentLine> lines, DateOnly today)
    {
        var absences = LoanBook.Absences(item.OwnerId, LoanBook.Of(LentObject.Of(item), lines));
        var end = handover.DueBackOn is { } due && due > today ? due : today;
        var begins = handover.PlannedOn > today ? handover.PlannedOn : today;
        return new(
            LoanClock.Days(absences, today, Since(today)),
            LoanClock.DaysBy(absences, begins, end, Since(end)));
    }

    /// <summary>From when on days count.</summary>
    public static DateOnly? Since(DateOnly day) => Rules.WindowYears is { } years ? day.AddYears(-years) : null;
}
