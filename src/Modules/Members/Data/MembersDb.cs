using Guanlian.Members.Accounts;
using Guanlian.Members.Assessments;
using Guanlian.Members.Calls;
using Guanlian.Members.Clusters;
using Guanlian.Members.Directory;
using Guanlian.Members.Mandates;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>The module's tables.</summary>
internal sealed class MembersDb(DbContextOptions<MembersDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "members";

    public DbSet<Party> Parties => Set<Party>();

    public DbSet<Cluster> Clusters => Set<Cluster>();

    public DbSet<ClusterPlan> Plans => Set<ClusterPlan>();

    public DbSet<ClusterCall> Calls => Set<ClusterCall>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<ActingFor> ActingMandates => Set<ActingFor>();

    public DbSet<PartyPeriod> Periods => Set<PartyPeriod>();

    public DbSet<RegisterFigure> Figures => Set<RegisterFigure>();

    public DbSet<FigureRemark> FigureRemarks => Set<FigureRemark>();

    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<DivisionListRow> DivisionLists => Set<DivisionListRow>();

    public DbSet<Road> Roads => Set<Road>();

    public DbSet<InstitutionRow> Institutions => Set<InstitutionRow>();

    public DbSet<Person> Persons => Set<Person>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<Mandate> Mandates => Set<Mandate>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    protected override void Shape(ModelBuilder model)
    {
        Party.Map(model);
        PartyPeriod.Map(model);
        RegisterFigure.Map(model);
        FigureRemark.Map(model);
        DivisionListRow.Map(model);
        Road.Map(model);
        Assessment.Map(model);
        InstitutionRow.Map(model);
        Cluster.Map(model);
        ClusterPlan.Map(model);
        ClusterCall.Map(model);
        Membership.Map(model);
        ActingFor.Map(model);
        AccountTables.Map(model);
        MandateTables.Map(model);
    }
}
