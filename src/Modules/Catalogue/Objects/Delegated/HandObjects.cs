using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects.Delegated;

/// <summary>A museum hands chosen objects to another for cataloguing, from a day to a day, for the fields that it names; and ends that.</summary>
internal static class HandObjects
{
    private const int Most = 500;

    /// <param name="Helper">The helper's code.</param>
    /// <param name="Numbers">Register numbers, one a line or parted by commas.</param>
    /// <param name="Missing">Or: every object that lacks this field.</param>
    internal sealed record Command(
        string Institution, string? Helper, string? Numbers, string? Missing, DateOnly? From, DateOnly? To, IReadOnlyCollection<string> Fields, string? Note);

    internal sealed record End(string Institution, Guid Id);

    internal sealed class Handler(CatalogueDb db, ObjectAccess access, CurrentActor current, ProfileBook profiles, TimeProvider clock)
    {
        /// <summary>How many objects were handed over.</summary>
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Institution, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            if (!access.MayPublish(holder.Value.Id))
            {
                return new Refusal.Denied("catalogue.help.director-only");
            }

            if (await access.HolderAsync(cmd.Helper?.Trim() ?? "", ct) is not { } helper || helper.Id == holder.Value.Id)
            {
                return new Refusal.Invalid("catalogue.help.no-such-helper", "Helper");
            }

            if (cmd.From is not { } from || cmd.To is not { } to || from > to)
            {
                return new Refusal.Invalid("catalogue.help.days", "To");
            }

            string[] fields = [.. cmd.Fields.Where(key => profiles.All.Any(p => p.Find(key) is { Kind: not FieldKind.Relations, Role: not FieldRoles.Number })).Distinct().Take(60)];
            if (fields.Length == 0)
            {
                return new Refusal.Invalid("catalogue.help.no-fields", "Fields");
            }

            var objects = await ChosenAsync(holder.Value.Id, cmd, ct);
            if (objects.Count == 0)
            {
                return new Refusal.Invalid("catalogue.help.no-objects", "Numbers");
            }

            var delegation = new Delegation
            {
                InstitutionId = holder.Value.Id,
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                HelperId = helper.Id,
                FromOn = from,
                ToOn = to,
                Fields = fields,
                Note = Reasons.Tidy(cmd.Note),
                GivenName = current.Value.Name,
                GivenAt = clock.GetUtcNow(),
            };
            db.Add(delegation);
            db.AddRange(objects.Select(id => new DelegatedObject { InstitutionId = holder.Value.Id, DelegationId = delegation.Id, ObjectId = id }));
            db.Record(new("catalogue.delegation.given", "catalogue.delegation", delegation.Id)
            {
                OwnerId = holder.Value.Id,
                After = new { Helper = helper.Name, From = from, To = to, Objects = objects.Count, Fields = fields },
            });
            await db.SaveChangesAsync(ct);
            return objects.Count;
        }

        public async Task<Outcome<Done>> HandleAsync(End cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Institution, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            if (!access.MayPublish(holder.Value.Id))
            {
                return new Refusal.Denied("catalogue.help.director-only");
            }

            if (await db.Delegations.SingleOrDefaultAsync(d => d.InstitutionId == holder.Value.Id && d.Id == cmd.Id && d.EndedAt == null, ct) is not { } found)
            {
                return new Refusal.Missing("catalogue.help.not-there");
            }

            found.EndedAt = clock.GetUtcNow();
            db.Record(new("catalogue.delegation.ended", "catalogue.delegation", found.Id) { OwnerId = holder.Value.Id });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        private async Task<List<Guid>> ChosenAsync(Guid institution, Command cmd, CancellationToken ct)
        {
            var living = db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution
                && (o.State == ObjectState.Draft || o.State == ObjectState.Review || o.State == ObjectState.Published));
            string[] keys = [.. (cmd.Numbers ?? "").Split(['\n', ',', '，', '、', ';', '；'], StringSplitOptions.RemoveEmptyEntries)
                .Select(RegisterNumber.Key).OfType<string>().Distinct().Take(Most)];
            if (keys.Length > 0)
            {
                return await living.Where(o => keys.Contains(o.NumberKey)).Select(o => o.Id).ToListAsync(ct);
            }

            return cmd.Missing is { Length: > 0 } missing && profiles.All.Any(p => p.Find(missing) is not null)
                ? await living.Where(o => !EF.Functions.JsonExists(o.Record, missing)).OrderBy(o => o.Serial).Take(Most).Select(o => o.Id).ToListAsync(ct)
                : [];
        }
    }
}
