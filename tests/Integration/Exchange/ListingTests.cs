using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Listings;
using Guanlian.Exchange.Requests;
using Guanlian.Hosting;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Exchange;

public sealed class ListingTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P01")]
    public async Task A_county_states_its_needs_from_suggestions_and_they_stand_only_once_confirmed()
    {
        var county = await MuseumAsync(figures: new(true, 1298, 103, 0, 0, 0m));
        var opened = await AsAsync(county, (StateNeeds.Handler h) => h.OpenAsync(default));
        var suggested = opened.Value.Where(o => o.Suggested is not null).Select(o => o.Suggested!.Rule).ToList();
        Assert.Equal(["no-exhibitions", "precious-and-no-grade", "no-activities", "no-grade", "no-visits"], suggested);
        Assert.Equal(0, (await BoardAsync(county, county.PartyId)).Total);

        var lines = opened.Value.ToDictionary(o => o.Domain, o => new StateNeeds.Line { Strength = o.Suggested?.Strength ?? 0, Rule = o.Suggested?.Rule });
        lines[Domain.Talent].Strength = 0;
        var stated = await AsAsync(county, (StateNeeds.Handler h) => h.HandleAsync(new(lines), default));
        Assert.Equal(4, stated.Value);
        var board = await BoardAsync(county, county.PartyId);
        Assert.Equal(4, board.Total);
        Assert.All(board.Items, i => Assert.NotNull(i.Listing.SuggestedByRule));
    }

    [Fact]
    public async Task Stating_needs_again_changes_the_standing_ones_and_withdraws_what_fell_to_nought()
    {
        var county = await MuseumAsync();
        await StateAsync(county, (Domain.Exhibition, 3), (Domain.Education, 2));
        await StateAsync(county, (Domain.Exhibition, 5), (Domain.Education, 0));
        var board = await BoardAsync(county, county.PartyId);
        var only = Assert.Single(board.Items).Listing;
        Assert.Equal((Domain.Exhibition, 5), (only.Domain, only.Strength));
    }

    [Fact]
    public async Task A_colleague_who_opened_the_short_form_earlier_does_not_overwrite_what_was_stated_meanwhile()
    {
        var county = await MuseumAsync();
        var opened = new Dictionary<Domain, StateNeeds.Line> { [Domain.Exhibition] = new() { Strength = 1 } };
        await StateAsync(county, (Domain.Exhibition, 5));
        var late = await AsAsync(county, (StateNeeds.Handler h) => h.HandleAsync(new(opened), default));
        Assert.IsType<Refusal.Stale>(late.Refusal);
        Assert.Equal(5, Assert.Single((await BoardAsync(county, county.PartyId)).Items).Listing.Strength);
    }

    [Fact]
    public async Task Urgency_without_a_reason_is_refused_with_the_place_and_nothing_is_written()
    {
        var county = await MuseumAsync();
        var lines = new Dictionary<Domain, StateNeeds.Line>
        {
            [Domain.Exhibition] = new() { Strength = 2 },
            [Domain.Conservation] = new() { Strength = 5, Urgency = 5 },
        };
        var refused = await AsAsync(county, (StateNeeds.Handler h) => h.HandleAsync(new(lines), default));
        Assert.Equal(("exchange.listing.urgency-needs-reason", "Conservation-UrgencyReason"),
            (refused.Refusal!.Code, ((Refusal.Invalid)refused.Refusal).Field));
        Assert.Equal(0, (await BoardAsync(county, county.PartyId)).Total);
    }

    [Fact]
    public async Task Two_colleagues_who_edit_the_same_listing_lose_nothing()
    {
        var county = await MuseumAsync();
        var id = (await SaveAsync(county, null, new() { Title = "借展柜" })).Value;
        var first = await SaveAsync(county, id, new() { Title = "借恒湿展柜", Version = 1 });
        var second = await SaveAsync(county, id, new() { Title = "借两个展柜", Version = 1 });
        Assert.False(first.Refused);
        Assert.Equal("exchange.listing.stale", second.Refusal!.Code);
        var events = await WithDbAsync(db => db.Set<HistoryEvent>().CountAsync(e => e.SubjectId == id));
        Assert.Equal(2, events);
    }

    [Fact]
    public async Task Simultaneous_saves_of_one_version_let_exactly_one_through()
    {
        var county = await MuseumAsync();
        var id = (await SaveAsync(county, null, new() { Title = "讲座" })).Value;
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => SaveAsync(county, id, new() { Title = $"讲座{n}", Version = 1 })));
        Assert.Single(all, o => !o.Refused);
    }

    [Fact]
    public async Task Another_museums_draft_does_not_exist_and_its_listing_cannot_be_changed()
    {
        var (owner, stranger) = (await MuseumAsync(), await MuseumAsync());
        var draft = (await SaveAsync(owner, null, new() { Title = "草稿" }, publish: false)).Value;
        var shown = (await SaveAsync(owner, null, new() { Title = "公开" })).Value;
        Assert.IsType<Refusal.Missing>((await SaveAsync(stranger, draft, new() { Title = "x", Version = 1 })).Refusal);
        Assert.IsType<Refusal.Denied>((await SaveAsync(stranger, shown, new() { Title = "x", Version = 1 })).Refusal);
        Assert.IsType<Refusal.Missing>((await SaveAsync(owner, Guid.CreateVersion7(), new() { Title = "x" })).Refusal);
    }

    [Fact]
    public async Task A_visitor_sees_only_what_is_shown_to_everyone()
    {
        var owner = await MuseumAsync();
        await SaveAsync(owner, null, new() { Title = "给成员" });
        await SaveAsync(owner, null, new() { Title = "给公众", Visibility = Visibility.Public });
        Assert.Equal(2, (await BoardAsync(await MuseumAsync(), owner.PartyId)).Total);
        var visitor = await AsAsync(Actor.Visitor, (FindListings.Handler h) => h.HandleAsync(new(PartyId: owner.PartyId), default));
        Assert.Equal("给公众", Assert.Single(visitor.Items).Listing.Title);
    }

    [Fact]
    [Trait("Requirement", "P02")]
    public async Task Every_offer_names_one_of_four_kinds_of_resource_and_the_board_finds_it_by_its_kind()
    {
        var owner = await MuseumAsync();
        foreach (var kind in Enum.GetValues<ResourceKind>())
        {
            await SaveAsync(owner, null, new() { Title = $"供给{kind}", Resource = kind });
        }

        Assert.Equal(4, Enum.GetValues<ResourceKind>().Length);
        foreach (var kind in Enum.GetValues<ResourceKind>())
        {
            var found = await AsAsync(owner, (FindListings.Handler h) => h.HandleAsync(new(PartyId: owner.PartyId, Resource: kind), default));
            Assert.Equal($"供给{kind}", Assert.Single(found.Items).Listing.Title);
        }

        Assert.Equal("exchange.listing.resource-unknown", (await SaveAsync(owner, null, new() { Title = "x", Resource = (ResourceKind)9 })).Refusal!.Code);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    public async Task Signs_that_mean_something_to_the_database_mean_themselves_in_the_search_box(string sign)
    {
        var owner = await MuseumAsync();
        await SaveAsync(owner, null, new() { Title = "普通" });
        await SaveAsync(owner, null, new() { Title = $"含{sign}号" });
        var found = await AsAsync(owner, (FindListings.Handler h) => h.HandleAsync(new(PartyId: owner.PartyId, Text: sign), default));
        Assert.Equal(1, found.Total);
    }

    [Fact]
    [Trait("Requirement", "W22")]
    public async Task Asking_to_cooperate_opens_one_request_that_both_sides_follow_to_its_end()
    {
        var (owner, asking) = (await MuseumAsync(), await MuseumAsync());
        var listing = (await SaveAsync(owner, null, new() { Title = "修复实验室开放日", Visibility = Visibility.Public })).Value;
        var asked = await AsAsync(asking, (AskToCooperate.Handler h) => h.HandleAsync(new(listing, "想借用三天"), default));
        var again = await AsAsync(asking, (AskToCooperate.Handler h) => h.HandleAsync(new(listing, "再问一次"), default));
        Assert.Equal("exchange.request.already-open", again.Refusal!.Code);

        var third = await MuseumAsync();
        Assert.IsType<Refusal.Missing>((await FollowAsync(third, asked.Value, FollowRequest.Step.Accept, 1, "偷看")).Refusal);
        Assert.Equal("exchange.request.not-yours-to-answer", (await FollowAsync(asking, asked.Value, FollowRequest.Step.Accept, 1)).Refusal!.Code);
        Assert.False((await FollowAsync(owner, asked.Value, FollowRequest.Step.Accept, 1, "可以，下周二起")).Refused);
        Assert.Equal(ListingState.Reserved, await WithDbAsync(db => db.Listings.Where(l => l.Id == listing).Select(l => l.State).SingleAsync()));
        Assert.False((await FollowAsync(asking, asked.Value, FollowRequest.Step.Withdraw, 2, "时间改了")).Refused);
        Assert.Equal(ListingState.Published, await WithDbAsync(db => db.Listings.Where(l => l.Id == listing).Select(l => l.State).SingleAsync()));
        Assert.Equal(3, await WithDbAsync(db => db.RequestMessages.CountAsync(m => m.RequestId == asked.Value)));
    }

    [Fact]
    public async Task Declining_needs_a_coded_reason()
    {
        var (owner, asking) = (await MuseumAsync(), await MuseumAsync());
        var listing = (await SaveAsync(owner, null, new() { Title = "志愿者培训" })).Value;
        var asked = (await AsAsync(asking, (AskToCooperate.Handler h) => h.HandleAsync(new(listing, "两个名额"), default))).Value;
        Assert.Equal("exchange.request.reason-missing", (await FollowAsync(owner, asked, FollowRequest.Step.Decline, 1, reason: "because")).Refusal!.Code);
        Assert.False((await FollowAsync(owner, asked, FollowRequest.Step.Decline, 1, reason: "not-now")).Refused);
        Assert.Equal("exchange.request.stale", (await FollowAsync(owner, asked, FollowRequest.Step.Accept, 1)).Refusal!.Code);
    }

    private static int serial = 900_000;

    private async Task<ActorOf> MuseumAsync(RegisterFigures? figures = null)
    {
        var number = Interlocked.Increment(ref serial);
        var party = new Party
        {
            Id = Guid.CreateVersion7(),
            Code = $"T{number}",
            Kind = PartyKind.Museum,
            Name = $"试馆{number}",
            RegisteredAt = host.Clock.Now,
        };
        await host.WithAsync<MembersDb, int>(async db =>
        {
            db.Add(party);
            if (figures is not null)
            {
                db.Add(new RegisterFigure
                {
                    PartyId = party.Id,
                    Edition = 2024,
                    Serial = number,
                    Province = "山西省",
                    Name = party.Name,
                    Ownership = Ownership.StateCulture,
                    Grade = Grade.None,
                    FreeOpening = figures.FreeOpening,
                    Objects = figures.Objects,
                    PreciousObjects = figures.PreciousObjects,
                    Exhibitions = figures.Exhibitions,
                    Activities = figures.Activities,
                    VisitsTenThousand = figures.VisitsTenThousand,
                });
            }

            return await db.SaveChangesAsync();
        });
        var permissions = host.Services.GetRequiredService<PermissionTable>().Of(Roles.Staff);
        var mandate = new MandateInUse(Guid.CreateVersion7(), party.Id, party.Code, party.Name, Roles.Staff, permissions, new HashSet<Guid>());
        return new(party.Id, new Actor(Guid.CreateVersion7(), "示例馆员", mandate));
    }

    private sealed record ActorOf(Guid PartyId, Actor Actor)
    {
        public static implicit operator Actor(ActorOf of) => of.Actor;
    }

    private Task<Outcome<Guid>> SaveAsync(Actor actor, Guid? id, ListingForm form, bool publish = true) =>
        AsAsync(actor, (SaveListing.Handler h) => h.HandleAsync(new(id, Side.Offer, form, publish), default));

    private async Task<Outcome<int>> StateAsync(Actor actor, params (Domain Domain, int Strength)[] needs)
    {
        var seen = (await AsAsync(actor, (StateNeeds.Handler h) => h.OpenAsync(default))).Value.ToDictionary(o => o.Domain, o => o.Standing?.Version ?? 0);
        var lines = needs.ToDictionary(n => n.Domain, n => new StateNeeds.Line { Strength = n.Strength, Version = seen[n.Domain] });
        return await AsAsync(actor, (StateNeeds.Handler h) => h.HandleAsync(new(lines), default));
    }

    private Task<Outcome<Done>> FollowAsync(Actor actor, Guid id, FollowRequest.Step step, int version, string? message = null, string? reason = null) =>
        AsAsync(actor, (FollowRequest.Handler h) => h.HandleAsync(new(id, step, message, reason, version), default));

    private Task<FindListings.Found> BoardAsync(Actor actor, Guid party) =>
        AsAsync(actor, (FindListings.Handler h) => h.HandleAsync(new(PartyId: party), default));

    private async Task<T> AsAsync<THandler, T>(Actor actor, Func<THandler, Task<T>> use)
        where THandler : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    private Task<T> WithDbAsync<T>(Func<ExchangeDb, Task<T>> use) => host.WithAsync(use);
}
