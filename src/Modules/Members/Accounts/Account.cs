using System.Text;

namespace Guanlian.Members.Accounts;

/// <summary>Somebody with a name. What he may do hangs on his mandates, never on himself.</summary>
internal sealed class Person
{
    public Guid Id { get; init; }

    public required string Name { get; set; }

    public DateTimeOffset RegisteredAt { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>What a person signs in with.</summary>
internal sealed class Account
{
    public Guid PersonId { get; init; }

    public Person? Person { get; init; }

    public required string UserName { get; set; }

    /// <summary>The user name as it is compared: see <see cref="KeyOf"/>.</summary>
    public required string UserNameKey { get; set; }

    public string? Email { get; set; }

    public string? EmailKey { get; set; }

    public string? PasswordHash { get; set; }

    public DateTimeOffset? PasswordSetAt { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>The secret shared with the authenticator app, encrypted; waits here until the first code proves it.</summary>
    public string? AuthenticatorKey { get; set; }

    public bool SecondFactor { get; set; }

    public long LastStep { get; set; }

    /// <summary>Used again at the next sign-in.</summary>
    public Guid? LastMandateId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>How names are compared: full-width and half-width, upper and lower case are the same.</summary>
    public static string KeyOf(string name)
    {
        var trimmed = name.Trim();
        try
        {
            return trimmed.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: no account has such a name.
            return "";
        }
    }
}

/// <summary>One of ten codes on paper, for the day the phone is lost.</summary>
internal sealed class RecoveryCode
{
    public Guid PersonId { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A key that lives in a person's phone, computer or security token.</summary>
internal sealed class Passkey
{
    public required byte[] CredentialId { get; init; }

    public Guid PersonId { get; init; }

    public required string Name { get; set; }

    public required byte[] PublicKey { get; init; }

    public long SignCount { get; set; }

    public List<string> Transports { get; init; } = [];

    public bool UserVerified { get; set; }

    public bool BackupEligible { get; init; }

    public bool BackedUp { get; set; }

    public required byte[] Attestation { get; init; }

    public required byte[] ClientData { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}
