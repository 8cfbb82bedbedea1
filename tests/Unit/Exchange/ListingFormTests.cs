using Guanlian.Exchange.Data;
using Guanlian.Exchange.Listings;

namespace Guanlian.Unit.Exchange;

public sealed class ListingFormTests
{
    private static ListingForm Good() => new() { Title = "需要一个巡展", Strength = 3 };

    [Fact]
    public void A_title_and_a_strength_are_enough() => Assert.Null(Good().Check());

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var form = new ListingForm { Title = " ", Strength = 6, Quantity = 3, Urgency = 4, WindowFrom = new(2026, 12, 1), WindowTo = new(2026, 1, 1) };
        var found = form.Check()!;
        var codes = found.Also.Prepend(found).Select(p => p.Code).Order();
        Assert.Equal(
            [
                "exchange.listing.quantity-needs-unit", "exchange.listing.strength-range", "exchange.listing.title-missing",
                "exchange.listing.urgency-needs-reason", "exchange.listing.window-backwards",
            ],
            codes.Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void A_quantity_out_of_range_is_named(int quantity)
    {
        var form = Good();
        (form.Quantity, form.Unit) = (quantity, "席");
        Assert.Equal("exchange.listing.quantity-range", form.Check()!.Code);
    }

    [Fact]
    public void An_unknown_domain_is_refused()
    {
        var form = Good();
        form.Domain = (Contracts.Exchange.Domain)99;
        Assert.Equal("Domain", form.Check()!.Field);
    }

    [Fact]
    public void Filling_a_row_and_reading_it_back_gives_the_same_form()
    {
        var form = new ListingForm
        {
            Title = " 借用实验室 ",
            Details = "a\r\nb",
            Strength = 4,
            Quantity = 3,
            Unit = "天",
            Urgency = 3,
            UrgencyReason = "霉菌",
            Visibility = Visibility.Public,
        };
        var row = new Listing { Title = "" };
        form.Fill(row);
        var back = ListingForm.Of(row);
        Assert.Equal(("借用实验室", "a\nb", 4, 3, "天", 3, "霉菌", Visibility.Public),
            (back.Title, back.Details, back.Strength, back.Quantity, back.Unit, back.Urgency, back.UrgencyReason, back.Visibility));
    }

    [Fact]
    public void What_has_ended_has_no_next_step()
    {
        foreach (var step in Enum.GetValues<ChangeListingState.Step>())
        {
            Assert.Null(ChangeListingState.Next(ListingState.Withdrawn, step));
            Assert.Null(ChangeListingState.Next(ListingState.Fulfilled, step));
        }
    }

    [Theory]
    [InlineData("2026-11-19", false)]
    [InlineData("2026-11-20", true)]
    [InlineData(null, true)]
    public void A_listing_stands_until_its_last_day(string? lastDay, bool stands)
    {
        var listing = new Listing { Title = "x", State = ListingState.Published, ConfirmBy = lastDay is null ? null : DateOnly.Parse(lastDay, null) };
        Assert.Equal(stands, listing.Stands(new DateOnly(2026, 11, 20)));
    }
}
