using Guanlian.Contracts.Members;
using Guanlian.Members.Clusters;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Members.Imports;
using Guanlian.Members.Institutions;
using Guanlian.Members.Memberships;
using Guanlian.Members.Register;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Samples;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Sample;

/// <summary>The register of Shanxi comes in, and the alliance of its museums is founded, a year ago (requirement P18).</summary>
internal sealed class SampleAlliance : ISampleStep
{
    public const string Cluster = "cluster";
    private const int Edition = 2024;
    private const string Why = "示例：载入示例省";

    public int Order => 100;

    public string Title => "members.sample.alliance";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        world.GoTo(new(world.Now.Year - 1, 3, 1, 1, 0, 0, TimeSpan.Zero));
        await SamplePeople.AddAsync(world, "administrator", "系统管理员", Party.OperatorId, Roles.Administrator, ct);
        await ImportAsync(world, ct);
        var association = await AddAsync(world, "SX-SBX", PartyKind.SocialOrganisation, "山西省博物馆协会", "Shanxi Museums Association", ct);
        await AddAsync(world, "SX-YGYJY", PartyKind.ResearchInstitute, "云冈研究院", "Yungang Research Institute", ct);

        await PlaceAsync(world, ct);

        var cluster = await world.AsAsync("administrator", (FoundCluster.Handler h) => h.HandleAsync(
            new("SX-DGDXG", "山西省“大馆带小馆”联盟", "Shanxi Alliance: Big Museums Lead Small Museums", ClusterKind.Regional, CooperationMode.StrategicAlliance, "140000",
                "以县级馆的实际需求为出发点，推动藏品、人才、技术和学术资源下沉。（示例）"), ct));
        world.Ids[Cluster] = cluster;
        await SamplePeople.AddAsync(world, "secretariat", "秘书处", cluster, Roles.Secretariat, ct);
        await SamplePeople.AddAsync(world, "council", "理事会", cluster, Roles.Council, ct);
        foreach (var kind in new[] { PartyKind.Museum, PartyKind.SocialOrganisation, PartyKind.ResearchInstitute })
        {
            await AdmitAsync(world, kind, ct);
        }

        await GiveRolesAsync(world, cluster, association, ct);
        await world.AsAsync("secretariat", (WritePlan.Handler h) => h.HandleAsync(
            new(cluster, PlanLevel.Province, 0, "大馆带小馆五年规划（示例）", world.Now.Year - 1, world.Now.Year + 3,
                "一、摸清需求：每年由各馆填报并确认。\n二、结对帮扶：每年一轮，规则、过程、结果公开。\n三、提质增效：受援馆确认成效，帮扶才算数。", null), ct));
    }

    private static async Task ImportAsync(SampleWorld world, CancellationToken ct)
    {
        await using var file = new MemoryStream();
        await using (var register = SampleFiles.Open(SampleFiles.Register))
        {
            await register.CopyToAsync(file, ct);
        }

        file.Position = 0;
        await world.AsAsync("administrator", (ImportFile.Handler h) => h.HandleAsync(
            new(RegisterImport.KindName, file, SampleFiles.Register, RegisterImport.OfEdition(Edition), Why), null, ct));
    }

    private static async Task AdmitAsync(SampleWorld world, PartyKind kind, CancellationToken ct)
    {
        var options = new Dictionary<string, string>
        {
            [AdmitParties.Place] = "14",
            [AdmitParties.PartyKindOption] = kind.ToString(),
            [AdmitParties.Role] = MemberRole.Member.ToString(),
        };
        var act = await world.AsAsync("secretariat", (StartAct.Handler h) => h.HandleAsync(new(Guid.CreateVersion7(), AdmitParties.KindName, null, null, options), ct));
        await world.RunJobsAsync(ct);
        var version = await world.AskAsync((PlatformDb db) => db.Set<BulkAct>().Where(a => a.Id == act).Select(a => a.Version).SingleAsync(ct));
        await world.AsAsync("secretariat", (ApplyAct.Handler h) => h.HandleAsync(new(act, version, Why), ct));
        await world.RunJobsAsync(ct);
    }

    private static async Task GiveRolesAsync(SampleWorld world, Guid cluster, Guid association, CancellationToken ct)
    {
        var signatories = SampleFiles.Signatories();
        foreach (var (name, serial) in signatories)
        {
            var code = serial is null ? null : RegisterCode(serial);
            await GiveAsync(world, cluster, p => code == null ? p.Name == name : p.Code == code, MemberRole.Lead, signatory: true,
                name == signatories[0].Name ? [MemberOffice.Chair, MemberOffice.Council] : [MemberOffice.Council], ct);
        }

        await GiveAsync(world, cluster, p => p.Id == association, MemberRole.Secretariat, signatory: false, [MemberOffice.Liaison], ct);
    }

    private static async Task GiveAsync(
        SampleWorld world, Guid cluster, System.Linq.Expressions.Expression<Func<Party, bool>> party, MemberRole role, bool signatory,
        MemberOffice[] offices, CancellationToken ct)
    {
        var membership = await world.AskAsync((MembersDb db) =>
            (from m in db.Memberships
             join p in db.Parties.Where(party) on m.PartyId equals p.Id
             where m.ClusterId == cluster
             select new { m.Id, m.Version }).SingleAsync(ct));
        await world.AsAsync("secretariat", (GiveRole.Handler h) => h.HandleAsync(
            new(membership.Id, membership.Version, role, offices, signatory, signatory ? "示例：发起倡议" : "示例：承担秘书处工作"), ct));
    }

    /// <summary>The register's serial as the directory's code.</summary>
    public static string RegisterCode(string serial) => serial.PadLeft(6, '0');

    private static async Task PlaceAsync(SampleWorld world, CancellationToken ct)
    {
        foreach (var (code, division) in SampleFiles.Placed())
        {
            var version = await world.AskAsync((MembersDb db) => db.Parties.Where(p => p.Code == code).Select(p => p.Version).SingleAsync(ct));
            await world.AsAsync("administrator", (PlaceInstitution.Handler h) => h.HandleAsync(new(code, version, division, null, null, null, Why), ct));
        }
    }

    /// <summary>An institution that no register brings; returns its id.</summary>
    public static async Task<Guid> AddAsync(SampleWorld world, string code, PartyKind kind, string name, string nameEn, CancellationToken ct)
    {
        await world.AsAsync("administrator", (RegisterInstitution.Handler h) =>
            h.HandleAsync(new(Institutions.Codes.Word(kind), name, nameEn, code, "140000", null, Why), ct));
        return await world.AskAsync((MembersDb db) => db.Parties.Where(p => p.Code == code).Select(p => p.Id).SingleAsync(ct));
    }
}
