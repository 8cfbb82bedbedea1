using System.Text.Json;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>Communities that a listing may concern, and what their word means for it (requirement G05).</summary>
internal static class Communities
{
    internal sealed record Named(Guid Id, string Name, string? NameEn);

    public static Task<List<Named>> CommunitiesAsync(this ExchangeDb db, CancellationToken ct) => db.Database.SqlQuery<Named>($"""
        select id as "Id", name as "Name", name_en as "NameEn" from members.pub_party where kind = 'Community' order by code collate "C"
        """).ToListAsync(ct);

    /// <summary>Why a listing cannot be shown yet; null where it concerns no community, or the community consented to these very words.</summary>
    public static Refusal? Withheld(Listing listing) => listing switch
    {
        { CommunityId: null } or { CommunityWord: CommunityWord.Given } => null,
        { CommunityWord: CommunityWord.Vetoed } => new Refusal.Stale("exchange.community.is-vetoed").With(("reason", listing.CommunityReason)),
        _ => new Refusal.Stale("exchange.community.is-silent"),
    };

    /// <summary>
    /// After a save: other words, or another community, are asked about anew; what was shown is taken down until the answer. A draft that
    /// nobody wants to show yet asks nobody.
    /// </summary>
    /// <returns>Whether it may be shown now.</returns>
    public static bool Ask(Listing listing, ListingForm? before, bool publish)
    {
        if (listing.CommunityId is null || listing.CommunityId == listing.PartyId)
        {
            (listing.CommunityId, listing.CommunityWord, listing.CommunityReason) = (null, null, null);
            return true;
        }

        if (listing.CommunityWord == CommunityWord.Given && before is not null && Same(before, ListingForm.Of(listing)))
        {
            return true;
        }

        (listing.CommunityWord, listing.CommunityReason) = (publish ? CommunityWord.Asked : null, null);
        listing.State = ListingState.Draft;
        return false;
    }

    private static bool Same(ListingForm a, ListingForm b)
    {
        (a.Version, b.Version) = (0, 0);
        return JsonSerializer.Serialize(a, HistoryJson.Options) == JsonSerializer.Serialize(b, HistoryJson.Options);
    }
}
