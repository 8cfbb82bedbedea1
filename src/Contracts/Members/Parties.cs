namespace Guanlian.Contracts.Members;

/// <summary>What sort of party it is (requirement G01, G30). Stored and written as kebab-case words.</summary>
public enum PartyKind
{
    /// <summary>The installation's operator.</summary>
    Operator,

    /// <summary>集群: a cluster of parties; it may join another.</summary>
    Cluster,

    /// <summary>博物馆</summary>
    Museum,

    /// <summary>图书馆</summary>
    Library,

    /// <summary>档案馆</summary>
    Archive,

    /// <summary>学校</summary>
    School,

    /// <summary>企业</summary>
    Company,

    /// <summary>旅游单位</summary>
    Tourism,

    /// <summary>社区</summary>
    Community,

    /// <summary>政府部门</summary>
    Government,

    /// <summary>国际组织</summary>
    InternationalOrganisation,

    /// <summary>社会团体</summary>
    SocialOrganisation,

    /// <summary>科研机构</summary>
    ResearchInstitute,

    /// <summary>物流单位</summary>
    Logistics,

    /// <summary>媒体</summary>
    Media,

    /// <summary>其他公共文化机构</summary>
    OtherCulturalInstitution,
}

/// <summary>质量等级: the national rating.</summary>
public enum Grade
{
    /// <summary>未定级</summary>
    None,

    /// <summary>一级</summary>
    First,

    /// <summary>二级</summary>
    Second,

    /// <summary>三级</summary>
    Third,
}

/// <summary>层级: the level of government that an institution belongs to.</summary>
public enum PartyLevel
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>国家级</summary>
    National,

    /// <summary>省级</summary>
    Province,

    /// <summary>市级</summary>
    Prefecture,

    /// <summary>县级</summary>
    County,
}

/// <summary>性质: the register's three kinds of ownership.</summary>
public enum Ownership
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>文化文物系统国有博物馆</summary>
    StateCulture,

    /// <summary>其他行业国有博物馆</summary>
    StateOther,

    /// <summary>非国有博物馆</summary>
    NonState,
}

/// <summary>A membership's state in a cluster (domain model: state machines).</summary>
public enum MembershipState
{
    /// <summary>申请中</summary>
    Applied,

    /// <summary>受邀</summary>
    Invited,

    /// <summary>审核中</summary>
    UnderReview,

    /// <summary>预备成员</summary>
    Provisional,

    /// <summary>正式成员</summary>
    Full,

    /// <summary>暂停</summary>
    Suspended,

    /// <summary>已退出</summary>
    Left,

    /// <summary>已除名</summary>
    Removed,
}

/// <summary>A party as other modules see it, with the values in force on the day asked for.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Code">Short, unique, sortable ordinally: the register serial (six digits) or a code given at registration. Canonical orders use it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">In Chinese.</param>
/// <param name="NameEn">In English, where it has one.</param>
/// <param name="Level">Level of government.</param>
/// <param name="Grade">National rating.</param>
/// <param name="Ownership">Ownership.</param>
/// <param name="DivisionCode">Six-digit code of the county, prefecture or province it is placed in; null while unplaced.</param>
/// <param name="Place">Names from the prefecture down, e.g. 长治市武乡县; empty while unplaced.</param>
/// <param name="Longitude">Degrees, WGS-84; null while only the province is known.</param>
/// <param name="Latitude">Degrees, WGS-84.</param>
/// <param name="Figures">Latest register figures; null for parties that the register does not list.</param>
public sealed record PartyCard(
    Guid Id, string Code, PartyKind Kind, string Name, string? NameEn, PartyLevel Level, Grade Grade, Ownership Ownership,
    string? DivisionCode, string Place, double? Longitude, double? Latitude, RegisterFigures? Figures);

/// <summary>The figures of the national register, as published.</summary>
/// <param name="FreeOpening">是否免费开放</param>
/// <param name="Objects">藏品数（件/套）</param>
/// <param name="PreciousObjects">珍贵文物（件/套）</param>
/// <param name="Exhibitions">展览（个）</param>
/// <param name="Activities">教育活动（次）</param>
/// <param name="VisitsTenThousand">参观人数（万人次）, up to four decimals.</param>
public sealed record RegisterFigures(
    bool? FreeOpening, int? Objects, int? PreciousObjects, int? Exhibitions, int? Activities, decimal? VisitsTenThousand);
