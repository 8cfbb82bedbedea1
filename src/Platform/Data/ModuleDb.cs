using System.Text.Json;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Data;

/// <summary>
/// Base of every module's DbContext: its own schema, snake_case names, and the shared tables of history, outbox and jobs, so that a
/// change, its event, its announcement and its job commit together or not at all.
/// </summary>
public abstract class ModuleDb(DbContextOptions options, ModuleDbParts parts) : DbContext(options)
{
    /// <summary>The module's schema.</summary>
    protected abstract string Schema { get; }

    /// <summary>Notes a change in the history. Nothing is written before SaveChanges.</summary>
    /// <param name="change">What happened to what, why, before and after.</param>
    public void Record(Change change)
    {
        var actor = parts.Actor.Value;
        Add(new HistoryEvent
        {
            Id = Guid.CreateVersion7(parts.Clock.GetUtcNow()),
            At = parts.Clock.GetUtcNow(),
            PersonId = actor.PersonId,
            ActorName = actor.Name,
            PartyId = actor.PartyId,
            MandateId = actor.Mandate?.Id,
            Action = change.Action,
            SubjectKind = change.SubjectKind,
            SubjectId = change.SubjectId,
            OwnerId = change.OwnerId,
            ReasonCode = change.ReasonCode,
            Reason = change.Reason,
            Before = change.Before is null ? null : JsonSerializer.SerializeToDocument(change.Before, HistoryJson.Options),
            After = change.After is null ? null : JsonSerializer.SerializeToDocument(change.After, HistoryJson.Options),
        });
    }

    /// <summary>Tells the other modules a fact: one delivery for each subscriber, in the transaction of the change.</summary>
    public void Announce<T>(T fact) where T : IModuleEvent
    {
        var announcement = new Announcement
        {
            Id = Guid.CreateVersion7(parts.Clock.GetUtcNow()),
            Name = T.WireName,
            At = parts.Clock.GetUtcNow(),
            Payload = JsonSerializer.SerializeToDocument(fact, HistoryJson.Options),
        };
        Add(announcement);
        foreach (var subscriber in parts.Subscriptions.Of(T.WireName))
        {
            Add(new Delivery { AnnouncementId = announcement.Id, Subscriber = subscriber, NextAt = announcement.At });
        }
    }

    /// <summary>
    /// Saves, and ends the transaction that is open; where somebody was faster (a version counted on is not there any more), nothing is
    /// kept and the refusal says so.
    /// </summary>
    /// <param name="stale">Code of the refusal.</param>
    public async Task<Outcome<Done>> SaveInTurnAsync(string stale, CancellationToken ct)
    {
        try
        {
            await SaveChangesAsync(ct);
            if (Database.CurrentTransaction is { } transaction)
            {
                await transaction.CommitAsync(ct);
                await transaction.DisposeAsync();
            }

            return Done.It;
        }
        catch (DbUpdateConcurrencyException)
        {
            ChangeTracker.Clear();
            return new Refusal.Stale(stale);
        }
    }

    /// <summary>Queues long work under the present actor; it starts once the transaction has committed.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="payload">Its input.</param>
    /// <param name="subjectId">What it is about.</param>
    /// <param name="grace">How long whoever queues it has to do it himself.</param>
    /// <returns>The job's id, for its progress page.</returns>
    public Guid Enqueue<T>(string kind, T payload, Guid? subjectId = null, TimeSpan grace = default)
    {
        var actor = parts.Actor.Value;
        var job = new Job
        {
            Id = Guid.CreateVersion7(parts.Clock.GetUtcNow()),
            Kind = kind,
            Payload = JsonSerializer.SerializeToDocument(payload, HistoryJson.Options),
            SubjectId = subjectId,
            PersonId = actor.PersonId,
            MandateId = actor.Mandate?.Id,
            CreatedAt = parts.Clock.GetUtcNow(),
            RunAfter = parts.Clock.GetUtcNow() + grace,
        };
        Add(job);
        return job.Id;
    }

    /// <inheritdoc />
    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        Shape(modelBuilder);
        PlatformTables.Map(modelBuilder, ownedHere: Schema == "platform");
        SnakeCaseNames.Apply(modelBuilder);
    }

    /// <summary>The module's own tables.</summary>
    protected abstract void Shape(ModelBuilder model);
}

/// <summary>What every ModuleDb needs from its scope, as one parameter.</summary>
public sealed record ModuleDbParts(CurrentActor Actor, TimeProvider Clock, Subscriptions Subscriptions);
