using Guanlian.Catalogue.Data;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// A record goes to the bin with a reason and gives its number back; from there it comes back as a draft, or goes for ever and leaves
/// a tombstone: its address answers that it is gone, its history stays.
/// </summary>
internal static class BinObject
{
    internal sealed record Command(string Institution, int Serial, int Version, Step Step, string? Reason);

    internal enum Step
    {
        Bin,
        Restore,
        RemoveForEver,
    }

    internal sealed class Handler(ObjectAccess access, StoreObject store)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.KeptAsync(cmd.Institution, cmd.Serial, cmd.Version, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (kept, reason) = (found.Value, Reasons.Tidy(cmd.Reason));
            if (!kept.MayPublish)
            {
                return new Refusal.Denied("catalogue.state.director-only");
            }

            if (!Fits(kept.Row.State, cmd.Step))
            {
                return new Refusal.Invalid("catalogue.state.no-such-step");
            }

            if (cmd.Step != Step.Restore && reason is null)
            {
                return new Refusal.Invalid("catalogue.state.reason-missing", "Reason");
            }

            var draft = ObjectDraft.Of(kept.Row, kept.Record);
            var (after, action) = cmd.Step switch
            {
                Step.Bin => (draft with { State = ObjectState.Binned }, "catalogue.object.binned"),
                Step.Restore => (draft with { State = ObjectState.Draft }, "catalogue.object.taken-from-bin"),
                _ => (draft with { State = ObjectState.Gone, Record = ObjectRecord.Empty(kept.Record.Profile) }, "catalogue.object.removed"),
            };
            var stored = await store.StoreAsync(after, new(action, ObjectHistory.SubjectKind, kept.Row.Id) { Reason = reason }, ct);
            return stored.Refused ? stored.Refusal : Done.It;
        }

        private static bool Fits(ObjectState state, Step step) => step switch
        {
            Step.Bin => state is ObjectState.Draft or ObjectState.Review or ObjectState.Published,
            _ => state == ObjectState.Binned,
        };
    }
}
