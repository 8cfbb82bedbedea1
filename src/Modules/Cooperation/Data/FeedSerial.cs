namespace Guanlian.Cooperation.Data;

/// <summary>How often the address of a calendar feed was made anew; earlier ones lead nowhere.</summary>
internal sealed class FeedSerial
{
    public Guid PersonId { get; init; }

    /// <summary><see cref="Guid.Empty"/> for the person's own feed.</summary>
    public Guid MandateId { get; init; }

    public int Serial { get; set; }

    public DateTimeOffset RenewedAt { get; set; }
}
