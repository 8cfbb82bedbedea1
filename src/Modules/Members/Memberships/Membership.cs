using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>One stay of a party in a cluster.</summary>
internal sealed class Membership
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    public Guid PartyId { get; init; }

    public MembershipState State { get; set; }

    public MemberRole Role { get; set; }

    /// <summary>Seats held beside the role.</summary>
    public List<MemberOffice> Offices { get; set; } = [];

    /// <summary>Signed the founding call (发起单位).</summary>
    public bool Signatory { get; set; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>The call that it answered, where there was one.</summary>
    public Guid? CallId { get; init; }

    /// <summary>First day as a provisional or full member.</summary>
    public DateOnly? FromOn { get; set; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? ToOn { get; set; }

    /// <summary>Coded reason of the last step.</summary>
    public string? ReasonCode { get; set; }

    /// <summary>The last step's reason in words.</summary>
    public string? Reason { get; set; }

    public int Version { get; set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<Membership>(e =>
    {
        e.ToTable("membership").HasKey(m => m.Id);
        e.HasOne<Party>().WithMany().HasForeignKey(m => m.PartyId).OnDelete(DeleteBehavior.Restrict);
        e.Property(m => m.State).HasConversion<string>();
        e.Property(m => m.Role).HasConversion<string>();
        e.PrimitiveCollection(m => m.Offices).ElementType(o => o.HasConversion<string>());
        e.Property(m => m.Version).IsConcurrencyToken();
    });
}

/// <summary>成员角色: what a member is in the cluster; it decides what it owes and may ask.</summary>
internal enum MemberRole
{
    /// <summary>成员馆</summary>
    Member,

    /// <summary>牵头馆</summary>
    Lead,

    /// <summary>总馆</summary>
    Head,

    /// <summary>分馆</summary>
    Branch,

    /// <summary>社区, with consent and veto (requirement G05).</summary>
    Community,

    /// <summary>秘书处单位</summary>
    Secretariat,

    /// <summary>合作单位</summary>
    Partner,
}

/// <summary>Seats beside the role (requirement G25).</summary>
internal enum MemberOffice
{
    /// <summary>理事长单位</summary>
    Chair,

    /// <summary>理事单位</summary>
    Council,

    /// <summary>对外联络部门</summary>
    Liaison,
}
