using System.Net;
using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Listings;
using Guanlian.Hosting;
using Guanlian.Platform.Outcomes;
using Npgsql;

namespace Guanlian.Integration.Exchange;

public sealed class ListingsThatConcernACommunity(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "G05")]
    public async Task An_offer_about_a_community_is_shown_only_with_its_consent_and_its_veto_takes_it_down()
    {
        var village = await host.NewPartyOfAsync(PartyKind.Community, "示例侗寨");
        var (museum, elder, stranger) = (await host.PersonAsAsync("director"), await host.PersonAsAsync("director", village), await host.PersonAsAsync("director"));
        var id = (await SaveAsync(museum, null, "侗族大歌展演", village, 0)).Value;
        Assert.Equal("Draft/Asked", await StateAsync(id));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, id));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elder, id));
        Assert.Equal("exchange.community.is-silent", (await ConfirmAsync(museum, id)).Refusal?.Code);
        Assert.Equal("exchange.listing.missing", (await AnswerAsync(museum, id, give: true)).Refusal?.Code); // nobody speaks for it
        Assert.Equal("exchange.community.reason-needed", (await AnswerAsync(elder, id, give: false)).Refusal?.Code);

        Assert.False((await AnswerAsync(elder, id, give: true)).Refused);
        Assert.Equal("Published/Given", await StateAsync(id));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, id));

        // Other words are asked about anew; a veto blocks with its reason, which the museum reads, and is an event.
        Assert.False((await SaveAsync(museum, id, "侗族大歌展演，收取门票", village, await VersionAsync(id))).Refused);
        Assert.Equal("Draft/Asked", await StateAsync(id));
        Assert.False((await AnswerAsync(elder, id, give: false, "祖先的歌不收门票")).Refused);
        Assert.Equal("exchange.community.is-vetoed", (await ConfirmAsync(museum, id)).Refusal?.Code);
        using var own = host.ClientFor(museum);
        Assert.Contains("祖先的歌不收门票", WebUtility.HtmlDecode(await own.GetStringAsync(new Uri($"exchange/listings/{id}", UriKind.Relative))), StringComparison.Ordinal);
        Assert.Contains("侗族大歌展演，收取门票", WebUtility.HtmlDecode(await own.GetStringAsync(new Uri("", UriKind.Relative))), StringComparison.Ordinal);
        Assert.Equal("祖先的歌不收门票", await host.ScalarAsync<string>(
            $"select reason from platform.event where subject_id = '{id}' and action = 'exchange.listing.community-vetoed' and party_id = '{village}'"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"update exchange.listing set state = 'Published' where id = '{id}'"));
        Assert.Equal("listing_community_consents", refused.ConstraintName);
    }

    [Fact]
    [Trait("Requirement", "G05")]
    public async Task A_community_takes_its_consent_back_and_speaks_for_its_own_listings_as_everybody_does()
    {
        var village = await host.NewPartyOfAsync(PartyKind.Community, "示例苗寨");
        var (museum, elder) = (await host.PersonAsAsync("director"), await host.PersonAsAsync("director", village));
        var id = (await SaveAsync(museum, null, "刺绣展", village, 0)).Value;
        Assert.False((await AnswerAsync(elder, id, give: true)).Refused);
        Assert.False((await AnswerAsync(elder, id, give: false, "展出方式不妥")).Refused);
        Assert.Equal("Draft/Vetoed", await StateAsync(id));
        Assert.Equal("Published/", await StateAsync((await SaveAsync(elder, null, "想请人教写字", village, 0)).Value));
        Assert.Equal("exchange.community.unknown", (await SaveAsync(museum, null, "别的", museum.PartyId!.Value, 0)).Refusal?.Code);
    }

    private Task<Outcome<Guid>> SaveAsync(SignedIn who, Guid? id, string title, Guid community, int version) => host.AsAsync(who, (SaveListing.Handler h) => h.HandleAsync(
        new(id, Side.Offer, new ListingForm { Title = title, Domain = Domain.Exhibition, Strength = 3, CommunityId = community, Visibility = Visibility.Public, Version = version }, Publish: true), default));

    private Task<Outcome<Done>> AnswerAsync(SignedIn who, Guid id, bool give, string? reason = null) =>
        host.AsAsync(who, async (AnswerForCommunity.Handler h) => await h.HandleAsync(new(id, await VersionAsync(id), give, reason), default));

    private Task<Outcome<Done>> ConfirmAsync(SignedIn who, Guid id) =>
        host.AsAsync(who, async (ChangeListingState.Handler h) => await h.HandleAsync(new(id, ChangeListingState.Step.Confirm, await VersionAsync(id), null), default));

    private Task<int> VersionAsync(Guid id) => host.ScalarAsync<int>($"select version from exchange.listing where id = '{id}'");

    private Task<string?> StateAsync(Guid id) => host.ScalarAsync<string>($"select state || '/' || coalesce(community_word, '') from exchange.listing where id = '{id}'");

    private async Task<HttpStatusCode> StatusAsync(SignedIn who, Guid id)
    {
        using var client = host.ClientFor(who);
        using var answer = await client.GetAsync(new Uri($"exchange/listings/{id}", UriKind.Relative));
        return answer.StatusCode;
    }
}
