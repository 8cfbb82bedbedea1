using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Prints;

/// <summary>
/// The register keeper enters objects into the total register, corrects a line by a further line, and strikes out what was deregistered.
/// Nobody else writes in it, and nothing in it is ever changed.
/// </summary>
internal static class KeepRegister
{
    /// <param name="Serials">Objects to enter; null for all that are published and numbered.</param>
    internal sealed record Enter(string Institution, IReadOnlyCollection<int>? Serials);

    /// <param name="Reason">Printed beside the correction; for what was deregistered, the approval.</param>
    internal sealed record Correct(string Institution, int Serial, string? Reason);

    internal sealed class Handler(CatalogueDb db, ObjectAccess access, ReadRegister read, CurrentActor current, TimeProvider clock)
    {
        /// <summary>How many lines were written.</summary>
        public async Task<Outcome<int>> HandleAsync(Enter cmd, CancellationToken ct)
        {
            var holder = await KeeperAsync(cmd.Institution, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            await using var transaction = await LockAsync(holder.Value.Id, ct);
            var waiting = (await read.NotEnteredAsync(holder.Value.Id, ct)).Where(o => cmd.Serials?.Contains(o.Row.Serial) != false).ToList();
            var line = await LastAsync(holder.Value.Id, ct);
            foreach (var (row, record) in waiting)
            {
                db.Add(Line(row, ++line, RegisterLineKind.Entry, RegisterFacts.Write(RegisterFacts.Of(record)), null, null));
            }

            if (waiting.Count > 0)
            {
                db.Record(new("catalogue.register.entered", "catalogue.register", holder.Value.Id) { After = new { Lines = waiting.Count, Last = line } });
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }

            return waiting.Count;
        }

        public async Task<Outcome<Done>> HandleAsync(Correct cmd, CancellationToken ct)
        {
            var holder = await KeeperAsync(cmd.Institution, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            if (Reasons.Tidy(cmd.Reason) is not { } reason)
            {
                return new Refusal.Invalid("catalogue.register.reason-missing", "Reason");
            }

            await using var transaction = await LockAsync(holder.Value.Id, ct);
            var open = (await read.ToCorrectAsync(holder.Value.Id, ct)).FirstOrDefault(o => o.Row.Serial == cmd.Serial);
            if (open is null)
            {
                return new Refusal.Invalid("catalogue.register.nothing-to-correct");
            }

            var kind = open.Gone ? RegisterLineKind.Deregistration : RegisterLineKind.Correction;
            var facts = open.Gone ? open.Line.Facts : RegisterFacts.Write(open.Now);
            db.Add(Line(open.Row, await LastAsync(holder.Value.Id, ct) + 1, kind, facts, open.Line, reason));
            db.Record(new(open.Gone ? "catalogue.register.struck-out" : "catalogue.register.corrected", ObjectHistory.SubjectKind, open.Row.Id)
            {
                OwnerId = holder.Value.Id,
                Reason = reason,
            });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return Done.It;
        }

        private async Task<Outcome<Holder>> KeeperAsync(string code, CancellationToken ct)
        {
            var holder = await access.KeptAsync(code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            return await read.DutyAsync(holder.Value.Id, current.Value.PersonId, ct) == DutyKind.Register
                ? holder.Value
                : new Refusal.Denied("catalogue.register.keeper-only");
        }

        // One pen: numbers of lines follow each other without a gap.
        private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> LockAsync(Guid institution, CancellationToken ct)
        {
            var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"catalogue.register:" + institution}, 0))", ct);
            return transaction;
        }

        private async Task<int> LastAsync(Guid institution, CancellationToken ct) =>
            await db.RegisterLines.Where(l => l.InstitutionId == institution).MaxAsync(l => (int?)l.Line, ct) ?? 0;

        private RegisterLine Line(CatalogueObject row, int line, RegisterLineKind kind, string facts, RegisterLine? corrects, string? reason) => new()
        {
            InstitutionId = row.InstitutionId,
            Line = line,
            ObjectId = row.Id,
            Kind = kind,
            Number = row.Number ?? corrects?.Number ?? "",
            Facts = facts,
            Corrects = corrects?.Line,
            Reason = reason,
            SignedBy = current.Value.PersonId,
            SignedName = current.Value.Name,
            SignedAt = clock.GetUtcNow(),
        };
    }
}

/// <summary>What stands in the register, and what the records say differently by now.</summary>
internal sealed class ReadRegister(CatalogueDb db, ProfileBook profiles)
{
    /// <summary>How many are entered at once.</summary>
    public const int MostAtOnce = 5000;

    private const int Looked = 500;

    /// <param name="Line">The line in force.</param>
    /// <param name="Now">What the record says now.</param>
    /// <param name="Gone">The object is no longer in use: its line is to be struck out.</param>
    internal sealed record Open(CatalogueObject Row, RegisterLine Line, IReadOnlyDictionary<string, string> Now, bool Gone);

