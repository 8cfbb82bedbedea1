using Guanlian.Catalogue.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Objects;

/// <summary>送审, 退回, 发布, 撤回: a draft goes to review, back with a reason, or out to its audience, and can be taken back.</summary>
internal static class ChangeState
{
    internal sealed record Command(string Institution, int Serial, int Version, ObjectState To, string? Reason);

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
            if (Step(kept.Row.State, cmd.To) is not { } step)
            {
                return new Refusal.Invalid("catalogue.state.no-such-step");
            }

            if (step.NeedsPublish && !kept.MayPublish)
            {
                return new Refusal.Denied("catalogue.state.director-only");
            }

            if (step.NeedsReason && reason is null)
            {
                return new Refusal.Invalid("catalogue.state.reason-missing", "Reason");
            }

            if (cmd.To == ObjectState.Published
                && PublishChecklist.Blocking(kept.Record, SeenObject.Levels(kept.Row.FieldLevels)).ToList() is { Count: > 0 } open)
            {
                var first = open.Where(i => i.Key == open[0].Key).Select(i => i.Field.In(!Wording.InChinese));
                return new Refusal.Invalid(open[0].RefusalKey) { Holes = [("field", string.Join(Wording.InChinese ? "、" : ", ", first))] };
            }

            var stored = await store.StoreAsync(ObjectDraft.Of(kept.Row, kept.Record) with { State = cmd.To },
                new(step.Action, ObjectHistory.SubjectKind, kept.Row.Id) { Reason = reason }, ct);
            return stored.Refused ? stored.Refusal : Done.It;
        }

        private static (string Action, bool NeedsPublish, bool NeedsReason)? Step(ObjectState from, ObjectState to) => (from, to) switch
        {
            (ObjectState.Draft, ObjectState.Review) => ("catalogue.object.sent-for-review", false, false),
            (ObjectState.Review, ObjectState.Draft) => ("catalogue.object.returned", false, true),
            (ObjectState.Draft or ObjectState.Review, ObjectState.Published) => ("catalogue.object.published", true, false),
            (ObjectState.Published, ObjectState.Draft) => ("catalogue.object.withdrawn", true, true),
            _ => null,
        };
    }
}

/// <summary>A reason as it is kept: said in some words, or not at all.</summary>
internal static class Reasons
{
    public static string? Tidy(string? reason) => Fields.TypedText.Tidy(reason) is { Length: > 0 } said ? said[..Math.Min(said.Length, 500)] : null;
}
