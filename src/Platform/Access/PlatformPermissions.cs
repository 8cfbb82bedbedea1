namespace Guanlian.Platform.Access;

/// <summary>Permissions of the ground itself.</summary>
public static class PlatformPermissions
{
    /// <summary>See jobs, deliveries and the whole history, and send failed deliveries again.</summary>
    public const string Operate = "platform.operate";

    /// <summary>Write about things that one sees, and read what others write about them.</summary>
    public const string Talk = "platform.talk";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Operate, Roles.Administrator),
        new(Talk, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner),
    ];
}
