using Guanlian.Platform.Words;
using Guanlian.Resources.Handovers;

namespace Guanlian.Unit.Resources;

public sealed class HandoverMovesTests
{
    private static readonly HandoverState[] Left = [HandoverState.Sent, HandoverState.ConditionIn, HandoverState.Accepted, HandoverState.Disputed, HandoverState.Settled];

    [Theory]
    [InlineData(20261121)]
    [InlineData(7)]
    public void Whoever_presses_every_button_in_any_order_comes_only_where_the_list_leads(int seed)
    {
        var chance = new Random(seed);
        var reached = new HashSet<HandoverState>();
        for (var walk = 0; walk < 2000; walk++)
        {
            var (state, signedOut, left, settling) = (HandoverState.Planned, false, false, 0);
            for (var step = 0; step < 20; step++)
            {
                var move = Enum.GetValues<HandoverMove>()[chance.Next(Enum.GetValues<HandoverMove>().Length)];
                var last = settling == 1;
                if (HandoverMoves.To(state, move, last) is not { } to)
                {
                    Assert.Equal(HandoverMoves.All.Any(t => t.From == state && t.Move == move), HandoverMoves.By(state, move) is not null);
                    continue;
                }

                // Nothing leaves unsigned; what has left is never cancelled; nothing arrives that was not sent.
                (signedOut, left) = (signedOut || move == HandoverMove.SignOut, left || move == HandoverMove.Send);
                Assert.True(!left || signedOut, $"{state} {move}");
                Assert.Equal(left, Left.Contains(to));
                Assert.False(to == HandoverState.Cancelled && left);
                settling += move == HandoverMove.Settle ? 1 : 0;
                Assert.Equal(settling == 2, to == HandoverState.Settled);
                state = to;
                reached.Add(state);
            }
        }

        Assert.Equal(Enum.GetValues<HandoverState>().Except([HandoverState.Planned]).Order(), reached.Order());
    }

    [Fact]
    public void Nothing_follows_what_is_over()
    {
        foreach (var state in new[] { HandoverState.Accepted, HandoverState.Settled, HandoverState.Cancelled })
        {
            Assert.All(Enum.GetValues<HandoverMove>(), move => Assert.Null(HandoverMoves.To(state, move, last: true)));
        }
    }

    [Theory]
    [InlineData(5, "good", 5, "good", false, "")]
    [InlineData(5, "good", 4, "good", false, "Fewer")]
    [InlineData(5, "good", 6, "damaged", true, "More Worse Stated")]
    [InlineData(5, "damaged", 5, "largely-good", false, "Better")]
    [InlineData(1, "good", 1, "good", true, "Stated")]
    [InlineData(1, "good", 0, "ruined", false, "Missing")]
    [InlineData(1, "good", null, null, false, "")]
    public void Differences_are_found_by_the_program(int count, string then, int? arrived, string? now, bool stated, string expected) => Assert.Equal(expected, string.Join(' ', Differences.Of(
        new() { Name = "示例", Count = count, OutCondition = CodeWords.Read<ItemCondition>(then), InCount = arrived, InCondition = CodeWords.Read<ItemCondition>(now ?? ""), InDiffers = stated })));

    [Theory]
    [InlineData("示例0001｜青花瓶｜２｜1,200.5", "示例0001", "青花瓶", 2, "1200.5")]
    [InlineData("0001\t瓶\t\t", "0001", "瓶", 1, null)]
    [InlineData("说明牌", "", "说明牌", 1, null)]
    [InlineData("0001 | ", "0001", "", 1, null)]
    [InlineData("| 展板 | 30", "", "展板", 30, null)]
    public void A_line_is_read_as_it_was_typed_or_pasted(string typed, string number, string name, int count, string? value) =>
        Assert.Equal(new ItemLine(number, name, count, value is null ? null : decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)), Assert.Single(ItemLines.Read(typed, "Items").Value));

    [Theory]
    [InlineData("a | b | 0")]
    [InlineData("a | b | -1")]
    [InlineData("a | b | many")]
    [InlineData("a | b | 1 | dear")]
    [InlineData("a | b | 1 | 2 | 3")]
    [InlineData("| | 3")]
    public void A_line_that_cannot_be_read_is_named(string typed) => Assert.Equal("resources.handover.line", ItemLines.Read($"好 | 好\n{typed}", "Items").Refusal?.Code);

    [Fact]
    public void A_list_printed_and_read_back_is_the_same()
    {
        var chance = new Random(5);
        var lines = Enumerable.Range(0, 200).Select(n => new ItemLine(n % 3 == 0 ? "" : $"示例{n}.{chance.Next(9)}", $"物{n}", chance.Next(1, 99), n % 2 == 0 ? null : chance.Next(1, 999_999) / 100m)).ToList();
        var items = lines.Select(l => new HandoverItem { Number = l.Number, Name = l.Name, Count = l.Count, Value = l.Value });
        Assert.Equal(lines, ItemLines.Read(ItemLines.Print(items), "Items").Value);
    }

    [Fact]
    public void Two_ways_of_writing_a_register_number_are_one() =>
        Assert.Equal(HandoverNumbers.Key("Ａ 1-23"), HandoverNumbers.Key("a1．23"));
}
