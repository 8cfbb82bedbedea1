namespace Guanlian.Catalogue.Access;

/// <summary>How far a record or a field is open. Each level includes the narrower ones: the association sees what members see.</summary>
internal enum Level
{
    /// <summary>公众: anybody.</summary>
    Public,

    /// <summary>全体成员: whoever acts for a member.</summary>
    Members,

    /// <summary>指定成员: the members that the record names.</summary>
    Named,

    /// <summary>协会: the office of a cluster that the owner belongs to.</summary>
    Association,

    /// <summary>本馆: the owner's own staff.</summary>
    Staff,
}
