using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Scheduling;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>
/// What an agreement promises becomes cooperations: a task that names a kind begins one of that kind, the plain ones together become one.
/// An amendment moves what runs: plain tasks are laid anew with what is done kept, new lines are begun, lines that are gone are cancelled
/// where nobody has begun them.
/// </summary>
internal sealed class TakeAgreedWork(
    CooperationDb db, Editions editions, RelayDates relay, WorkingDays days, IPartyDirectory directory, CurrentActor current, TimeProvider clock) : ISubscriber<AgreementSealed>
{
    /// <summary>The line of the cooperation that carries all plain tasks.</summary>
    public const string PlainTasks = "*";

    private const int LongestTitle = 120;

    public static string SubscriberName => "cooperation.take-agreed-work";

    public async Task HandleAsync(AgreementSealed fact, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var standing = await db.Cooperations.Where(c => c.AgreementId == fact.AgreementId).ToListAsync(ct);

        // Told twice, or after a later text: nothing to do.
        if (standing.Exists(c => c.AgreementText >= fact.Text))
        {
            return;
        }

        await PlainAsync(fact, [.. fact.Work.Where(w => w.Kind is null)], standing.Find(c => c.AgreementLine == PlainTasks), ct);
        foreach (var work in fact.Work.Where(w => w.Kind is not null))
        {
            if (standing.Find(c => c.AgreementLine == work.Code) is { } there)
            {
                await FollowAsync(fact, work, there, ct);
            }
            else
            {
                await BeginAsync(fact, work, ct);
            }
        }

        foreach (var gone in standing.Where(c => c.AgreementLine != PlainTasks && fact.Work.All(w => w.Code != c.AgreementLine || w.Kind is null)))
        {
            Drop(gone, fact.Number, "agreement-amended", clock.GetUtcNow());
            gone.AgreementText = fact.Text;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Nothing has begun: it is cancelled. What runs is brought to an end by those who lead it.</summary>
    internal void Drop(CooperationRecord record, string number, string why, DateTimeOffset now)
    {
        var before = record.State;
        if (CooperationMoves.Ended(before))
        {
            return;
        }

        if (before is CooperationState.Idea or CooperationState.Agreed)
        {
            (record.State, record.StateSince, record.ReasonCode, record.Reason) = (CooperationState.Cancelled, now, why, number);
        }

        record.Touch(now);
        db.Record(new Change(record.State == before ? "cooperation.agreement-let-go" : "cooperation.move.cancel", "cooperation.cooperation", record.Id)
        {
            OwnerId = record.LeadPartyId,
            ReasonCode = $"cooperation.reason.{why}",
            Reason = number,
            Before = new { State = before },
            After = new { record.State },
        });
    }

    private async Task PlainAsync(AgreementSealed fact, IReadOnlyList<AgreedWork> work, CooperationRecord? standing, CancellationToken ct)
    {
        if (work.Count == 0)
        {
            if (standing is not null)
            {
                Drop(standing, fact.Number, "agreement-amended", clock.GetUtcNow());
                standing.AgreementText = fact.Text;
            }

            return;
        }

        var template = AgreedTemplate.Of(fact, work, await days.CalendarAsync(ct));
        if (standing is null || CooperationMoves.Ended(standing.State))
        {
            if (standing is null)
            {
                var title = Cut(fact.Title);
                var id = await WriteAsync(fact, template, AgreedTemplate.CastOf(fact), PlainTasks, title, fact.From, null, ct);
                db.Announce(new AgreedWorkTaken(fact.AgreementId, [.. work.Select(w => w.Code)], id, null));
            }

            return;
        }

        await RelayAsync(fact, template, work, standing, ct);
    }

    private async Task RelayAsync(AgreementSealed fact, Template template, IReadOnlyList<AgreedWork> work, CooperationRecord record, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var tasks = await db.TasksOfAsync(record.Id, ct);
        var known = await db.Participants.Where(p => p.CooperationId == record.Id).ToListAsync(ct);
        var cast = AgreedTemplate.CastOf(fact);
        foreach (var role in template.Roles)
        {
            var party = cast.Of(role.Code)[0];
            if (known.Find(p => p.PartyId == party) is { } there)
            {
                there.Role = role.Code;
            }
            else
            {
                db.Add(new Participant { Id = Guid.CreateVersion7(now), CooperationId = record.Id, PartyId = party, Role = role.Code, Sort = known.Count, AgreedAt = now, AgreedBy = fact.Number });
            }
        }

        var change = Recast.Compare(template, cast, tasks);
        record.EditionId = await editions.KeepAsync(template, null, ct);
        (record.Title, record.StartOn, record.AgreementText) = (Cut(fact.Title), fact.From, fact.Text);
        ChangeForm.Handler.Rewrite(db, record, tasks, change, now);
        record.Touch(now);
        db.Record(new Change("cooperation.agreement-amended", "cooperation.cooperation", record.Id)
        {
            OwnerId = record.LeadPartyId,
            Reason = fact.Number,
            After = new
            {
                fact.Text,
                Added = change.Added.Select(a => a.Plan.Name.Zh).ToArray(),
                Dropped = change.Dropped.Select(d => d.TitleZh).ToArray(),
                Changed = change.Changed.Select(c => c.Plan.Plan.Name.Zh).ToArray(),
            },
        });
        await relay.RunAsync(record, tasks, ct);
        db.Announce(new AgreedWorkTaken(fact.AgreementId, [.. work.Select(w => w.Code)], record.Id, null));
    }

    private async Task BeginAsync(AgreementSealed fact, AgreedWork work, CancellationToken ct)
    {
        var (template, cast, why) = await CastAsync(fact, work, ct);
        Guid? id = cast is null ? null : await WriteAsync(
            fact, template!, cast, work.Code, Cut(work.Words), work.From, template!.Anchor is null ? null : work.Due, ct);
        db.Announce(new AgreedWorkTaken(fact.AgreementId, [work.Code], id, why));
    }

    // Who does it leads where the kind lets him; else who receives it; the others take what is left.
    private async Task<(Template? Template, Cast? Cast, string? Why)> CastAsync(AgreementSealed fact, AgreedWork work, CancellationToken ct)
    {
        if (!TemplateBook.Shipped.TryGetValue(work.Kind!, out var template))
        {
            return (null, null, "template-missing");
        }

        var cards = await directory.FindAsync([.. fact.Parties], ct);
        var lead = new[] { work.Does, work.For }.FirstOrDefault(p => cards.TryGetValue(p, out var card) && template.Lead.Allows(card)
            && (template.LeadingRole.Kinds.Count == 0 || template.LeadingRole.Kinds.Contains(card.Kind)));
        if (lead == Guid.Empty)
        {
            return (template, null, "may-not-lead");
        }

        foreach (var parties in (IEnumerable<Guid>[])[[work.Does, work.For], fact.Parties])
        {
            var taking = parties.Distinct().Select(p => new Participant { PartyId = p, Role = "" }).ToList();
            if (Recast.CastFor(template, lead, taking, cards).Cast is { } cast && cast.Parties.Values.SelectMany(p => p).Distinct().Count() > 1)
            {
                return (template, cast, null);
            }
        }

        return (template, null, "role-open");
    }

    private async Task<Guid> WriteAsync(
        AgreementSealed fact, Template template, Cast cast, string line, string title, DateOnly start, DateOnly? anchor, CancellationToken ct)
    {
        var draft = new CooperationDraft { Title = title, Aim = $"{fact.Number} {fact.Title}", StartOn = start, AnchorOn = anchor };
        var beginning = new Beginning(template, null, cast, draft) { Agreed = new(fact.AgreementId, line, fact.Text, fact.Number) };
        var record = await NewCooperation.WriteAsync(db, editions, relay, beginning, current.Value with { Sample = fact.Sample }, clock, ct);
        var now = clock.GetUtcNow();
        db.AddRange(AgreedTemplate.SafeguardsOf(fact).Where(s => template.Safeguards.Any(t => t.Kind == s.Kind)).Select(s => new SafeguardAnswer
        {
            CooperationId = record.Id,
            Kind = CodeWords.Write(s.Kind),
            Note = s.Text.Zh,
            AnsweredAt = now,
            AnsweredBy = fact.Number,
        }));
        db.Record(new Change("cooperation.begun", "cooperation.cooperation", record.Id)
        {
            OwnerId = record.LeadPartyId,
            Reason = fact.Number,
            After = new { record.Title, record.Template, record.StartOn, record.AnchorOn },
        });
        return record.Id;
    }

    // Dates of a template follow from its first day; what runs already goes by its own.
    private async Task FollowAsync(AgreementSealed fact, AgreedWork work, CooperationRecord record, CancellationToken ct)
    {
        record.AgreementText = fact.Text;
        if (record.State is not (CooperationState.Idea or CooperationState.Agreed) || (record.StartOn == work.From && record.Title == Cut(work.Words)))
        {
            return;
        }

        (record.StartOn, record.Title, record.AnchorOn) = (work.From, Cut(work.Words), record.AnchorOn is null ? null : work.Due);
        record.Touch(clock.GetUtcNow());
        await relay.RunAsync(record, await db.TasksOfAsync(record.Id, ct), ct);
    }

    private static string Cut(string title) => (title.Length <= LongestTitle ? title : title[..LongestTitle]).Trim();
}
