using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>The kinds of this scope, and who may have to do with an act.</summary>
public sealed class BulkAccess(IEnumerable<IBulkKind> kinds, CurrentActor current, PlatformDb db)
{
    /// <summary>
    /// Said by whoever takes the steps of his acts himself in this scope (<see cref="BulkSteps"/>). A server that took one of them first would do it
    /// no sooner, but both would compile what it needs; it comes in where a command has died.
    /// </summary>
    public bool TakesSteps { get; set; }

    internal TimeSpan Grace => TakesSteps ? TimeSpan.FromSeconds(10) : TimeSpan.Zero;

    /// <summary>The program itself works without a mandate (commands, sample data).</summary>
    private bool IsProgram => current.Value == Actor.Program;

    /// <summary>A kind by its stored name.</summary>
    public IBulkKind? Find(string kind) => kinds.FirstOrDefault(k => k.Kind == kind);

    /// <summary>A kind that the actor may start, or why not.</summary>
    public (IBulkKind? Kind, Refusal? No) Startable(string kind) => Find(kind) switch
    {
        null => (null, new Refusal.Missing(BulkWords.KindMissing)),
        var found when !IsProgram && !current.Value.May(found.Permission) => (null, new Refusal.Denied(BulkWords.Denied)),
        var found => (found, null),
    };

    /// <summary>An act that the actor may see and work on; what he may not see does not exist.</summary>
    public async Task<Outcome<(BulkAct Act, IBulkKind Kind)>> OpenAsync(Guid id, CancellationToken ct)
    {
        var act = await db.Set<BulkAct>().SingleOrDefaultAsync(a => a.Id == id, ct);
        return act is null || Find(act.Kind) is not { } kind || !MaySee(act, kind) ? new Refusal.Missing(BulkWords.Missing) : (act, kind);
    }

    /// <summary>The same, with a kind that knows how to show its rows. What it refuses concerns work on the act, not looking at it.</summary>
    public async Task<Outcome<(BulkAct Act, IBulkKind Kind)>> OpenPreparedAsync(Guid id, CancellationToken ct)
    {
        var opened = await OpenAsync(id, ct);
        if (!opened.Refused)
        {
            _ = await opened.Value.Kind.PrepareAsync(opened.Value.Act.Context, ct);
        }

        return opened;
    }

    private bool MaySee(BulkAct act, IBulkKind kind) => IsProgram
        || (act.PartyId is { } party
            ? current.Value.May(kind.Permission, party)
            : current.Value.May(kind.Permission) && current.Value.May(PlatformPermissions.Operate));
}
