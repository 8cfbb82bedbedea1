using System.Net;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Drafting;
using Guanlian.Agreements.Running;
using Guanlian.Agreements.Sealing;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Integration.Exchange;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Agreements;

public sealed class SealingTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P09")]
    public async Task Seven_parties_seal_one_after_the_other_and_each_sees_the_same_text()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var seven = world.Alliance.Parties.Take(7).ToArray();
        var id = await world.BegunAsync("framework", seven);
        await world.CompleteAsync(id, seven);
        Held(await world.EditAsync(id, seven[3], f => f["InOrder"] = "true"));
        Held(await world.SendAsync(id, seven[0]));
        Assert.Equal("agreements.not-your-turn", (await world.SealAsync(id, seven[2])).Refusal?.Code);
        for (var n = 0; n < seven.Length; n++)
        {
            Assert.Equal(n == 0 ? AgreementState.OutForSealing : AgreementState.PartlySealed, (await world.RecordAsync(id)).State);
            Held(await world.SealAsync(id, seven[n], electronic: n % 2 == 1));
            Assert.Equal(n < 6 ? "agreements.sealed-already" : "agreements.not-out", (await world.SealAsync(id, seven[n])).Refusal?.Code);
        }

        Assert.Equal(AgreementState.InForce, (await world.RecordAsync(id)).State);
        var check = await world.CheckAsync(id, 1);
        Assert.True(check.TextHolds && check.Seals.Count == 7 && check.Seals.All(s => s.Holds));
        Assert.Equal(check.Seals.Select(s => s.Seal.Hash).Distinct(), [check.Hash]);
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id).ToListAsync());
        Assert.Equal(7, events.Count(e => e.Action == "agreements.sealed"));
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null, e.Action));
    }

    [Fact]
    public async Task A_scan_of_another_text_and_files_that_are_no_scan_are_refused()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.OutAsync("pairing", leader, county);
        Assert.Equal("agreements.other-text", (await world.SealAsync(id, leader, code: "0000-0000")).Refusal?.Code);
        Assert.Equal("agreements.scan-kind", (await world.SealAsync(id, leader, scan: new SentFile("章.pdf", "<html>"u8.ToArray()))).Refusal?.Code);
        Assert.Equal("agreements.scan-size", (await world.SealAsync(id, leader, scan: new SentFile("章.pdf", new byte[PutSeal.LargestScan + 1]))).Refusal?.Code);
        Assert.Equal("agreements.not-yours-to-seal", (await world.SealAsync(id, leader, actor: world.Alliance.For(county.Id))).Refusal?.Code);
        Assert.Equal("agreements.not-yours-to-seal", (await world.SealAsync(id, county, actor: world.Alliance.Secretariat())).Refusal?.Code);
        Assert.Equal("agreements.missing", (await world.SealAsync(id, county, actor: world.Alliance.For(world.Alliance.Museum(2).Id))).Refusal?.Code);
        var code = PaperCode.Of((await world.OpenAsync(id)).Hash);
        Held(await world.SealAsync(id, leader, code: code.ToLowerInvariant().Replace('-', ' ')));
    }

    // An ordinary colour scan is larger than what a form may hold where a page says nothing.
    [Fact]
    public async Task A_scan_of_several_megabytes_comes_through_the_page()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.OutAsync("pairing", leader, county);
        using var director = await host.SignInAsAsync(Roles.Director, leader.Id);
        var form = await FormOnPage.OpenAsync(director, $"agreements/{id}", $"seal-{leader.Id}");
        using var answer = await form.SendFileAsync(director, "Scan", "盖章.pdf", [.. "%PDF-1.4"u8, .. new byte[4 << 20]], new()
        {
            ["Signer"] = "示例代表",
            ["SignedOn"] = $"{world.Today:yyyy-MM-dd}",
            ["PrintedCode"] = PaperCode.Of((await world.OpenAsync(id)).Hash),
        });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(AgreementState.PartlySealed, (await world.RecordAsync(id)).State);
    }

    [Fact]
    public async Task A_rejected_text_goes_back_to_draft_with_its_reason_and_the_seals_stay_on_the_old_one()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.OutAsync("pairing", leader, county);
        Held(await world.SealAsync(id, leader));
        Assert.Equal("agreements.why", (await world.ReturnAsync(id, county, TextMove.Reject, why: " ")).Refusal?.Code);
        Held(await world.ReturnAsync(id, county, TextMove.Reject));
        Assert.Equal(AgreementState.Draft, (await world.RecordAsync(id)).State);
        var texts = await world.DbAsync(db => db.Texts.AsNoTracking().Where(t => t.AgreementId == id).OrderBy(t => t.Number).ToListAsync());
        Assert.Equal([TextState.Rejected, TextState.Draft], texts.Select(t => t.State));
        Assert.Equal((county.Id, "示例：期限太紧"), (texts[0].ReturnedBy, texts[0].ReturnedWhy));
        Assert.Equal(texts[0].Body, texts[1].Body);
        Assert.False((await world.CheckAsync(id, 1)).State == TextState.Sealed);
        Held(await world.EditAsync(id, county, f => f["Work-0-Words"] = "到馆摸底，不少于三天"));
        Held(await world.SendAsync(id, county));

        // The leader's seal was on the other text.
        Held(await world.SealAsync(id, county));
        Assert.Equal(AgreementState.PartlySealed, (await world.RecordAsync(id)).State);
        Held(await world.SealAsync(id, leader));
        Assert.Equal(AgreementState.InForce, (await world.RecordAsync(id)).State);
    }

    [Fact]
    public async Task A_sealed_text_does_not_change_and_where_somebody_changed_it_past_the_database_the_check_fails()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.OutAsync("pairing", leader, county);
        Held(await world.SealAsync(id, leader, electronic: true));
        Held(await world.SealAsync(id, county));
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => host.ExecuteAsync($"update agreements.agreement_text set body = replace(body, '示例', '事例') where agreement_id = '{id}'"));
        Assert.Contains("agreement_text_is_kept", $"{refused}", StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => host.ExecuteAsync($"update agreements.seal set signer = '他人' where party_id = '{county.Id}'"));
        await host.ExecuteAsync("alter table agreements.agreement_text disable trigger keep_text; alter table agreements.seal disable trigger keep_seal");
        try
        {
            await host.ExecuteAsync($"update agreements.agreement_text set body = replace(body, '示例', '事例') where agreement_id = '{id}'");
            var changed = await world.CheckAsync(id, 1);
            Assert.False(changed.TextHolds);
            Assert.All(changed.Seals, s => Assert.False(s.Holds));
            await host.ExecuteAsync($"update agreements.agreement_text set body = replace(body, '事例', '示例') where agreement_id = '{id}'");
            Assert.All((await world.CheckAsync(id, 1)).Seals, s => Assert.True(s.Holds));

            // One party's signature is not another's; a scan that was exchanged is not the scan.
            await host.ExecuteAsync($"update agreements.scan set content = '\\x255044462d' where agreement_id = '{id}'; update agreements.seal set signature = '\\x00' where kind = 'Electronic' and party_id = '{leader.Id}'");
            Assert.All((await world.CheckAsync(id, 1)).Seals, s => Assert.False(s.Holds));
        }
        finally
        {
            await host.ExecuteAsync("alter table agreements.agreement_text enable trigger keep_text; alter table agreements.seal enable trigger keep_seal");
        }
    }

    [Fact]
    public async Task Of_two_who_write_at_once_the_later_is_told_and_an_incomplete_draft_names_all_it_lacks()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.BegunAsync("pairing", leader, county);
        var shown = (await world.OpenAsync(id)).Version;
        Held(await world.EditAsync(id, leader, f => f["PublicBenefit"] = "", shown));
        Assert.Equal("agreements.draft-stale", (await world.EditAsync(id, county, f => f["Exit"] = "", shown)).Refusal?.Code);
        Held(await world.EditAsync(id, county, f => (f["Exit"], f["Work-0-Due"]) = ("", "2099-01-01")));
        var lacks = (Refusal.Invalid)(await world.SendAsync(id, county)).Refusal!;
        Assert.Equal(["agreements.lacks.benefit", "agreements.lacks.exit", "agreements.lacks.work-outside"], lacks.Also.Prepend(lacks).Select(l => l.Code).Order(StringComparer.Ordinal));
        Assert.Equal("agreements.text.day", (await world.EditAsync(id, county, f => f["From"] = "2026-02-30")).Refusal?.Code);
        Assert.Equal("agreements.text.not-a-party", (await world.EditAsync(id, county, f => f["Work-0-Does"] = $"{Guid.CreateVersion7()}")).Refusal?.Code);
        Assert.Equal("agreements.missing", (await world.EditAsync(id, world.Alliance.Museum(2), _ => { })).Refusal?.Code);
    }

    [Fact]
    public async Task Two_who_write_at_once_keep_what_both_wrote_and_a_clash_is_shown_before_it_is_decided()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.BegunAsync("pairing", leader, county);
        var opened = await world.OpenAsync(id);
        var shown = Loading.Read(opened);
        Held(await world.EditAsync(id, leader, f => (f["PublicBenefit"], f["Goal-0-Words"]) = ("示例：大馆写的公益性", "示例：大馆写的目标"), opened.Version));

        // The county had the form open since before; its own lines come in, the leader's stay.
        var merged = Held(await world.EditAsync(id, county, shown, opened.Body, f => f["Exit"] = "示例：小馆写的退出办法", opened.Version));
        Assert.Empty(merged.Clashes);
        Assert.Equal(("示例：大馆写的公益性", "示例：大馆写的目标", "示例：小馆写的退出办法"), (merged.Text.PublicBenefit, merged.Text.Goals[0].Words, merged.Text.Exit));

        // The same line by both: nothing is written, and both are named.
        var version = (await world.OpenAsync(id)).Version;
        var clash = Held(await world.EditAsync(id, county, shown, opened.Body, f => f["Goal-0-Words"] = "示例：小馆写的目标", opened.Version));
        var only = Assert.Single(clash.Clashes);
        Assert.Equal(("goal", "示例：小馆写的目标", "示例：大馆写的目标"), (only.Part, only.Ours, only.Theirs));
        Assert.Equal(("示例：小馆写的目标", "示例：大馆写的公益性"), (clash.Text.Goals[0].Words, clash.Text.PublicBenefit));
        Assert.Equal(version, (await world.OpenAsync(id)).Version);

        // Deciding for one's own is a second saving, of the merged form.
        var now = await world.OpenAsync(id);
        var decided = Held(await world.EditAsync(id, county, clash.Text, now.Body, _ => { }, now.Version));
        Assert.Equal(("示例：小馆写的目标", "示例：小馆写的退出办法"), (decided.Text.Goals[0].Words, decided.Text.Exit));
        Assert.Equal("agreements.draft-stale", (await world.EditAsync(id, leader, shown, "{not json", _ => { }, opened.Version)).Refusal?.Code);
    }

    [Fact]
    [Trait("Requirement", "P09")]
    public async Task An_agreement_is_begun_from_an_accepted_request_once()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (gives, needs, stranger) = (world.Alliance.Museum(0), world.Alliance.Museum(1), world.Alliance.Museum(2));
        var (listing, request) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.ExecuteAsync($"""
            insert into exchange.listing (id, party_id, side, domain, resource, title, strength, state, created_at, confirmed_at)
            values ('{listing}', '{needs.Id}', 'Need', 'Conservation', 'Technology', '示例：彩塑检测', 3, 'Published', now(), now());
            insert into exchange.request (id, listing_id, from_party_id, to_party_id, state, created_at) values ('{request}', '{listing}', '{gives.Id}', '{needs.Id}', 'Sent', now())
            """);
        Task<Outcome<Guid>> BeginAsync(Party by) => world.Alliance.AsAsync(world.Alliance.For(by.Id), (StartAgreement.Handler h) =>
            h.HandleAsync(new("framework", "示例：彩塑检测协议", null, world.Today, null, request), default));
        Assert.Equal("agreements.request-missing", (await BeginAsync(gives)).Refusal?.Code);
        await host.ExecuteAsync($"update exchange.request set state = 'Accepted' where id = '{request}'");
        Assert.Equal("agreements.request-missing", (await BeginAsync(stranger)).Refusal?.Code);

        // Whoever knows a foreign request's number cannot occupy it with a pair of his own.
        await host.AdoptPairAsync(world.Alliance, museum: 2);
        var pair = await world.DbAsync(db => db.Pairs.Where(p => p.MuseumId == stranger.Id).Select(p => p.Id).SingleAsync());
        var own = Held(await world.Alliance.AsAsync(world.Alliance.For(stranger.Id), (StartAgreement.Handler h) => h.HandleAsync(new("pairing", "示例：结对协议", null, world.Today, pair, request), default)));
        Assert.Null((await world.RecordAsync(own)).RequestId);

        var id = Held(await BeginAsync(gives));
        Assert.Equal([gives.Id, needs.Id], Loading.Read(await world.OpenAsync(id)).Parties.Select(p => p.Id));
        Assert.Equal("agreements.request-has-one", (await BeginAsync(needs)).Refusal?.Code);

        // Of two who begin at the same moment the later one is told, too.
        await host.ExecuteAsync($"update agreements.agreement set state = 'Dropped', reason_code = 'other' where id = '{id}'");
        await using var other = new NpgsqlConnection(host.ConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await using var faster = new NpgsqlCommand($"""
            begin;
            insert into agreements.agreement (id, template, title, lead_party_id, state, check_code, created_at, state_since, request_id)
            values (gen_random_uuid(), 'framework', '示例', '{needs.Id}', 'Draft', 'ABCDEFGHJKLMNPQRSTUV', now(), now(), '{request}')
            """, other);
        await faster.ExecuteNonQueryAsync();
        var later = BeginAsync(gives);
        await DatabaseLocks.WaitedForAsync(host, "%agreements.agreement%");
        await using var commit = new NpgsqlCommand("commit", other);
        await commit.ExecuteNonQueryAsync();
        Assert.Equal("agreements.request-has-one", (await later).Refusal?.Code);
    }

    [Fact]
    public async Task An_agreement_ends_early_with_a_reason_runs_out_or_is_renewed()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var early = await world.InForceAsync("pairing", leader, county);
        Assert.Equal("agreements.reason-code", (await world.EndAsync(early, county, EndAgreement.Way.Early, "lost", "说明")).Refusal?.Code);
        Held(await world.EndAsync(early, county, EndAgreement.Way.Early, "no-people", "示例：人员调离"));
        Assert.Equal((AgreementState.EndedEarly, "no-people"), ((await world.RecordAsync(early)).State, (await world.RecordAsync(early)).ReasonCode));
        Assert.Equal("agreements.stale", (await world.EndAsync(early, leader, EndAgreement.Way.Complete)).Refusal?.Code);

        var ending = await world.InForceAsync("loan", leader, county);
        var next = Held(await world.Alliance.AsAsync(world.Alliance.For(county.Id), (RenewAgreement.Handler h) => h.HandleAsync(new(ending), default)));
        Assert.Equal("agreements.renewed-already", (await world.Alliance.AsAsync(world.Alliance.For(leader.Id), (RenewAgreement.Handler h) => h.HandleAsync(new(ending), default))).Refusal?.Code);
        var text = Loading.Read(await world.OpenAsync(next));
        Assert.Equal((await world.RecordAsync(ending)).UntilOn!.Value.AddDays(1), text.From);
        Assert.All(text.Work, w => Assert.True(w.From >= text.From && w.Due <= text.Until));

        await host.ExecuteAsync($"update agreements.agreement set until_on = '2026-11-01' where id = '{ending}'");
        await world.Alliance.AsAsync(Actor.Program, async (IEnumerable<Guanlian.Platform.Jobs.IRegularWork> all) =>
        {
            await all.OfType<ExpireAgreements>().Single().RunAsync(default);
            return true;
        });
        Assert.Equal(AgreementState.Expired, (await world.RecordAsync(ending)).State);
    }

    [Theory]
    [InlineData(20261120)]
    [InlineData(11)]
    public async Task Random_acts_of_two_at_once_keep_to_the_listed_moves(int seed)
    {
        var random = new Random(seed);
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.OutAsync("pairing", leader, county);
        for (var n = 0; n < 40; n++)
        {
            var (a, b) = (random.Next(100), random.Next(100));
            await Task.WhenAll(ActAsync(world, id, leader, a), ActAsync(world, id, county, b));
        }

        var texts = await world.DbAsync(db => db.Texts.AsNoTracking().Where(t => t.AgreementId == id).OrderBy(t => t.Number).ToListAsync());
        var seals = await world.DbAsync(db => db.Seals.AsNoTracking().Where(s => texts.Select(t => t.Id).Contains(s.TextId)).ToListAsync());
        Assert.Equal(Enumerable.Range(1, texts.Count), texts.Select(t => t.Number));
        Assert.True(texts.Count(t => t.State is TextState.Draft or TextState.OutForSealing or TextState.PartlySealed) <= 1);
        Assert.All(texts, t => Assert.Equal(t.State switch { TextState.Sealed => 2, TextState.PartlySealed => 1, TextState.Draft or TextState.OutForSealing => 0, _ => -1 },
            t.State is TextState.Rejected or TextState.TakenBack or TextState.Dropped ? -1 : seals.Count(s => s.TextId == t.Id)));
        Assert.All(seals, s => Assert.Equal(texts.Single(t => t.Id == s.TextId).Hash, s.Hash));
        var record = await world.RecordAsync(id);
        Assert.Equal(texts.Exists(t => t.State == TextState.Sealed), record.InForceOn is not null);

        // Every event says who, by which mandate, for whom; what went back says why; a text is sent before it is sealed or returned.
        var events = await world.DbAsync(db => db.Set<Guanlian.Platform.Events.HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id).ToListAsync());
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null && e.PartyId is not null, e.Action));
        Assert.All(events.Where(e => e.Action is "agreements.rejected" or "agreements.taken-back"), e => Assert.NotNull(e.Reason));
        int Count(params string[] actions) => events.Count(e => actions.Contains(e.Action));
        Assert.Equal(Count("agreements.sent"), Count("agreements.rejected", "agreements.taken-back", "agreements.put-in-force", "agreements.amended")
            + texts.Count(t => t.State is TextState.OutForSealing or TextState.PartlySealed));
        Assert.Equal(seals.Count, Count("agreements.sealed"));
    }

    private static async Task ActAsync(AgreementWorld world, Guid id, Guanlian.Members.Data.Party by, int act)
    {
        _ = act switch
        {
            < 20 => (object)await world.SendAsync(id, by),
            < 50 => await world.SealAsync(id, by, electronic: act % 2 == 0),
            < 62 => await world.ReturnAsync(id, by, TextMove.Reject),
            < 72 => await world.ReturnAsync(id, by, TextMove.TakeBack),
            < 85 => await world.AmendAsync(id, by),
            _ => await world.EditAsync(id, by, f => f["Clause-0-Words"] = $"示例 {act}"),
        };
    }
}
