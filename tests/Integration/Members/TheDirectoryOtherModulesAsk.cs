using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Data;

namespace Guanlian.Integration.Members;

public sealed class TheDirectoryOtherModulesAsk(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Gives_cards_distances_and_the_members_of_nested_clusters()
    {
        var (wuxiang, taiyuan, nowhere) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (province, county) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.WithAsync<MembersDb, int>(db =>
        {
            db.Parties.AddRange(
                new() { Id = wuxiang, Code = "004861", Kind = PartyKind.Museum, Name = "示例甲馆", DivisionCode = "140429", Longitude = 112.8578, Latitude = 36.8374, PointBasis = PointBasis.Division },
                new() { Id = taiyuan, Code = "004970", Kind = PartyKind.Museum, Name = "示例乙馆", DivisionCode = "140100", Longitude = 112.5489, Latitude = 37.8706, PointBasis = PointBasis.Division },
                new() { Id = nowhere, Code = "004971", Kind = PartyKind.Museum, Name = "示例丙馆", DivisionCode = "140000" },
                new() { Id = province, Code = "P", Kind = PartyKind.Cluster, Name = "示例省联盟" },
                new() { Id = county, Code = "C", Kind = PartyKind.Cluster, Name = "示例县联盟" });
            db.Figures.Add(new() { PartyId = wuxiang, Edition = 2023, Serial = 9, Province = "山西省", Name = "示例甲馆", Objects = 1 });
            db.Figures.Add(new() { PartyId = wuxiang, Edition = 2024, Serial = 9, Province = "山西省", Name = "示例甲馆", Objects = 2 });
            db.Roads.Add(new() { FromDivision = "140100", ToDivision = "140429", Minutes = 150, Source = "示例" });
            return db.SaveChangesAsync();
        });
        await JoinAsync(county, wuxiang, "Full");
        await JoinAsync(province, county, "Provisional");
        await JoinAsync(province, taiyuan, "Full");
        await JoinAsync(province, nowhere, "Suspended");

        await host.WithAsync<IPartyDirectory, int>(async directory =>
        {
            var card = await directory.FindAsync(wuxiang, default);
            Assert.Equal(("长治市武乡县", 2), (card!.Place, card.Figures!.Objects));
            Assert.Null(await directory.FindAsync(Guid.CreateVersion7(), default));

            var distances = await directory.DistancesAsync([taiyuan, nowhere], [wuxiang], default);
            Assert.Equal(new Distance(118, 150), Assert.Single(distances).Value);

            Assert.Equal([wuxiang, taiyuan], (await directory.MembersOfAsync(province, default)).Select(p => p.Id));
            Assert.Empty(await directory.MembersOfAsync(Guid.CreateVersion7(), default));
            Assert.Equal([county, province], await directory.ClustersOfAsync(wuxiang, default));
            return 0;
        });
    }

    private Task<int> JoinAsync(Guid cluster, Guid party, string state) => TestSql.RunAsync(host.ConnectionString, $"""
        insert into members.cluster (party_id, kind, mode, founded_on) values ('{cluster}', 'Regional', 'StrategicAlliance', '2025-01-01') on conflict do nothing;
        insert into members.membership (id, cluster_id, party_id, state, role, asked_at, from_on)
        values (gen_random_uuid(), '{cluster}', '{party}', '{state}', 'Member', '2025-01-01', '2025-01-01');
        """);
}
