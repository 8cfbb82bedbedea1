using Guanlian.Media.Access;

namespace Guanlian.Media.Iiif;

/// <summary>How an image is called in an address: its id, and behind a point the face or the ticket of a viewer elsewhere.</summary>
/// <param name="Id">The image.</param>
/// <param name="Face">Which of its faces.</param>
/// <param name="Ticket">What the probe service handed out.</param>
internal readonly record struct ImageName(Guid Id, Face Face, string? Ticket)
{
    private const int IdLength = 32, MostTicket = 400;

    public static bool TryParse(string text, out ImageName name)
    {
        name = default;
        if (text.Length < IdLength || !Guid.TryParseExact(text.AsSpan(0, IdLength), "N", out var id))
        {
            return false;
        }

        if (text.Length == IdLength)
        {
            name = new(id, Face.Open, null);
            return true;
        }

        var ending = text[IdLength..];
        foreach (var face in Enum.GetValues<Face>())
        {
            if (ending == face.Ending())
            {
                name = new(id, face, null);
                return true;
            }
        }

        if (ending.Length is < 2 or > MostTicket || ending[0] != '.')
        {
            return false;
        }

        name = new(id, Face.Open, ending[1..]);
        return true;
    }

    public override string ToString() => $"{Id:N}{(Ticket is null ? Face.Ending() : "." + Ticket)}";
}
