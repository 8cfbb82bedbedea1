using Guanlian.Contracts.Agreements;
using Guanlian.Cooperation.Scheduling;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Planning;

/// <summary>
/// The tasks of an agreement that name no kind of cooperation, as a template of their own: so they are begun, moved and reported like any
/// other, and an amendment is a change of form. Pure.
/// </summary>
internal static class AgreedTemplate
{
    public const string Code = "agreed-work";

    private static readonly Bilingual Stands = new("见协议", "As agreed");

    public static Template Of(AgreementSealed fact, IReadOnlyList<AgreedWork> work, WorkingCalendar calendar)
    {
        var family = TemplateBook.Families[Family.CrossSector];
        var going = new GoingDays(calendar, []);
        return new()
        {
            Code = Code,
            Version = fact.Text,
            Family = Family.CrossSector,
            Mode = CooperationMode.StrategicAlliance,
            Name = new("协议任务", "Work of an agreement"),
            Summary = new($"{fact.Number} 约定的任务", $"What {fact.Number} promises"),
            PublicBenefit = Stands,
            Inclusion = family.Inclusion,
            Exit = Stands,
            Depth = new(2, 3),
            Lead = new([], [], []),
            Roles = [.. fact.Parties.Select((p, n) => new PartyRole
            {
                Code = RoleOf(n),
                Name = new($"第 {n + 1} 方", $"Party {n + 1}"),
                Leads = n == 0,
                Receives = n > 0 && work.Any(w => w.For == p),
                Gains = Stands,
            })],
            Safeguards = SafeguardsOf(fact),
            Ladder = new(DoneBy.Leader, DoneBy.Alone, family.Rungs),
            Stages =
            [
                new()
                {
                    Code = "work",
                    Name = new("履行", "Carrying out"),
                    Tasks = [.. work.Select(w => Task(w, fact, going))],
                },
            ],
        };
    }

    /// <summary>Its parties in their roles.</summary>
    public static Cast CastOf(AgreementSealed fact) =>
        new(fact.Parties.Select((p, n) => (Role: RoleOf(n), Party: p)).ToDictionary(p => p.Role, IReadOnlyList<Guid> (p) => [p.Party]));

    /// <summary>The agreement's own words to the seven safeguards.</summary>
    public static IReadOnlyList<SafeguardLine> SafeguardsOf(AgreementSealed fact) =>
        [.. fact.Safeguards.Select(s => (Kind: CodeWords.Read<Safeguard>(s.Key), s.Value)).Where(s => s.Kind is not null).Select(s => new SafeguardLine(s.Kind!.Value, new(s.Value, s.Value)))];

    private static string RoleOf(int place) => $"party-{place + 1}";

    private static TaskPlan Task(AgreedWork work, AgreementSealed fact, GoingDays going) => new()
    {
        Code = work.Code,
        Name = new(work.Words, work.Words),
        Does = RoleOf(PlaceOf(fact, work.Does)),
        Checks = work.For == work.Does ? null : RoleOf(PlaceOf(fact, work.For)),
        Confirms = work.For == work.Does ? null : RoleOf(PlaceOf(fact, work.For)),
        Start = Going(going, fact.From, work.From.AddDays(-1)),
        Days = Math.Max(1, Going(going, work.From, work.Due)),
        Deliverables = [new() { Code = "done", Name = new("完成情况", "What was done"), Evidence = [EvidenceKind.Document, EvidenceKind.Photo, EvidenceKind.Note] }],
    };

    private static int PlaceOf(AgreementSealed fact, Guid party) => fact.Parties.ToList().IndexOf(party);

    /// <summary>How many days work goes on between two days, both counted.</summary>
    private static int Going(GoingDays going, DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            count += going.Goes(day) ? 1 : 0;
        }

        return count;
    }
}
