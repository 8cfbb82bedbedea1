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

    /// <summary>Grade and preservation as the owners' catalogue has them now; where it states no grade, the stated one, and never less than at an earlier handover.</summary>
    /// <returns>The lines whose grade is the catalogue's.</returns>
    public async Task<IReadOnlySet<Guid>> TakeFactsAsync(IReadOnlyList<HandoverItem> items, CancellationToken ct)
    {
        var graded = new HashSet<Guid>();
        foreach (var owner in items.Where(i => i.ObjectId is not null).GroupBy(i => i.OwnerId))
        {
            var facts = await objects.LendingAsync(owner.Key, [.. owner.Select(i => i.ObjectId!.Value)], ct);
            foreach (var item in owner)
            {
                if (facts.GetValueOrDefault(item.ObjectId!.Value) is { } fact)
                {
                    item.Preservation = fact.Preservation;
                    if (fact.Grade is { } grade)
                    {
                        item.Grade = Enum.Parse<ItemGrade>(grade.ToString());
                        graded.Add(item.Id);
                    }
                }
            }
        }

        await KeepGradesAsync([.. items.Where(i => i.Grade is not null && !graded.Contains(i.Id))], ct);
        return graded;
    }

    /// <summary>A grade that was signed once is not lowered by whoever hands the thing on.</summary>
    public async Task KeepGradesAsync(IReadOnlyList<HandoverItem> items, CancellationToken ct)
    {
        var lines = await LinesAsync(items, ct);
        foreach (var item in items)
        {
            if (LoanBook.Of(LentObject.Of(item), lines).Min(l => l.Item.Grade) is { } signed && signed < item.Grade)
            {
                item.Grade = signed;
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

        // A number that anybody merely types tells nothing of an object; whoever owns the thing, or received it, is told.
        var lines = await LinesAsync(items, ct);
        var told = items.Where(i => i.ObjectId is not null || Told(handover, i, lines)).SelectMany(i => LoanBook.Of(LentObject.Of(i), lines)).ToHashSet();
        var today = Dates.InChina(clock.GetUtcNow());
        return LoanChecks.Of(Rules, handover, items, item => Lent(handover, item, [.. lines.Where(told.Contains)], today));
    }

    /// <summary>
    /// The sender hands over only what he has, by all that is known here: his own things unless they are out, others' only where a handover brought
    /// them to him. Where a thing lies is told to its owner's people, and to whom the last handover named as receiver.
    /// </summary>
    public async Task<Refusal?> HeldAsync(HandoverRecord handover, IReadOnlyList<HandoverItem> items, DateOnly? on, CancellationToken ct)
    {
        var lines = await LinesAsync(items, ct);
        foreach (var item in items.Where(i => LentObject.Of(i).Known))
        {
            if (LoanBook.Of(LentObject.Of(item), lines) is not [.., var last])
            {
                // What was lent before there was this book still comes home.
                if (item.OwnerId != handover.FromPartyId && item.OwnerId != handover.ToPartyId)
                {
                    return new Refusal.Invalid("resources.handover.not-his").With(("name", item.Name));
                }
            }
            else if (!Has(handover, item, last.Handover))
            {
                if (!Told(handover, item, lines))
                {
                    return new Refusal.Invalid("resources.handover.not-his").With(("name", item.Name));
                }

                if (last.Handover.ToPartyId == handover.FromPartyId && last.Handover.ReceivedOn is not null)
                {
                    return new Refusal.Invalid("resources.handover.in-question").With(("name", item.Name), ("number", HandoverNumbers.Of(last.Handover.Number)));
                }

                var holder = await directory.FindAsync(last.Handover.ToPartyId, ct);
                return new Refusal.Invalid("resources.handover.not-held").With(
                    ("name", item.Name), ("holder", holder?.Name), ("day", last.Handover.SentOn), ("number", HandoverNumbers.Of(last.Handover.Number)));
            }
            else if (on < last.Handover.ReceivedOn)
            {
                return new Refusal.Invalid("resources.handover.before-arrival", "On").With(("name", item.Name), ("day", last.Handover.ReceivedOn));
            }
        }

        return null;
    }

    // What is still in question goes only back.
    private static bool Has(HandoverRecord handover, HandoverItem item, HandoverRecord last) => last.ToPartyId == handover.FromPartyId && last.ReceivedOn is not null
        && (last.Done || handover.ToPartyId == last.FromPartyId || handover.ToPartyId == item.OwnerId);

    private bool Told(HandoverRecord handover, HandoverItem item, IReadOnlyList<LentLine> lines) => HandoverAccess.Acts(current.Value, item.OwnerId)
        || (HandoverAccess.Acts(current.Value, handover.FromPartyId) && LoanBook.Of(LentObject.Of(item), lines) is [.., var last] && last.Handover.ToPartyId == handover.FromPartyId);

    private Task<IReadOnlyList<LentLine>> LinesAsync(IReadOnlyList<HandoverItem> items, CancellationToken ct) =>
        book.LinesAsync([.. items.Select(LentObject.Of).Where(o => o.Known)], ct);

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
