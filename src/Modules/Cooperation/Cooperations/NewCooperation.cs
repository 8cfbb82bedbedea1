using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>What a new cooperation is made of.</summary>
internal sealed record Beginning(Template Template, Guid? ClusterId, Cast Cast, CooperationDraft Draft)
{
    public Guid? PreviousId { get; init; }

    /// <summary>The agreement's task that it carries out; its parties have agreed by sealing.</summary>
    public AgreedLine? Agreed { get; init; }
}

/// <summary>Which task of which agreement, by which of its texts.</summary>
internal sealed record AgreedLine(Guid AgreementId, string Code, int Text, string Number);

/// <summary>Writes the rows of a new cooperation; the caller notes the event, saves and commits.</summary>
internal static class NewCooperation
{
    public static async Task<CooperationRecord> WriteAsync(
        CooperationDb db, Editions editions, RelayDates relay, Beginning beginning, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var (template, draft, now) = (beginning.Template, beginning.Draft, clock.GetUtcNow());
        var emergency = Typed.Plain(draft.Emergency) is { Length: > 0 } why ? why : null;
        var record = new CooperationRecord
        {
            Id = Guid.CreateVersion7(now),
            EditionId = await editions.KeepAsync(template, beginning.ClusterId, ct),
            Template = template.Code,
            Family = CodeWords.Write(template.Family),
            Title = draft.Title!.Trim(),
            Aim = Typed.Plain(draft.Aim),
            LeadPartyId = beginning.Cast.Of(template.LeadingRole.Code)[0],
            StartOn = draft.StartOn!.Value,
            AnchorOn = draft.AnchorOn,
            Depth = template.Depth.From,
            PreviousId = beginning.PreviousId,
            AgreementId = beginning.Agreed?.AgreementId,
            AgreementLine = beginning.Agreed?.Code,
            AgreementText = beginning.Agreed?.Text,
            State = beginning.Agreed is null ? CooperationState.Idea : CooperationState.Agreed,
            EmergencyReason = emergency,
            RatifyBy = emergency is null ? null : Dates.InChina(now).AddDays(template.RatifyWithinDays!.Value),
            Sample = actor.Sample,
            CreatedAt = now,
            StateSince = now,
            QuietSince = now,
        };
        db.Add(record);
        AddParties(db, record, beginning, actor, now);
        var tasks = AddTasks(db, record, TaskPlans.Of(template, beginning.Cast), now, sort: 0);
        await relay.RunAsync(record, tasks, ct, note: false);
        return record;
    }

    /// <summary>Rows of planned tasks with their deliverables; keys of tasks that stand already lead to those.</summary>
    public static List<CooperationTask> AddTasks(
        CooperationDb db, CooperationRecord record, IReadOnlyList<PlannedTask> planned, DateTimeOffset now, int sort,
        IReadOnlyDictionary<TaskKey, Guid>? standing = null)
    {
        var ids = planned.ToDictionary(p => p.Key, _ => Guid.CreateVersion7(now));
        var tasks = new List<CooperationTask>();
        foreach (var p in planned)
        {
            var task = new CooperationTask
            {
                Id = ids[p.Key],
                CooperationId = record.Id,
                Stage = p.Stage.Code,
                Code = p.Key.Code,
                SitePartyId = p.Key.Site,
                Turn = p.Key.Turn,
                Sort = sort++,
                TitleZh = p.Plan.Name.Zh,
                TitleEn = p.Plan.Name.En,
                DoesPartyId = p.Does,
                HelpsPartyId = p.Helps,
                Mode = p.Helps is null ? null : p.Plan.Mode,
                ChecksPartyId = p.Checks,
                ConfirmsPartyId = p.Confirms,
                Days = p.Plan.Days,
                StartOffset = p.Plan.Start,
                Wait = p.Wait,
                BeforeAnchor = p.Plan.Before,
                After = [.. p.After.Select(k => ids.TryGetValue(k, out var id) ? id : standing?.GetValueOrDefault(k) ?? Guid.Empty).Where(id => id != Guid.Empty)],
                Optional = p.Plan.Optional,
                Called = !p.Plan.Optional,
            };
            db.Add(task);
            tasks.Add(task);
            db.AddRange(p.Plan.Deliverables.Select((d, n) => new DeliverableRow
            {
                Id = Guid.CreateVersion7(now),
                TaskId = task.Id,
                Code = d.Code,
                Sort = n,
                TitleZh = d.Name.Zh,
                TitleEn = d.Name.En,
                Evidence = [.. d.Evidence.Select(CodeWords.Write)],
                Measures = d.Measures,
                Book = d.Book is { } book ? CodeWords.Write(book) : null,
            }));
        }

        return tasks;
    }

    private static void AddParties(CooperationDb db, CooperationRecord record, Beginning beginning, Actor actor, DateTimeOffset now)
    {
        var (place, line) = (0, 0);
        foreach (var (role, party) in beginning.Template.Roles.SelectMany(r => beginning.Cast.Of(r.Code).Select(p => (r, p))))
        {
            // Who proposes it with the right to bind has agreed by proposing, who sealed an agreement by sealing.
            var agreed = beginning.Agreed is not null || CooperationAccess.Binds(actor, party);
            db.Add(new Participant
            {
                Id = Guid.CreateVersion7(now),
                CooperationId = record.Id,
                PartyId = party,
                Role = role.Code,
                Sort = place++,
                AgreedAt = agreed ? now : null,
                AgreedBy = agreed ? beginning.Agreed?.Number ?? actor.Name : null,
            });
            db.AddRange(role.Gives.Select(g => new Contribution
            {
                Id = Guid.CreateVersion7(now),
                CooperationId = record.Id,
                PartyId = party,
                WhatZh = g.What.Zh,
                WhatEn = g.What.En,
                Unit = CodeWords.Write(g.Unit),
                Sort = line++,
            }));
        }
    }
}
