using System.Globalization;
using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Keeping;

/// <summary>An association opens an earmarked fund.</summary>
internal static class OpenFund
{
    public const int MostName = 80;
    public const int MostUses = 8;

    /// <summary>The three uses that the national guideline names (P15).</summary>
    public static IReadOnlyList<(string Code, Bilingual Name)> Named { get; } =
    [
        ("joint-project", new("联合项目", "Joint projects")),
        ("training", new("人员培训", "Staff training")),
        ("expert-fees", new("专家劳务", "Experts' fees")),
    ];

    /// <param name="Uses">Codes of the named uses that it allows.</param>
    /// <param name="OtherUses">Further uses, one a line: name in Chinese, a bar, name in English.</param>
    internal sealed record Command(string? Name, string? Purpose, string? RuleDocument, DateOnly? OpenedOn, IReadOnlyCollection<string> Uses, string? OtherUses);

    internal sealed class Handler(FundsDb db, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (actor.PartyId is not { } cluster || !actor.ActsFor(FundPermissions.Keep, cluster)
                || await directory.FindAsync(cluster, ct) is not { Kind: PartyKind.Cluster })
            {
                return new Refusal.Denied("funds.fund.clusters-only");
            }

            var now = clock.GetUtcNow();
            var (name, purpose, rule) = (FundTexts.Line(cmd.Name, MostName), FundTexts.Of(cmd.Purpose, FundTexts.MostWords), FundTexts.Line(cmd.RuleDocument, 200));
            var uses = ReadUses(cmd.Uses, cmd.OtherUses);
            if (FundTexts.All(
                name is null ? new Refusal.Invalid("funds.fund.name", nameof(cmd.Name)).With(("most", MostName)) : null,
                purpose is null ? new Refusal.Invalid("funds.fund.purpose", nameof(cmd.Purpose)).With(("most", FundTexts.MostWords)) : null,
                rule is null ? new Refusal.Invalid("funds.fund.rule", nameof(cmd.RuleDocument)) : null,
                FundTexts.Day(cmd.OpenedOn, new(2000, 1, 1), Dates.InChina(now), nameof(cmd.OpenedOn)),
                uses is null ? new Refusal.Invalid("funds.fund.uses", nameof(cmd.OtherUses)).With(("most", MostUses)) : null) is { } refusal)
            {
                return refusal;
            }

            if (await db.Funds.AnyAsync(f => f.ClusterId == cluster && f.Name == name, ct))
            {
                return new Refusal.Invalid("funds.fund.name-taken", nameof(cmd.Name));
            }

            var fund = new FundRecord
            {
                Id = Guid.CreateVersion7(now),
                ClusterId = cluster,
                Name = name!,
                Purpose = purpose!,
                RuleDocument = rule!,
                OpenedOn = cmd.OpenedOn!.Value,
                Sample = actor.Sample,
                CreatedAt = now,
            };
            db.Add(fund);
            db.AddRange(uses!.Select((u, n) => new FundUse { FundId = fund.Id, Code = u.Code, NameZh = u.Name.Zh, NameEn = u.Name.En, Sort = n + 1 }));
            db.Record(new Change("funds.fund.opened", "funds.fund", fund.Id)
            {
                OwnerId = cluster,
                After = new { fund.Name, fund.RuleDocument, fund.OpenedOn, Uses = uses!.Select(u => u.Name.Zh).ToArray() },
            });
            var saved = await db.SaveLedgerAsync(ct);
            return saved.Refused ? saved.Refusal : fund.Id;
        }

        /// <summary>The uses that were chosen and written; null where there are none, too many, or a line cannot be read.</summary>
        internal static IReadOnlyList<(string Code, Bilingual Name)>? ReadUses(IReadOnlyCollection<string> chosen, string? others)
        {
            var uses = Named.Where(n => chosen.Contains(n.Code)).ToList();
            foreach (var line in Typed.Writable(Typed.Plain(others)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var halves = line.Split(['|', '｜'], 2, StringSplitOptions.TrimEntries);
                var name = new Bilingual(halves[0], halves.Length > 1 && halves[1].Length > 0 ? halves[1] : halves[0]);
                if (name.Zh.Length is < 1 or > 40 || name.En.Length > 80 || uses.Exists(u => u.Name.Zh == name.Zh))
                {
                    return null;
                }

                uses.Add((string.Create(CultureInfo.InvariantCulture, $"use-{uses.Count + 1}"), name));
            }

            return uses.Count is >= 1 and <= MostUses ? uses : null;
        }
    }
}
