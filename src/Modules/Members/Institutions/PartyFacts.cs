using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Pinyin;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Institutions;

/// <summary>The one way in which a party's facts are written: the dated period and today's column together.</summary>
internal sealed class PartyFacts(MembersDb db, CurrentActor current, TimeProvider clock)
{
    private readonly Dictionary<(Guid Party, string Field), Timeline> timelines = [];
    private readonly HashSet<Guid> loaded = [];

    /// <summary>Today in China.</summary>
    public DateOnly Today => Dates.InChina(clock.GetUtcNow());

    /// <summary>Reads the periods of these parties; needed before they are written or asked.</summary>
    public async Task LoadAsync(IEnumerable<Guid> parties, CancellationToken ct)
    {
        var wanted = parties.Where(loaded.Add).ToArray();
        foreach (var group in (await db.Periods.Where(p => wanted.Contains(p.PartyId)).ToListAsync(ct)).GroupBy(p => (p.PartyId, p.Field)))
        {
            timelines[group.Key] = new(group.Select(p => new Timeline.Span(p.Value, p.ValidFrom, p.ValidTo, p.Source) { Row = p }));
        }
    }

    /// <summary>The same, forgetting what was read before: for batches between which the context is cleared.</summary>
    public Task LoadAfreshAsync(IEnumerable<Guid> parties, CancellationToken ct)
    {
        loaded.Clear();
        timelines.Clear();
        return LoadAsync(parties, ct);
    }

    /// <summary>A party that is being registered: it has no periods yet.</summary>
    public void IsNew(Party party) => loaded.Add(party.Id);

    /// <summary>The value on a day; today's column where the periods know nothing of it.</summary>
    public string On(Party party, PartyField field, DateOnly day) => Of(party, field).On(day) ?? (day >= Today ? field.Read(party) : "");

    public Timeline Of(Party party, PartyField field)
    {
        if (!loaded.Contains(party.Id))
        {
            throw new InvalidOperationException("load the party's periods first");
        }

        return timelines.TryGetValue((party.Id, field.Name), out var timeline)
            ? timeline : timelines[(party.Id, field.Name)] = new(Known(party, field));
    }

    /// <summary>Sets a value from a day on, up to the next one noted. Nothing is written before SaveChanges.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Set(Party party, PartyField field, string value, DateOnly from, string source) =>
        Written(party, field, value, line => line.Set(from, value, source));

    /// <summary>Replaces the present value, since a day.</summary>
    public bool Change(Party party, PartyField field, string value, DateOnly from, string source) =>
        Written(party, field, value, line => line.Change(from, value, source));

    private bool Written(Party party, PartyField field, string value, Func<Timeline, bool> write)
    {
        var timeline = Of(party, field);
        if ((timeline.Spans.Count == 0 && value.Length == 0) || !write(timeline))
        {
            return false;
        }

        Store(party, field, timeline);
        var now = timeline.On(Today);
        if (now is not null && now != field.Read(party))
        {
            field.Write(party, now);
        }

        party.Version++;
        if (field == PartyField.FullName || field == PartyField.NameEn || field == PartyField.FormerNames)
        {
            Index(party);
        }

        return true;
    }

    /// <summary>What a search looks through: code, every name there was, English name.</summary>
    public void Index(Party party)
    {
        var names = Of(party, PartyField.FullName).Spans.Select(s => s.Value).Prepend(party.Name).Concat(party.FormerNames)
            .Distinct().ToList();
        party.SearchNames = string.Join('\n', names.Append(party.NameEn).Append(party.Code).OfType<string>()).ToLowerInvariant();
        party.SearchSounds = string.Join('\n', names.Select(Sounds.Of));
    }

    /// <summary>A party that was written without periods had its present values at least since it was registered.</summary>
    private static IEnumerable<Timeline.Span> Known(Party party, PartyField field) =>
        field.Read(party) is { Length: > 0 } value && value is not ("unknown" or "none")
            ? [new(value, Dates.InChina(party.RegisteredAt), null, "registration")]
            : [];

    private void Store(Party party, PartyField field, Timeline timeline)
    {
        db.Periods.RemoveRange(timeline.Dropped.Select(s => s.Row).OfType<PartyPeriod>());
        var stored = new List<Timeline.Span>();
        foreach (var span in timeline.Spans)
        {
            var row = span.Row ?? db.Periods.Add(Noted(party, field, span)).Entity;
            (row.ValidFrom, row.ValidTo) = (span.From, span.To);
            if (row.Value != span.Value)
            {
                (row.Value, row.Source) = (span.Value, span.Source);
                (row.RecordedAt, row.RecordedBy, row.RecordedName) = (clock.GetUtcNow(), current.Value.PersonId, current.Value.Name);
            }

            stored.Add(new(span.Value, span.From, span.To, span.Source) { Row = row });
        }

        timelines[(party.Id, field.Name)] = new(stored);
    }

    private PartyPeriod Noted(Party party, PartyField field, Timeline.Span span) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        PartyId = party.Id,
        Field = field.Name,
        Value = span.Value,
        Source = span.Source,
        RecordedAt = clock.GetUtcNow(),
        RecordedBy = current.Value.PersonId,
        RecordedName = current.Value.Name,
    };
}
