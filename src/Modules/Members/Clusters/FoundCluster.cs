using System.Text.RegularExpressions;
using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Members.Institutions;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Members.Clusters;

/// <summary>The operator founds a cluster anywhere, a secretariat one below its own. The cluster is a party from the first moment.</summary>
internal static partial class FoundCluster
{
    /// <param name="Code">Short, for its address: letters, digits, hyphens.</param>
    /// <param name="Name">In Chinese.</param>
    /// <param name="NameEn">In English, optional.</param>
    /// <param name="Kind">One of the four.</param>
    /// <param name="Mode">Null takes the kind's usual one.</param>
    /// <param name="DivisionCode">Where; optional, for a cluster may have no place.</param>
    /// <param name="Purpose">What for.</param>
    internal sealed record Command(string? Code, string? Name, string? NameEn, ClusterKind Kind, CooperationMode? Mode, string? DivisionCode, string? Purpose);

    internal sealed class Handler(MembersDb db, PartyFacts facts, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (!current.Value.May(ClusterPermissions.Found))
            {
                return new Refusal.Denied("members.cluster.not-yours");
            }

            if (Check(cmd) is { } invalid)
            {
                return invalid;
            }

            var party = Register(cmd);
            var cluster = new Cluster
            {
                PartyId = party.Id,
                Kind = cmd.Kind,
                Mode = cmd.Mode ?? ClusterPreset.Of(cmd.Kind).Mode,
                Purpose = cmd.Purpose?.ReplaceLineEndings("\n").Trim() ?? "",
                FoundedOn = facts.Today,
            };
            db.Add(cluster);
            db.Record(new Change("members.cluster.founded", "members.party", party.Id)
            {
                After = new { party.Code, party.Name, Kind = cluster.Kind.ToString(), Mode = cluster.Mode.ToString() },
            });
            await BelowOwnAsync(party, ct);
            try
            {
                await db.SaveChangesAsync(ct);
                return party.Id;
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "party_code_once" })
            {
                return new Refusal.Invalid("members.cluster.code-taken", nameof(cmd.Code));
            }
        }

        private static Refusal.Invalid? Check(Command cmd)
        {
            List<Refusal.Invalid> problems = [];
            Also(cmd.Code is null || !CodeForm().IsMatch(cmd.Code.Trim()) || cmd.Code.Trim().Equals("new", StringComparison.OrdinalIgnoreCase), "members.cluster.code-form", nameof(cmd.Code));
            Also(string.IsNullOrWhiteSpace(cmd.Name) || cmd.Name.Trim().Length > 200, "members.cluster.name-needed", nameof(cmd.Name));
            Also(cmd.NameEn?.Trim().Length > 200, "members.cluster.name-needed", nameof(cmd.NameEn));
            Also(!Enum.IsDefined(cmd.Kind), "members.cluster.kind-unknown", nameof(cmd.Kind));
            Also(cmd.Mode is { } mode && !Enum.IsDefined(mode), "members.cluster.mode-unknown", nameof(cmd.Mode));
            Also(!string.IsNullOrWhiteSpace(cmd.DivisionCode) && !Divisions.Division.IsCode(cmd.DivisionCode.Trim()), "members.cluster.division-form", nameof(cmd.DivisionCode));
            Also(cmd.Purpose?.Length > 4000, "members.cluster.purpose-long", nameof(cmd.Purpose));
            return problems is [var first, .. var rest] ? first with { Also = rest } : null;

            void Also(bool wrong, string code, string field)
            {
                if (wrong)
                {
                    problems.Add(new(code, field));
                }
            }
        }

        private Party Register(Command cmd)
        {
            var party = new Party
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                Code = cmd.Code!.Trim(),
                Kind = PartyKind.Cluster,
                Name = cmd.Name!.Trim(),
                RegisteredAt = clock.GetUtcNow(),
            };
            db.Add(party);
            facts.IsNew(party);
            facts.Set(party, PartyField.FullName, party.Name, facts.Today, "edit");
            Fact(PartyField.NameEn, cmd.NameEn);
            Fact(PartyField.Division, cmd.DivisionCode);
            return party;

            void Fact(PartyField field, string? value)
            {
                if (!string.IsNullOrWhiteSpace(value))
                {
                    facts.Set(party, field, value.Trim(), facts.Today, "edit");
                }
            }
        }

        // A secretariat founds below its own cluster; the operator's clusters stand free until they join another.
        private async Task BelowOwnAsync(Party party, CancellationToken ct)
        {
            if (current.Value.PartyId is { } own && await db.Clusters.AnyAsync(c => c.PartyId == own, ct))
            {
                var membership = new Membership
                {
                    Id = Guid.CreateVersion7(clock.GetUtcNow()),
                    ClusterId = own,
                    PartyId = party.Id,
                    State = MembershipState.Full,
                    Role = PartnerForms.Of(PartyKind.Cluster).Role,
                    AskedAt = clock.GetUtcNow(),
                    FromOn = facts.Today,
                };
                db.Add(membership);
                db.Record(new Change("members.membership.admitted", "members.membership", membership.Id) { OwnerId = own, After = new { Party = party.Name } });
            }
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{1,31}$")]
    private static partial Regex CodeForm();
}