    /// <summary>A line as printed: the entry, and its corrections after it in order.</summary>
    internal sealed record Entry(RegisterLine First, IReadOnlyList<RegisterLine> Later);

    public async Task<DutyKind?> DutyAsync(Guid institution, Guid? person, CancellationToken ct) => person is null
        ? null
        : (await db.Duties.AsNoTracking().SingleOrDefaultAsync(d => d.InstitutionId == institution && d.PersonId == person, ct))?.Kind;

    /// <summary>Published, numbered, and in no line yet; in the order of their numbers, so many at once.</summary>
    public async Task<IReadOnlyList<ListObjects.KeptRow>> NotEnteredAsync(Guid institution, CancellationToken ct) =>
        [.. (await Waiting(institution).OrderBy(o => o.NumberKey).Take(MostAtOnce).ToListAsync(ct))
            .Select(o => new ListObjects.KeptRow(o, ObjectRecord.Read(profiles[o.Profile], o.Record)))];

    /// <summary>How many of them there are, with the first and the last of those that would be entered now.</summary>
    public async Task<(int Count, string First, string Last)> CountNotEnteredAsync(Guid institution, CancellationToken ct)
    {
        var (count, numbers) = (await Waiting(institution).CountAsync(ct), Waiting(institution).OrderBy(o => o.NumberKey).Select(o => o.Number!));
        return count == 0
            ? (0, "", "")
            : (count, await numbers.FirstAsync(ct), await numbers.Skip(Math.Min(count, MostAtOnce) - 1).FirstAsync(ct));
    }

    /// <summary>
    /// Entered objects that say something else by now, or are gone. Only those that were written to after their last line are looked at, one by
    /// one: a register of a hundred thousand lines is not read for the few that changed.
    /// </summary>
    public async Task<IReadOnlyList<Open>> ToCorrectAsync(Guid institution, CancellationToken ct)
    {
        var touched = await db.Database.SqlQuery<Guid>($"""
            select o.id as "Value" from catalogue.object o
             where o.institution_id = {institution}
               and exists (select from catalogue.register_line l where l.institution_id = {institution} and l.object_id = o.id and l.kind = 'Entry')
               and not exists (select from catalogue.register_line l
                                where l.institution_id = {institution} and l.object_id = o.id and (l.signed_at > o.changed_at or l.kind = 'Deregistration'))
            """).ToListAsync(ct);
        var open = new List<Open>();
        foreach (var ids in touched.Chunk(Looked))
        {
            var rows = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution && ids.Contains(o.Id)).ToListAsync(ct);
            var lines = (await db.RegisterLines.AsNoTracking().Where(l => l.InstitutionId == institution && ids.Contains(l.ObjectId)).OrderBy(l => l.Line).ToListAsync(ct))
                .GroupBy(l => l.ObjectId).ToDictionary(g => g.Key, g => g.Last());
            open.AddRange(rows.Select(r => Look(r, lines[r.Id])).OfType<Open>());
        }

        return [.. open.OrderBy(o => o.Line.Line)];
    }

    /// <summary>The register from a line on.</summary>
    public async Task<(IReadOnlyList<Entry> Entries, int Total)> PageAsync(Guid institution, int page, int size, CancellationToken ct)
    {
        var entries = db.RegisterLines.AsNoTracking().Where(l => l.InstitutionId == institution && l.Kind == RegisterLineKind.Entry);
        var total = await entries.CountAsync(ct);
        var first = await entries.OrderBy(l => l.Line).Skip((page - 1) * size).Take(size).ToListAsync(ct);
        Guid[] ids = [.. first.Select(l => l.ObjectId)];
        var later = (await db.RegisterLines.AsNoTracking().Where(l => l.InstitutionId == institution && l.Kind != RegisterLineKind.Entry && ids.Contains(l.ObjectId))
            .OrderBy(l => l.Line).ToListAsync(ct)).ToLookup(l => l.ObjectId);
        return ([.. first.Select(l => new Entry(l, [.. later[l.ObjectId]]))], total);
    }

    private IQueryable<CatalogueObject> Waiting(Guid institution) => db.Objects.AsNoTracking().Where(
        o => o.InstitutionId == institution && o.State == ObjectState.Published && o.Number != null
            && !db.RegisterLines.Any(l => l.InstitutionId == institution && l.ObjectId == o.Id));

    private Open? Look(CatalogueObject row, RegisterLine line)
    {
        if (row.State is ObjectState.Binned or ObjectState.Gone)
        {
            return new(row, line, new Dictionary<string, string>(), true);
        }

        var now = RegisterFacts.Of(ObjectRecord.Read(profiles[row.Profile], row.Record));
        return RegisterFacts.Differences(RegisterFacts.Read(line.Facts), now).Count == 0 ? null : new(row, line, now, false);
    }
}
