namespace Guanlian.Members.Accounts;

/// <summary>One browser that is signed in, and the mandate in use there.</summary>
internal sealed class Session
{
    /// <summary>A browser that is not kept signed in may be idle this long.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>A kept one this long.</summary>
    public static readonly TimeSpan IdleKept = TimeSpan.FromDays(14);

    /// <summary>Then everybody signs in again.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromDays(30);

    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    /// <summary>Null until chosen; kept after the mandate ends, so that nobody slides into another one unseen.</summary>
    public Guid? MandateId { get; set; }

    public SignInMethod Method { get; init; }

    public bool Kept { get; init; }

    /// <summary>What the browser calls itself, for the person's own list.</summary>
    public string Browser { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset SeenAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>How a session began.</summary>
internal enum SignInMethod
{
    Password,
    SecondFactor,
    RecoveryCode,
    Passkey,
    Invitation,
}
