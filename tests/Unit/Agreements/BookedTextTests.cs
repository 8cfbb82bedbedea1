using Guanlian.Agreements.Templates;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Unit.Agreements;

/// <summary>Contributions that are resources set aside: read, held against what there is, told apart from text to text.</summary>
public sealed class BookedTextTests
{
    private static readonly PartyCard Leader = Card("A1", "示例省馆");
    private static readonly PartyCard County = Card("B1", "示例县馆");
    private static readonly DateOnly Day = new(2026, 11, 20);
    private static readonly ResourceCard Microscope = new(Guid.CreateVersion7(), Leader.Id, "示例扫描电镜", "Example microscope", "places", 2);
    private static readonly ResourceCard Hall = new(Guid.CreateVersion7(), County.Id, "示例展厅", null, "metres", 300);

    private static AgreementText Plain { get; } = BeginText.Of(AgreementTemplates.Shipped["pairing"], [Leader, County], "示例", Day, Wording.Chinese);

    [Fact]
    public void A_text_without_booked_contributions_has_the_hash_that_it_always_had()
    {
        // As such texts stand sealed in the database, word for word.
        const string Sealed = """
            {"clauses":[{"code":"t1","heading":"合作宗旨","words":"示例"}],"exit":"示例","form":"pairing","format":1,"from":"2026-01-01","gains":[],"gives":[{"amount":"12","code":"c1","party":"0197a0a0-0000-7000-8000-000000000001","unit":"days","what":"专家"}],"goals":[],"inOrder":false,"language":"zh-CN","parties":[{"id":"0197a0a0-0000-7000-8000-000000000001","name":"示例省馆","role":"帮扶馆"}],"publicBenefit":"示例","safeguards":[],"template":"pairing","title":"示例","work":[]}
            """;
        Assert.Equal(Sealed, CanonicalJson.Write(CanonicalJson.Read<AgreementText>(Sealed)));
        Assert.Equal("5f68d9ef10e23f7a042d83c5aee6094545d8e21c71c18272e5bb22aa2cf7b812", CanonicalJson.Hash(Sealed));

        var booked = Booked(Microscope, Leader, County);
        Assert.Equal(CanonicalJson.Write(booked), CanonicalJson.Write(CanonicalJson.Read<AgreementText>(CanonicalJson.Write(booked))));
        Assert.Contains($"\"resource\":\"{Microscope.Id}\",\"resourceName\":\"示例扫描电镜\"", CanonicalJson.Write(booked), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chosen_resource_fills_in_whose_it_is_its_unit_and_what_it_was_called()
    {
        var read = Held(Read(Plain, ("Resource", $"{Microscope.Id}"), ("For", $"{County.Id}"), ("From", "2026-12-01"), ("Until", "2026-12-05"), ("Amount", "１")));
        var line = Assert.Single(read.Gives);
        Assert.Equal(("示例扫描电镜", "示例扫描电镜", Leader.Id, "places", "1"), (line.What, line.ResourceName, line.Party!.Value, line.Unit, line.Amount));
        Assert.Equal((County.Id, new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 5)), (line.For!.Value, line.From!.Value, line.Until!.Value));
        var announced = Assert.Single(BookedLines.Of(read));
        Assert.Equal((line.Code, Microscope.Id, Leader.Id, County.Id, 1m), (announced.Code, announced.ResourceId, announced.By, announced.For, announced.Amount));

        // Renamed since, it keeps the name that was agreed; chosen anew, it has the new one. An English text names it in English.
        var renamed = Microscope with { Name = "示例电镜" };
        Assert.Equal("示例扫描电镜", Held(Read(read, [renamed], ("Code", line.Code), ("What", "机时"), ("Resource", $"{Microscope.Id}"))).Gives[0].ResourceName);
        Assert.Equal("示例展厅", Held(Read(read, [renamed, Hall], ("Code", line.Code), ("What", "机时"), ("Resource", $"{Hall.Id}"))).Gives[0].ResourceName);
        Assert.Equal("Example microscope", Held(Read(Plain with { Language = Wording.English }, ("Resource", $"{Microscope.Id}"))).Gives[0].ResourceName);
    }

    [Fact]
    public void What_is_forged_or_does_not_fit_the_resource_is_refused_at_its_place()
    {
        var stranger = Microscope with { Id = Guid.CreateVersion7(), OwnerId = Guid.CreateVersion7() };
        Is("agreements.booked.gone", "Give-0-Resource", Read(Plain, ("Resource", $"{Guid.CreateVersion7()}")));
        Is("agreements.booked.gone", "Give-0-Resource", Read(Plain, ("Resource", "../../etc")));
        Is("agreements.booked.gone", "Give-0-Resource", Read(Plain, [stranger], ("Resource", $"{stranger.Id}")));
        Is("agreements.booked.gone", "Give-0-Resource", Read(Plain with { Parties = [Plain.Parties[1]] }, ("Resource", $"{Microscope.Id}")));
        Is("agreements.booked.owner", "Give-0-Party", Read(Plain, ("Resource", $"{Microscope.Id}"), ("Party", $"{County.Id}")));
        Is("agreements.booked.unit", "Give-0-Unit", Read(Plain, ("Resource", $"{Microscope.Id}"), ("Unit", "days")));
        Is("agreements.booked.capacity", "Give-0-Amount", Read(Plain, ("Resource", $"{Microscope.Id}"), ("Amount", "2.5")));
        Is("agreements.booked.no-resource", "Give-0-Resource", Read(Plain, ("What", "机时"), ("From", "2026-12-01")));
        Is("agreements.text.not-a-party", "Give-0-For", Read(Plain, ("Resource", $"{Microscope.Id}"), ("For", $"{Guid.CreateVersion7()}")));
        Is("agreements.text.day", "Give-0-Until", Read(Plain, ("Resource", $"{Microscope.Id}"), ("Until", "2026-02-30")));
    }

    [Fact]
    public void Before_sealing_it_says_for_whom_when_and_how_much()
    {
        var whole = Booked(Microscope, Leader, County);
        Assert.Null(TextChecks.Lacks(whole));
        Lacks("agreements.lacks.booked-for", "For", g => g with { For = null });
        Lacks("agreements.lacks.booked-for", "For", g => g with { For = Guid.CreateVersion7() });
        Lacks("agreements.lacks.booked-self", "For", g => g with { For = g.Party });
        Lacks("agreements.lacks.booked-days", "Until", g => g with { Until = null });
        Lacks("agreements.lacks.booked-order", "Until", g => g with { Until = g.From!.Value.AddDays(-1) });
        Lacks("agreements.lacks.booked-outside", "Until", g => g with { Until = whole.Until!.Value.AddDays(1) });
        Lacks("agreements.lacks.booked-outside", "From", g => g with { From = whole.From!.Value.AddDays(-1) });
        Lacks("agreements.lacks.booked-amount", "Amount", g => g with { Amount = null });
        Lacks("agreements.lacks.booked-amount", "Amount", g => g with { Amount = "0" });
        Assert.Null(TextChecks.Lacks(whole with { Until = null }));

        void Lacks(string code, string field, Func<GiftLine, GiftLine> change)
        {
            var lacks = TextChecks.Lacks(whole with { Gives = [.. whole.Gives.Select((g, n) => n == 0 ? change(g) : g)] });
            Assert.Equal((code, $"Give-0-{field}"), (lacks?.Code, lacks?.Field));
            Assert.Empty(lacks!.Also);
        }
    }

    [Fact]
    public void An_amendment_of_what_is_set_aside_shows_as_work_and_so_do_two_things_of_one_name()
    {
        var text = Booked(Microscope, Leader, County);
        var twin = Guid.CreateVersion7();
        Assert.Equal(
            [("give", "from"), ("give", "until")],
            Between(g => g with { From = g.From!.Value.AddDays(7), Until = g.Until!.Value.AddDays(7) }).Select(d => (d.Part, d.Field)));
        Assert.Equal(["used-by"], Between(g => g with { For = Leader.Id }).Select(d => d.Field));
        Assert.Equal(["resource"], Between(g => g with { Resource = twin }).Select(d => d.Field));
        Assert.Equal(["resource", "used-by", "from", "until"], Between(g => g with { Resource = null, ResourceName = null, For = null, From = null, Until = null }).Select(d => d.Field));
        Assert.All(Between(g => g with { For = Leader.Id }), d => Assert.True(d.IsWork));

        IReadOnlyList<Difference> Between(Func<GiftLine, GiftLine> change) =>
            TextDifference.Between(text, text with { Gives = [.. text.Gives.Select((g, n) => n == 0 ? change(g) : g)] });
    }

    [Fact]
    public void Two_who_change_days_and_title_lose_nothing_and_two_who_change_the_days_are_told()
    {
        var text = Booked(Microscope, Leader, County);
        var mine = text with { Gives = [text.Gives[0] with { Until = text.Gives[0].Until!.Value.AddDays(2) }, .. text.Gives.Skip(1)] };
        var merge = new MergeTexts();
        var merged = merge.Merge(text, mine, text with { Title = "示例新题" });
        Assert.Empty(merge.Clashes);
        Assert.Equal(("示例新题", mine.Gives[0].Until), (merged.Title, merged.Gives[0].Until));

        merge = new();
        merge.Merge(text, mine, text with { Gives = [text.Gives[0] with { Until = text.Gives[0].Until!.Value.AddDays(9) }, .. text.Gives.Skip(1)] });
        var clash = Assert.Single(merge.Clashes);
        Assert.Contains("2026-12-07", clash.Ours!, StringComparison.Ordinal);
        Assert.Contains("2026-12-14", clash.Theirs!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renewed_agreement_sets_aside_the_same_days_of_its_next_term()
    {
        var text = Booked(Microscope, Leader, County);
        var next = BeginText.Renewed(text, Day);
        var days = next.From!.Value.DayNumber - text.From!.Value.DayNumber;
        Assert.Equal((text.Gives[0].From!.Value.AddDays(days), text.Gives[0].Until!.Value.AddDays(days)), (next.Gives[0].From!.Value, next.Gives[0].Until!.Value));
        Assert.Null(TextChecks.Lacks(next));
    }

    private static AgreementText Booked(ResourceCard resource, PartyCard by, PartyCard to) => Plain with
    {
        Gives =
        [
            new("c9", by.Id, "机时", "1", resource.Unit) { Resource = resource.Id, ResourceName = resource.Name, For = to.Id, From = new(2026, 12, 1), Until = new(2026, 12, 5) },
            .. Plain.Gives,
        ],
    };

    private static (AgreementText Text, Refusal.Invalid? Refusal) Read(AgreementText standing, params (string Field, string Value)[] sent) => Read(standing, [Microscope, Hall], sent);

    private static (AgreementText Text, Refusal.Invalid? Refusal) Read(AgreementText standing, ResourceCard[] known, params (string Field, string Value)[] sent)
    {
        var fields = sent.ToDictionary(s => $"Give-0-{s.Field}", s => s.Value);
        fields["Give-0-Here"] = "1";
        return new ReadText(fields.GetValueOrDefault, [], known.ToDictionary(k => k.Id)).Read(standing);
    }

    private static AgreementText Held((AgreementText Text, Refusal.Invalid? Refusal) read)
    {
        Assert.True(read.Refusal is null, read.Refusal?.Code);
        return read.Text;
    }

    private static void Is(string code, string field, (AgreementText Text, Refusal.Invalid? Refusal) read) => Assert.Equal((code, field), (read.Refusal?.Code, read.Refusal?.Field));

    private static PartyCard Card(string code, string name) =>
        new(Guid.CreateVersion7(), code, PartyKind.Museum, name, null, PartyLevel.County, Grade.None, Ownership.Unknown, null, "", null, null, null);
}
