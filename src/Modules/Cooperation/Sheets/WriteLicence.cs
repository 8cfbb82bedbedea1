using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sheets;

/// <summary>授权条款: what is licensed for which goods, where, how long, and for what fee; in force once every party has agreed to exactly these.</summary>
internal static class WriteLicence
{
    public const int MostYears = 20;

    /// <param name="Version">Of the sheet that was shown; 0 where there was none.</param>
    internal sealed record Command(
        Guid Id, string? Works, string? Goods, string? Territory, bool Exclusive, DateOnly? FromOn, DateOnly? UntilOn, LicenceFee? Fee, string? Amount, string? Percent,
        string? Conditions, int Version);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if ((opened.Value.Check(current.Value, KeptBook.Licence) ?? Check(cmd)) is { } refusal)
            {
                return refusal;
            }

            var (standing, stale) = await SheetDesk.StandingAsync(db, cmd.Id, SheetRecord.Licence, cmd.Version, ct);
            if (stale is not null)
            {
                return stale;
            }

            var terms = Terms(cmd);
            var hash = HashOf(terms);
            if (standing?.Hash == hash)
            {
                // Nothing was changed: what was agreed stays agreed.
                return Done.It;
            }

            await db.Set<LicenceTerms>().Where(l => l.CooperationId == cmd.Id).ExecuteDeleteAsync(ct);
            db.Add(terms);
            await SheetDesk.WriteAsync(db, opened.Value, standing, SheetRecord.Licence, hash, current.Value, clock.GetUtcNow(), ct);
            return await db.SaveAsync(ct);
        }

        private static LicenceTerms Terms(Command cmd) => new()
        {
            CooperationId = cmd.Id,
            Works = Typed.Plain(cmd.Works),
            Goods = Typed.Plain(cmd.Goods),
            Territory = Typed.Plain(cmd.Territory),
            Exclusive = cmd.Exclusive,
            FromOn = cmd.FromOn!.Value,
            UntilOn = cmd.UntilOn!.Value,
            Fee = cmd.Fee!.Value,
            Amount = cmd.Fee == LicenceFee.Free ? null : Amount.TryRead(cmd.Amount, out var amount) ? amount : null,
            Percent = cmd.Fee == LicenceFee.Share && Amount.TryRead(cmd.Percent, out var percent) ? percent : null,
            Conditions = Typed.Plain(cmd.Conditions),
        };

        // Canonical text has no fractions: amounts stand as they are said.
        private static string HashOf(LicenceTerms t) => CanonicalJson.Hash(CanonicalJson.Write(new
        {
            t.Works,
            t.Goods,
            t.Territory,
            t.Exclusive,
            t.FromOn,
            t.UntilOn,
            Fee = CodeWords.Write(t.Fee),
            Amount = t.Amount?.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture),
            Percent = t.Percent?.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture),
            t.Conditions,
        }));

        private static Refusal.Invalid? Check(Command cmd) => cmd switch
        {
            _ when Typed.Plain(cmd.Works).Length is 0 or > 2000 => new("cooperation.licence.works-missing", nameof(cmd.Works)),
            _ when Typed.Plain(cmd.Goods).Length is 0 or > 1000 => new("cooperation.licence.goods-missing", nameof(cmd.Goods)),
            _ when Typed.Plain(cmd.Territory).Length is 0 or > 200 => new("cooperation.licence.territory-missing", nameof(cmd.Territory)),
            _ when cmd.FromOn is null || cmd.UntilOn is null || cmd.UntilOn <= cmd.FromOn || cmd.UntilOn > cmd.FromOn.Value.AddYears(MostYears) =>
                (Refusal.Invalid)new Refusal.Invalid("cooperation.licence.term-wrong", nameof(cmd.UntilOn)).With(("years", MostYears)),
            { Fee: null } => new("cooperation.licence.fee-missing", nameof(cmd.Fee)),
            { Fee: LicenceFee.Fixed } when !Positive(cmd.Amount) => new("cooperation.licence.amount-missing", nameof(cmd.Amount)),
            { Fee: LicenceFee.Share } when !Positive(cmd.Percent) || (Amount.TryRead(cmd.Percent, out var percent) && percent > 100) => new("cooperation.licence.percent-missing", nameof(cmd.Percent)),
            { Fee: LicenceFee.Share } when !string.IsNullOrWhiteSpace(cmd.Amount) && !Positive(cmd.Amount) => new("cooperation.licence.amount-missing", nameof(cmd.Amount)),
            _ when Typed.Plain(cmd.Conditions).Length > 2000 => new("cooperation.text-long", nameof(cmd.Conditions)),
            _ => null,
        };

        private static bool Positive(string? typed) => Amount.TryRead(typed, out var amount) && amount > 0;
    }
}
