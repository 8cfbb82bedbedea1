using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Sessions;

/// <summary>
/// The codes of one session: one on paper that holds while the session's door is open, and one on the screen that changes every minute,
/// so that a photograph of it passed on is soon worth nothing.
/// </summary>
internal static class SessionCodes
{
    /// <summary>From so long before the session begins …</summary>
    public static readonly TimeSpan Early = TimeSpan.FromMinutes(30);

    /// <summary>… until so long after it began; who comes later is noted at the desk.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    private const int StepSeconds = 60;
    private const int Signs = 12;
    private const int PersonSigns = 16;

    /// <summary>When scans are taken.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) Door(SessionRecord session)
    {
        var (begins, ends) = (Dates.At(session.OnDay, session.FromTime), Dates.At(session.OnDay, session.UntilTime));
        return (begins - Early, begins + Grace < ends ? begins + Grace : ends);
    }

    public static string Paper(SessionRecord session) => "P" + Sign(session, "paper", 0);

    public static string Screen(SessionRecord session, DateTimeOffset now) => "S" + Sign(session, "screen", Step(now));

    /// <summary>Seconds until the code on the screen changes.</summary>
    public static int Left(DateTimeOffset now) => StepSeconds - (int)(now.ToUnixTimeSeconds() % StepSeconds);

    /// <summary>paper or screen; null for a code that is not, or is no longer, this session's.</summary>
    public static string? WayOf(SessionRecord session, string typed, DateTimeOffset now) => typed.ToUpperInvariant() switch
    {
        var code when !session.ScreenOnly && Same(code, Paper(session)) => "paper",
        var code when Same(code, Screen(session, now)) || Same(code, Screen(session, now.AddSeconds(-StepSeconds))) => "screen",
        _ => null,
    };

    /// <summary>A person's own code.</summary>
    public static string NewPersonCode() => PaperCode.New(PersonSigns);

    public static string Hours(SessionRecord session) =>
        string.Create(CultureInfo.InvariantCulture, $"{Dates.Day(session.OnDay)} {session.FromTime:HH\\:mm}–{session.UntilTime:HH\\:mm}");

    private static long Step(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    private static string Sign(SessionRecord session, string way, long step)
    {
        Span<byte> said = stackalloc byte[24 + 16];
        BinaryPrimitives.WriteInt64BigEndian(said, step);
        session.Id.TryWriteBytes(said[8..]);
        System.Text.Encoding.ASCII.GetBytes(way, said[24..]);
        return new([.. HMACSHA256.HashData(session.Secret, said).Take(Signs).Select(b => PaperCode.Alphabet[b % PaperCode.Alphabet.Length])]);
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(a), System.Text.Encoding.UTF8.GetBytes(b));
}
