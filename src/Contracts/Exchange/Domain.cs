namespace Guanlian.Contracts.Exchange;

/// <summary>The eight domains of needs and offers, in the order in which every list and file names them.</summary>
public enum Domain
{
    /// <summary>展览</summary>
    Exhibition,

    /// <summary>保护</summary>
    Conservation,

    /// <summary>文创</summary>
    Products,

    /// <summary>社教</summary>
    Education,

    /// <summary>学术</summary>
    Research,

    /// <summary>人才</summary>
    Talent,

    /// <summary>管理（含总分馆）</summary>
    Management,

    /// <summary>数字</summary>
    Digital,
}

/// <summary>The four kinds of resource that an offer brings and a need asks for (requirement P02).</summary>
public enum ResourceKind
{
    /// <summary>藏品</summary>
    Objects,

    /// <summary>人才</summary>
    People,

    /// <summary>技术</summary>
    Technology,

    /// <summary>学术</summary>
    Scholarship,
}
