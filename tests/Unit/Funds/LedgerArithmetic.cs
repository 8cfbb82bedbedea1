using FsCheck;
using FsCheck.Fluent;
using Guanlian.Funds.Data;
using Guanlian.Funds.Donations;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;

namespace Guanlian.Unit.Funds;

public sealed class LedgerArithmetic
{
    private static readonly Gen<decimal> AnyAmount = Gen.Choose(1, 2_000_000_000).Select(cents => cents / 100m);

    [Fact]
    public void Whatever_is_booked_sums_to_nothing_and_so_does_its_reversal() => Prop.ForAll(AnyAmount.Two().ToArbitrary(), pair =>
    {
        var (a, b) = pair;
        IReadOnlyList<Line>[] acts =
        [
            Bookings.Budget("training", 2026, a), Bookings.CutBudget("training", 2026, a), Bookings.Pledge(null, a), Bookings.CancelPledge("training", a), Bookings.Receive("training", a),
            Bookings.Award("training", 2026, new(a, b)), Bookings.Award("training", 2026, new(0, b)), Bookings.Pay("training", a), Bookings.PayBack("training", 2026, new(a, b)),
            Bookings.Release("training", 2026, new(a, 0)), Bookings.Accept("training", a), Bookings.Settle("training", a),
        ];
        return acts.All(lines => lines.Sum(l => l.Amount) == 0 && lines.All(l => l.Amount != 0)
            && Standing.Empty.After(lines).After(Bookings.Reverse(lines)) is var back && lines.All(l => back[l.Kind, l.Use, l.Year] == 0));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_earmarked_is_spent_first_and_what_comes_back_goes_first_where_it_was_taken_last()
    {
        Assert.Equal(new Split(30, 0), Bookings.Take(30, 50, 100));
        Assert.Equal(new Split(50, 20), Bookings.Take(70, 50, 100));
        Assert.Equal(new Split(0, 20), Bookings.Take(20, 0, 20));
        Assert.Null(Bookings.Take(151, 50, 100));
        Assert.Equal(new Split(0, 15), Bookings.GiveBack(15, new(50, 20)));
        Assert.Equal(new Split(10, 20), Bookings.GiveBack(30, new(50, 20)));
    }

    [Fact]
    public void What_is_taken_and_given_back_is_never_more_than_there_is() => Prop.ForAll(Gen.Zip(AnyAmount, AnyAmount.Two()).ToArbitrary(), given =>
    {
        var (amount, (earmarked, free)) = given;
        return Bookings.Take(amount, earmarked, free) is not { } taken
            ? amount > earmarked + free
            : taken.Sum == amount && taken.Earmarked <= earmarked && taken.Free <= free && taken.Free >= 0
                && Bookings.GiveBack(amount / 2, taken) is var back && back.Sum == amount / 2 && back.Free <= taken.Free && back.Earmarked <= taken.Earmarked;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_state_of_an_application_follows_from_its_figures()
    {
        var none = new Progress(Standing.Empty, "training", 2026);
        Assert.Equal(ApplicationState.Submitted, none.State(awarded: false, reportIn: false));
        var awarded = none.After(Bookings.Award("training", 2026, new(60, 40)));
        Assert.Equal((ApplicationState.Committed, 100m, new Split(60, 40)), (awarded.State(true, false), awarded.Awarded, awarded.Taken));
        var paid = awarded.After(Bookings.Pay("training", 70));
        Assert.Equal((ApplicationState.Paid, 30m, 70m), (paid.State(true, false), paid.Committed, paid.PaidOut));
        Assert.Equal(ApplicationState.EvidenceIn, paid.State(true, reportIn: true));
        var accepted = paid.After(Bookings.Accept("training", 65));
        Assert.Equal(ApplicationState.Paid, accepted.State(true, false));
        var rest = accepted.After(Bookings.PayBack("training", 2026, Bookings.GiveBack(5, accepted.Taken)));
        Assert.Equal((ApplicationState.Accepted, new Split(60, 35)), (rest.State(true, false), rest.Taken));

        // Everything came back: there is still something to close.
        var allBack = awarded.After(Bookings.Pay("training", 100)).After(Bookings.PayBack("training", 2026, new(60, 40)));
        Assert.Equal(ApplicationState.Accepted, allBack.State(true, false));
    }

    [Theory]
    [InlineData(100, 0, false, "Pledged")]
    [InlineData(60, 40, false, "PartlyReceived")]
    [InlineData(0, 100, false, "Received")]
    [InlineData(0, 40, true, "Cancelled")]
    [InlineData(0, 0, false, "Cancelled")]
    public void The_state_of_a_promise_follows_from_what_has_come(int open, int received, bool cancelled, string state) =>
        Assert.Equal(state, $"{DonationStates.Of(open, received, cancelled)}");

    [Theory]
    [InlineData("1", 1)]
    [InlineData("0.01", 0.01)]
    [InlineData(" 12,000.50 ", 12000.50)]
    [InlineData("１２３", 123)]
    [InlineData("9999999999.99", 9999999999.99)]
    public void Amounts_are_read_as_people_type_them(string typed, decimal amount)
    {
        Assert.True(Money.TryRead(typed, out var read));
        Assert.Equal(amount, read);
        Assert.True(Money.TryRead(Money.Field(read), out var again) && again == read);
        Assert.True(Money.TryRead(Money.Say(read), out again) && again == read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("−5")]
    [InlineData("1.005")]
    [InlineData("10000000000")]
    [InlineData("1e5")]
    [InlineData("一百")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999999999999")]
    public void What_is_no_amount_is_none(string? typed) => Assert.False(Money.TryRead(typed, out _));

    [Fact]
    public void Uses_are_data_named_ones_and_written_ones()
    {
        Assert.Equal(["joint-project", "training", "expert-fees"], OpenFund.Handler.ReadUses(["expert-fees", "training", "joint-project", "forged"], null)!.Select(u => u.Code));
        var written = OpenFund.Handler.ReadUses(["training"], "交通补助|Travel\n图书")!;
        Assert.Equal([("training", "Staff training"), ("use-2", "Travel"), ("use-3", "图书")], written.Select(u => (u.Code, u.Name.En)));
        Assert.Null(OpenFund.Handler.ReadUses([], " "));
        Assert.Null(OpenFund.Handler.ReadUses(["training"], "人员培训"));
        Assert.Null(OpenFund.Handler.ReadUses([], string.Join('\n', Enumerable.Range(1, 9).Select(n => $"用途{n}"))));
        Assert.Null(OpenFund.Handler.ReadUses([], new string('长', 41)));
    }

    [Fact]
    public void A_ledger_is_asked_by_address_and_nonsense_asks_nothing()
    {
        var all = FindEntries.Query.Read("zzz", "zzz", " ", null, "2026-13-01", "x", 1, 10);
        Assert.True(all is { Kinds.Count: 0, Acts.Count: 0, Use: null, From: null, To: null });
        Assert.Equal([AccountKind.Budget, AccountKind.Drawn], FindEntries.Query.Read("budget-total", null, null, 2026, null, null, 1, 10).Kinds);
        Assert.Equal([EntryKind.Paid, EntryKind.PaidBack], FindEntries.Query.Read(null, "payments-net", null, null, null, null, 1, 10).Acts);
    }
}
