using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>A secretariat takes in many at once, e.g. every museum of its province: tried dry first, row by row, and undone within 30 days.</summary>
internal sealed class AdmitParties(MembersDb db, ICharters charters, CurrentActor current, TimeProvider clock) : IBulkEdit
{
    public const string KindName = "members.admission";
    public const string Place = "place";
    public const string PartyKindOption = "kind";
    public const string GradeOption = "grade";
    public const string Role = "role";

    public string Kind => KindName;

    public string Permission => ClusterPermissions.KeepMembers;

    public string SubjectKind => "members.membership";

    public ModuleDb Db => db;

    public IReadOnlyList<BulkField> Fields { get; } = [new(Role, "members.membership.field.role")];

    public IReadOnlyList<BulkOption> Options { get; } =
    [
        new(Place, "members.admission.place") { Optional = true },
        new(PartyKindOption, "members.admission.kind") { Choices = Words<PartyKind>("members.party-kind", [PartyKind.Operator, PartyKind.Cluster]) },
        new(GradeOption, "members.admission.grade") { Choices = Words<Grade>("members.party-grade", []), Optional = true },
        new(Role, "members.membership.field.role") { Choices = Words<MemberRole>("members.role", [MemberRole.Head]) },
    ];

    public Refusal? Check(BulkContext context) =>
        context[Place] is { Length: > 0 } place && (place.Length > 6 || !place.All(char.IsAsciiDigit)) ? new Refusal.Invalid("members.admission.place-form", Place) : null;

    public async IAsyncEnumerable<ProposedRow> ProposeAsync(BulkContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var kind = Enum.Parse<PartyKind>(context[PartyKindOption]);
        var (place, cluster) = (context[Place], context.PartyId);
        var wanted = db.Parties.AsNoTracking().Where(p => p.Kind == kind && p.ClosedOn == null && p.Id != cluster);
        wanted = place.Length == 0 ? wanted : wanted.Where(p => p.DivisionCode!.StartsWith(place));
        wanted = context[GradeOption] is { Length: > 0 } grade ? wanted.Where(p => p.Grade == Enum.Parse<Grade>(grade)) : wanted;
        await foreach (var party in wanted.OrderBy(p => p.Code).Select(p => new { p.Code, p.Name }).AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return new(party.Code, party.Name, new Dictionary<string, string?> { [Role] = context[Role] });
        }
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        var codes = rows.Select(r => r.Key).ToList();
        var present = await (from m in db.Memberships.AsNoTracking()
                             join p in db.Parties on m.PartyId equals p.Id
                             where m.ClusterId == context.PartyId && codes.Contains(p.Code) && m.State != MembershipState.Left && m.State != MembershipState.Removed
                             select new { p.Code, m.Id, m.Role, m.State }).ToDictionaryAsync(m => m.Code, ct);
        var kind = Enum.Parse<PartyKind>(context[PartyKindOption]);
        var rule = context.PartyId is { } cluster ? (await charters.InForceAsync(cluster, ct))?.Admission : null;
        var stranger = kind == PartyKind.Community ? OwnWord : rule?.Admits(kind) == false ? NotAdmitted : BulkMatch.New;
        return [.. rows.Select(r => !present.TryGetValue(r.Key, out var m) ? stranger : Match(m.Id, m.Role, m.State))];
    }

    // A community joins by its own word (requirement G05): it applies, or is invited and accepts.
    private static readonly BulkMatch OwnWord = BulkMatch.New with { Findings = [new TableProblem("members.admission.community", TablePlace.WholeFile)] };

    private static readonly BulkMatch NotAdmitted = BulkMatch.New with { Findings = [new TableProblem("members.membership.kind-not-admitted", TablePlace.WholeFile)] };

    // Who has applied or was invited is decided one by one, not swept in.
    private static BulkMatch Match(Guid id, MemberRole role, MembershipState state) => new(id, new Dictionary<string, string?> { [Role] = role.ToString() })
    {
        Findings = MembershipStep.IsMember(state) ? [] : [new TableProblem("members.admission.under-way", TablePlace.WholeFile)],
    };

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct)
    {
        if (context.PartyId is not { } cluster || !MembershipAccess.Keeps(current.Value, cluster) || !await db.Clusters.AnyAsync(c => c.PartyId == cluster, ct))
        {
            return [.. rows.Select(_ => (Outcome<BulkWritten>)new Refusal.Denied("members.membership.not-yours"))];
        }

        var codes = rows.Select(r => r.Row.Key).ToList();
        var ids = rows.Select(r => r.SubjectId).OfType<Guid>().ToList();
        var parties = await db.Parties.AsNoTracking().Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, p => p.Id, ct);
        var present = await db.Memberships.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        var begins = (await charters.InForceAsync(cluster, ct))?.Admission is { Trial: true } ? MembershipState.Provisional : MembershipState.Full;
        return [.. rows.Select(row => Write(row, cluster, begins, parties, present))];
    }

    private Outcome<BulkWritten> Write(AcceptedRow row, Guid cluster, MembershipState begins, Dictionary<string, Guid> parties, Dictionary<Guid, Membership> present)
    {
        var role = Enum.Parse<MemberRole>(row.Row.Fields[Role]!);
        if (row.SubjectId is { } id)
        {
            present[id].Role = role;
            present[id].Version++;
            return new BulkWritten(id, cluster);
        }

        if (!parties.TryGetValue(row.Row.Key, out var party))
        {
            return new Refusal.Missing("members.membership.party-unknown").With(("name", row.Row.Key));
        }

        var membership = new Membership
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            ClusterId = cluster,
            PartyId = party,
            State = begins,
            Role = role,
            AskedAt = clock.GetUtcNow(),
            FromOn = Dates.InChina(clock.GetUtcNow()),
        };
        db.Add(membership);
        return new BulkWritten(membership.Id, cluster);
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct) =>
        await db.Memberships.AsNoTracking().Where(m => subjects.Contains(m.Id) && m.State != MembershipState.Left && m.State != MembershipState.Removed)
            .ToDictionaryAsync(m => m.Id, m => (IReadOnlyDictionary<string, string?>)new Dictionary<string, string?> { [Role] = m.Role.ToString() }, ct);

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct)
    {
        var ids = rows.Select(r => r.SubjectId).ToList();
        var present = await db.Memberships.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct);
        foreach (var row in rows)
        {
            var membership = present[row.SubjectId];
            if (row.Added)
            {
                (membership.State, membership.ReasonCode, membership.ToOn) = (MembershipState.Removed, "mistake", Dates.InChina(clock.GetUtcNow()));
            }
            else if (row.Back.TryGetValue(Role, out var role))
            {
                membership.Role = Enum.Parse<MemberRole>(role!);
            }

            membership.Version++;
        }

        return [.. rows.Select(_ => (Refusal?)null)];
    }

    public string Show(string field, string value, Wording words) => words[$"members.role.{value}"];

    private static IReadOnlyList<(string Value, string Word)> Words<T>(string key, T[] without) where T : struct, Enum =>
        [.. Enum.GetValues<T>().Except(without).Select(v => (v.ToString(), $"{key}.{v}"))];
}
