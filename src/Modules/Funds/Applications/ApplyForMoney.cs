using System.Text.RegularExpressions;
using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Talk;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Applications;

/// <summary>A museum asks for money for itself, or the leader of a pair for the museum that it helps.</summary>
internal static partial class ApplyForMoney
{
    public const int MostTitle = 120;

    /// <summary>What an application can belong to: things that two parties do together, not what somebody offers or books.</summary>
    private static readonly string[] KindsOfWork = ["cooperation.cooperation", "cooperation.task", "agreements.agreement"];

    /// <param name="Once">Made with the form: the same form sent twice is one application.</param>
    /// <param name="For">Code or whole name of the museum that it helps; nothing for oneself.</param>
    /// <param name="Of">Address of the cooperation, task or agreement that it belongs to.</param>
    internal sealed record Command(Guid FundId, Guid Once, string? Use, string? Amount, string? Title, string? Purpose, string? For, string? Of);

    internal sealed class Handler(
        FundsDb db, FundSight sight, IPartyDirectory directory, IPairs pairs, IEnumerable<IThreadSubject> things, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (await sight.FundAsync(cmd.FundId, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            var members = await directory.MembersOfAsync(fund.ClusterId, ct);
            if (actor.PartyId is not { } applicant || !actor.ActsFor(FundPermissions.Apply, applicant) || members.All(m => m.Id != applicant))
            {
                return new Refusal.Denied("funds.application.members-only");
            }

            await db.HoldAsync(fund.Id, ct);
            var (title, purpose) = (FundTexts.Line(cmd.Title, MostTitle), FundTexts.Of(cmd.Purpose, FundTexts.MostWords));
            var code = FundTexts.Code(cmd.Use);
            var use = await db.Uses.AsNoTracking().SingleOrDefaultAsync(u => u.FundId == fund.Id && u.Code == code, ct);
            var helped = await BeneficiaryAsync(cmd.For, applicant, fund, members, ct);
            var of = await ThingAsync(cmd.Of, ct);
            if (FundTexts.All(
                cmd.Once == Guid.Empty ? new Refusal.Stale("funds.stale") : null,
                use is null ? new Refusal.Invalid("funds.use", nameof(cmd.Use)) : null,
                FundTexts.Amount(Money.TryRead(cmd.Amount, out var amount), nameof(cmd.Amount)),
                title is null ? new Refusal.Invalid("funds.application.title", nameof(cmd.Title)).With(("most", MostTitle)) : null,
                purpose is null ? new Refusal.Invalid("funds.application.purpose", nameof(cmd.Purpose)).With(("most", FundTexts.MostWords)) : null,
                helped is null ? new Refusal.Invalid("funds.application.for", nameof(cmd.For)) : null,
                of.Refused ? of.Refusal : null) is { } refusal)
            {
                return refusal;
            }

            if (await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.ApplicantId == applicant && a.Once == cmd.Once, ct) is { } sent)
            {
                return (sent.FundId, sent.BeneficiaryId, sent.UseCode, sent.Asked, sent.Title, sent.Purpose, sent.OfId) == (fund.Id, helped!.Value, use!.Code, amount, title!, purpose!, of.Value?.Id)
                    ? sent.Id : new Refusal.Stale("funds.sent");
            }

            var now = clock.GetUtcNow();
            var application = new Application
            {
                Id = Guid.CreateVersion7(now),
                FundId = fund.Id,
                ApplicantId = applicant,
                BeneficiaryId = helped!.Value,
                UseCode = use!.Code,
                Asked = amount,
                Title = title!,
                Purpose = purpose!,
                OfKind = of.Value?.Kind,
                OfId = of.Value?.Id,
                OfTitle = of.Value?.Place.Title,
                OfHref = of.Value?.Place.Href,
                Once = cmd.Once,
                SubmittedOn = Dates.InChina(now),
                StateSince = now,
                Sample = actor.Sample,
                CreatedAt = now,
            };
            db.Add(application);
            db.Record(new Change("funds.application.submitted", "funds.application", application.Id)
            {
                OwnerId = applicant,
                After = new { Fund = fund.Name, Use = use.NameZh, Amount = Money.Say(amount), application.Title, Of = application.OfTitle },
            });
            var saved = await db.SaveLedgerAsync(ct);
            return saved.Refused ? saved.Refusal : application.Id;
        }

        private async Task<Guid?> BeneficiaryAsync(string? typed, Guid applicant, FundRecord fund, IReadOnlyList<PartyCard> members, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(typed))
            {
                return applicant;
            }

            if (TypedParty.Find(members, typed.Trim()) is not { } helped)
            {
                return null;
            }

            var led = await pairs.OfAsync([applicant], null, ct);
            return helped.Id == applicant || led.Any(p => p.LeaderId == applicant && p.MuseumId == helped.Id && p.ClusterId == fund.ClusterId && p.Standing != PaperStanding.Over) ? helped.Id : null;
        }

        /// <summary>The thing behind an address, where this reader sees it: whatever can be talked about has an id, a title and a page.</summary>
        private async Task<Outcome<Thing?>> ThingAsync(string? typed, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(typed))
            {
                return (Thing?)null;
            }

            if (IdInAddress().Match(typed) is { Success: true } found && Guid.TryParse(found.Value, out var id))
            {
                foreach (var kind in things.Where(t => KindsOfWork.Contains(t.Kind)))
                {
                    if (await kind.FindAsync(id, ct) is { } place)
                    {
                        return new Thing(kind.Kind, id, place);
                    }
                }
            }

            return new Refusal.Invalid("funds.application.of", nameof(Command.Of));
        }
    }

    internal sealed record Thing(string Kind, Guid Id, ThreadPlace Place);

    [GeneratedRegex("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex IdInAddress();
}
