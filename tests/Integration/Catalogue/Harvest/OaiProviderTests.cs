using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats;
using Guanlian.Catalogue.Objects;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using static Guanlian.Integration.Catalogue.Harvest.OaiRepository;

namespace Guanlian.Integration.Catalogue.Harvest;

public sealed class OaiProviderTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);
    private readonly OaiRepository oai = new(host);

    [Fact]
    [Trait("Requirement", "W13")]
    public async Task Every_verb_is_answered_by_get_and_by_post_as_the_schema_wants_it()
    {
        var owner = await world.MuseumAsync();
        await world.WriteAsync(
            CatalogueWorld.Draft(owner, "o1", "青花瓶", ("category", new CodedValue([new CodedWord("03", "category/2013")]))),
            CatalogueWorld.Draft(owner, "o2", "<砚> & \u0001墨"));
        foreach (var post in new[] { false, true })
        {
            var identity = (await oai.AskAsync("verb=Identify", post)).Element(Ns + "Identify")!;
            Assert.Equal("persistent", identity.Element(Ns + "deletedRecord")!.Value);
            Assert.Equal("YYYY-MM-DDThh:mm:ssZ", identity.Element(Ns + "granularity")!.Value);
            var formats = (await oai.AskAsync("verb=ListMetadataFormats", post)).Descendants(Ns + "metadataPrefix").Select(p => p.Value);
            Assert.Equal(["oai_dc", "lido", "edm"], formats);
            Assert.Contains((await oai.AskAsync("verb=ListSets", post)).Descendants(Ns + "setName"), s => s.Value.StartsWith("试馆", StringComparison.Ordinal));
            foreach (var prefix in new[] { "oai_dc", "lido" })
            {
                var records = (await oai.AskAsync($"verb=ListRecords&metadataPrefix={prefix}", post)).Descendants(Ns + "record").ToList();
                Assert.True(records.Count >= 2);
                var headers = (await oai.AskAsync($"verb=ListIdentifiers&metadataPrefix={prefix}", post)).Descendants(Ns + "header");
                Assert.Equal(records.Select(IdOf), headers.Select(IdOf));
                var one = await oai.AskAsync($"verb=GetRecord&metadataPrefix={prefix}&identifier={Uri.EscapeDataString(IdOf(records[0]))}", post);
                Assert.Equal(records[0].ToString(), one.Descendants(Ns + "record").Single().ToString());
            }
        }

        var titles = (await oai.ListAsync("metadataPrefix=oai_dc")).SelectMany(r => r.Descendants(Namespaces.Dc + "title")).ToList();
        Assert.Contains(titles, t => t.Value == "<砚> & 墨" && t.Attribute(Namespaces.Lang)?.Value == "zh-Hans");
    }

    [Fact]
    public async Task Every_error_of_the_protocol_has_its_cause()
    {
        var owner = await world.MuseumAsync();
        await world.WriteAsync(CatalogueWorld.Draft(owner, "e1", "瓶"));
        var id = Uri.EscapeDataString(IdOf(Assert.Single(await oai.ListAsync($"metadataPrefix=oai_dc&set={await CodeAsync(owner)}"))));
        foreach (var (query, code) in new[]
        {
            ("", "badVerb"), ("verb=Nonsense", "badVerb"), ("verb=identify", "badVerb"), ("verb=Identify&verb=Identify", "badVerb"), ("verb=3", "badVerb"),
            ("verb=Identify&x=1", "badArgument"), ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords", "badArgument"), ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=lido", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-01&until=2026-11-02T00:00:00Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-03&until=2026-11-02", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=no%20set", "badArgument"),
            ("verb=ListRecords&resumptionToken=invented", "badResumptionToken"), ("verb=ListSets&resumptionToken=invented", "badResumptionToken"),
            ("verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"),
            ($"verb=GetRecord&metadataPrefix=mods&identifier={id}", "cannotDisseminateFormat"),
            ($"verb=GetRecord&metadataPrefix=edm&identifier={id}", "cannotDisseminateFormat"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere:1/2", "idDoesNotExist"),
            ($"verb=GetRecord&metadataPrefix=oai_dc&identifier={id}999999", "idDoesNotExist"),
            ("verb=ListMetadataFormats&identifier=%3C%20%3E", "idDoesNotExist"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2099-01-01", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=nobody", "noRecordsMatch"),
        })
        {
            Assert.Equal((query, code), (query, await oai.ErrorOfAsync(query)));
            Assert.Equal((query, code), (query, await oai.ErrorOfAsync(query, post: true)));
        }
    }

    [Fact]
    public async Task Edm_is_given_for_records_with_a_rights_statement_only()
    {
        var owner = await world.MuseumAsync();
        var free = "http://creativecommons.org/publicdomain/zero/1.0/";
        await world.WriteAsync(
            CatalogueWorld.Draft(owner, "r1", "有权利说明", ("rights", new CodedValue([new CodedWord(free, "rights/2016")]))),
            CatalogueWorld.Draft(owner, "r2", "没有权利说明"));
        var answer = await oai.AskAsync($"verb=ListRecords&metadataPrefix=edm&set={await CodeAsync(owner)}", validate: false);
        var record = Assert.Single(answer.Descendants(Ns + "record"));
        Assert.All(record.Descendants(Namespaces.Edm + "rights"), r => Assert.Equal(free, r.Attribute(Namespaces.Rdf + "resource")!.Value));
        Assert.Contains($"objects/{await CodeAsync(owner)}/", record.Descendants(Namespaces.Edm + "isShownAt").Single().Attribute(Namespaces.Rdf + "resource")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_after_a_restart_and_gives_every_record_once()
    {
        var owner = await world.MuseumAsync();
        for (var i = 0; i < 11; i++)
        {
            await world.WriteAsync([.. Enumerable.Range(i * 100, 100).Select(n => CatalogueWorld.Draft(owner, $"t{n}", $"瓶{n}"))]);
        }

        var query = $"metadataPrefix=oai_dc&set={await CodeAsync(owner)}";
        var first = await oai.AskAsync("verb=ListRecords&" + query);
        var token = first.Descendants(Ns + "resumptionToken").Single();
        Assert.Equal(("1100", "0"), (token.Attribute("completeListSize")!.Value, token.Attribute("cursor")!.Value));
        var restarts = 0;
        var all = await oai.ListAsync(query, between: () => restarts++ == 0 ? host.RestartAsync() : Task.CompletedTask);
        Assert.Equal((1100, 2), (all.Select(IdOf).Distinct().Count(), restarts));
        Assert.Equal(1100, all.Count);
        // The same token again gives the same part again; a changed one nothing.
        var again = await oai.AskAsync($"verb=ListRecords&resumptionToken={Uri.EscapeDataString(token.Value)}");
        Assert.Equal(all[500..1000].Select(IdOf), again.Descendants(Ns + "record").Select(IdOf));
        Assert.Equal("badResumptionToken", await oai.ErrorOfAsync($"verb=ListRecords&resumptionToken={token.Value[..^3]}AAA"));
        Assert.Equal("badResumptionToken", await oai.ErrorOfAsync($"verb=ListIdentifiers&resumptionToken={Uri.EscapeDataString(token.Value)}"));
    }

    [Fact]
    public async Task What_is_withdrawn_is_deleted_for_ever_and_what_was_never_shown_does_not_exist()
    {
        var owner = await world.MuseumAsync();
        var (shown, hidden) = (CatalogueWorld.Draft(owner, "d1", "公开"), CatalogueWorld.Draft(owner, "d2", "内部") with { Level = Level.Members });
        await world.WriteAsync(shown, hidden, CatalogueWorld.Draft(owner, "d3", "草稿") with { State = ObjectState.Draft });
        var query = $"metadataPrefix=oai_dc&set={await CodeAsync(owner)}";
        var id = IdOf(Assert.Single(await oai.ListAsync(query)));

        host.Clock.Now += TimeSpan.FromSeconds(10);
        var since = host.Clock.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Empty(await oai.ListAsync($"{query}&from={since}"));
        await world.WriteAsync(shown with { Version = 1, Level = Level.Association });
        var deleted = Assert.Single(await oai.ListAsync($"{query}&from={since}"));
        Assert.True(IsDeleted(deleted));
        Assert.Equal(id, IdOf(deleted));
        Assert.Empty(deleted.Elements(Ns + "metadata"));
        Assert.True(IsDeleted((await oai.AskAsync($"verb=GetRecord&metadataPrefix=lido&identifier={Uri.EscapeDataString(id)}")).Descendants(Ns + "record").Single()));

        // Back again, and then gone with its record emptied.
        await world.WriteAsync(shown with { Version = 2 });
        Assert.False(IsDeleted(Assert.Single(await oai.ListAsync(query))));
        await world.WriteAsync(shown with { Version = 3, State = ObjectState.Gone, Record = ObjectRecord.Empty(CatalogueWorld.Census) });
        Assert.True(IsDeleted(Assert.Single(await oai.ListAsync(query))));
        // A hidden one that is edited stays unheard of.
        await world.WriteAsync(hidden with { Version = 1 });
        Assert.Single(await oai.ListAsync(query));
    }

    [Fact]
    [Trait("Requirement", "G11")]
    public async Task No_restricted_field_leaves_in_any_format()
    {
        var owner = await world.MuseumAsync();
        var secret = "机密机密机密";
        var draft = CatalogueWorld.Draft(owner, "s1", "鼎", [.. CatalogueWorld.Census.Fields.Where(f => f.Level != Level.Public && f.Kind == FieldKind.Text)
            .Select(f => (f.Key, (FieldValue)new TextValue(secret)))]);
        await world.WriteAsync(draft with { Record = draft.Record with { Extra = new Dictionary<string, string> { ["旧栏"] = secret } } });
        foreach (var prefix in new[] { "oai_dc", "lido", "edm" })
        {
            var answer = await oai.AskAsync($"verb=ListRecords&metadataPrefix={prefix}&set={await CodeAsync(owner)}", validate: false);
            Assert.DoesNotContain(secret, answer.ToString(), StringComparison.Ordinal);
        }
    }

    private async Task<string> CodeAsync(Guid owner) =>
        (await host.WithAsync<Guanlian.Contracts.Members.IPartyDirectory, Guanlian.Contracts.Members.PartyCard?>(d => d.FindAsync(owner, default)))!.Code;
}
