using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Formats.Reading;
using Guanlian.Platform.Access;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Fetching;

/// <summary>
/// Fetches what has changed in a system elsewhere since the last time. Each answer's records and the place where the list goes on are
/// stored in one transaction: whoever is stopped in between, by whatever, goes on there.
/// </summary>
internal sealed class RunHarvest(CatalogueDb db, OutsideCalls calls, TakeInRecords takeIn, CurrentActor current, TimeProvider clock) : IJobKind
{
    public const string JobKind = "catalogue.harvest";
    private const string Stage = "catalogue.harvest.stage.fetching";
    private const int MostRecordsInAnswer = 20_000;
    private const int MostTries = 3;

    public string Kind => JobKind;

    public async Task<JobEnd> RunAsync(JobRun run, CancellationToken ct)
    {
        var asked = run.Payload<Ask>();
        var from = await db.Set<Harvester>().AsNoTracking().SingleOrDefaultAsync(h => h.InstitutionId == asked.InstitutionId && h.Id == asked.Id, ct);
        if (from is null)
        {
            return new JobEnd(null, new Refusal.Missing("catalogue.harvest.missing"));
        }

        if (current.Value != Actor.Program && !current.Value.May(CataloguePermissions.Publish, from.InstitutionId))
        {
            return new JobEnd(null, new Refusal.Denied("catalogue.harvest.not-yours"));
        }

        var refusal = await HarvestAsync(from, run.ReportAsync, ct);
        if (refusal is not null)
        {
            await NoteAsync(from, refusal, ct);
            return new JobEnd(null, refusal);
        }

        return new JobEnd(new { from.Received, from.Written, from.Removed, Href = "collections/harvests" });
    }

    private async Task<Refusal?> HarvestAsync(Harvester from, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        if (from.BegunAt is null)
        {
            (from.BegunAt, from.Token, from.BegunFrom) = (clock.GetUtcNow(), null, null);
            (from.Received, from.Written, from.Removed) = (0, 0, 0);
        }

        for (var startedOver = false; ;)
        {
            var fetched = await calls.GetAsync(AddressOf(from), body => Task.FromResult(Read(body)), ct);
            if (fetched.Refused)
            {
                return fetched.Refusal;
            }

            var answer = fetched.Value;
            if (answer.Errors.Find(e => e.Code == "badResumptionToken") != default && !startedOver)
            {
                // The other side has forgotten its list: from the beginning of this harvest once more.
                (from.Token, from.BegunFrom, startedOver) = (null, null, true);
                continue;
            }

            if (from is { Token: null, NextFrom.Length: 20 } && answer.Errors.Exists(e => e.Code == "badArgument"))
            {
                // A repository that counts in days.
                from.NextFrom = from.NextFrom[..10];
                continue;
            }

            if (answer.Errors.Find(e => e.Code != "noRecordsMatch") is { Code: not null } error)
            {
                return new Refusal.Invalid("catalogue.harvest.protocol-error").With(("code", error.Code), ("text", error.Text));
            }

            from.BegunFrom ??= answer.ResponseDate;
            if (await StoreAsync(from, answer, ct) is { } refusal)
            {
                return refusal;
            }

            await report(from.Received, Math.Max(answer.Total ?? 0, from.Received), Stage);
            if (from.BegunAt is null)
            {
                return null;
            }
        }
    }

    private static Uri AddressOf(Harvester from)
    {
        var query = from.Token is { } token
            ? $"verb=ListRecords&resumptionToken={Uri.EscapeDataString(token)}"
            : $"verb=ListRecords&metadataPrefix={Uri.EscapeDataString(from.Prefix)}"
                + (from.SetSpec is { } set ? $"&set={Uri.EscapeDataString(set)}" : "") + (from.NextFrom is { } since ? $"&from={Uri.EscapeDataString(since)}" : "");
        return new Uri($"{from.Address}{(from.Address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}");
    }

    private static Outcome<Answer> Read(Stream body)
    {
        var limits = ForeignLimits.Usual with { Bytes = 256L << 20, Records = MostRecordsInAnswer };
        var answer = new OaiAnswer(new RationedStream(body, limits), limits);
        try
        {
            var records = answer.Records().Take(MostRecordsInAnswer + 1).ToList();
            return records.Count > MostRecordsInAnswer
                ? ForeignFault.Of("catalogue.formats.file.too-many", ("limit", MostRecordsInAnswer)).Problem.AsRefusal()
                : new Answer(records, answer.ResumptionToken, answer.CompleteListSize, answer.ResponseDate, answer.Errors);
        }
        catch (ForeignFault fault)
        {
            return fault.Problem.AsRefusal();
        }
        catch (System.Xml.XmlException e)
        {
            return new Refusal.Invalid("catalogue.harvest.no-oai").With(("line", e.LineNumber), ("position", e.LinePosition));
        }
    }

    private async Task<Refusal?> StoreAsync(Harvester from, Answer answer, CancellationToken ct)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await takeIn.WriteAsync(from, answer.Records, ct) is not var (written, removed))
            {
                await transaction.RollbackAsync(ct);
                db.ChangeTracker.Clear();
                continue;
            }

            from.Received += answer.Records.Count;
            from.Written += written;
            from.Removed += removed;
            from.Token = answer.Token;
            var whole = answer.Token is null;
            if (whole)
            {
                (from.NextFrom, from.BegunAt, from.BegunFrom) = (Since(from) ?? from.NextFrom, null, null);
            }

            DateTimeOffset? ended = whole ? clock.GetUtcNow() : null;
            await db.Database.ExecuteSqlAsync($"""
                update catalogue.harvester
                   set begun_at = {from.BegunAt}, begun_from = {from.BegunFrom}, token = {from.Token}, next_from = {from.NextFrom},
                       received = {from.Received}, written = {from.Written}, removed = {from.Removed},
                       ended_at = coalesce({ended}, ended_at), error_code = null, error_text = null
                 where institution_id = {from.InstitutionId} and id = {from.Id}
                """, ct);
            await transaction.CommitAsync(ct);
            return null;
        }

        return new Refusal.Stale("catalogue.harvest.edited-meanwhile");
    }

    /// <summary>The repository's time at the beginning; a repository that counts in days answers a from in seconds with an error, so days are kept as days.</summary>
    private static string? Since(Harvester from) => from.BegunFrom is { Length: >= 10 } begun
        ? begun.Length >= 20 && from.NextFrom is not { Length: 10 } ? begun[..19] + "Z" : begun[..10]
        : null;

    private Task<int> NoteAsync(Harvester from, Refusal refusal, CancellationToken ct)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(refusal.Holes.ToDictionary(h => h.Name, h => h.Value?.ToString() ?? ""));
        return db.Database.ExecuteSqlAsync($"""
            update catalogue.harvester set error_code = {refusal.Code}, error_text = {text}, ended_at = {clock.GetUtcNow()}
             where institution_id = {from.InstitutionId} and id = {from.Id}
            """, ct);
    }

    /// <summary>Input of the job.</summary>
    internal sealed record Ask(Guid InstitutionId, Guid Id);

    private sealed record Answer(
        List<ForeignRecord> Records, string? Token, int? Total, string? ResponseDate, List<(string Code, string Text)> Errors);
}
