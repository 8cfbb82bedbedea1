using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Platform.Talk;

/// <summary>Hands a letter to a mail server.</summary>
public interface ISendMail
{
    /// <summary>There is one.</summary>
    bool Possible { get; }

    /// <summary>Sends a plain letter.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="text">Its text.</param>
    /// <param name="stop">Address that ends such letters, for mail programs.</param>
    /// <param name="ct">Stops it.</param>
    Task SendAsync(string to, string subject, string text, Uri stop, CancellationToken ct);
}

/// <summary>By SMTP, where the operator set <c>Mail:Host</c> and <c>Mail:From</c>; off otherwise.</summary>
internal sealed class SmtpMail(IConfiguration settings) : ISendMail
{
    private const int UsualPort = 587;

    public bool Possible => settings["Mail:Host"] is { Length: > 0 } && settings["Mail:From"] is { Length: > 0 };

    public async Task SendAsync(string to, string subject, string text, Uri stop, CancellationToken ct)
    {
        using var client = new SmtpClient(settings["Mail:Host"], int.TryParse(settings["Mail:Port"], out var port) ? port : UsualPort) { EnableSsl = settings["Mail:Tls"] != "false" };
        if (settings["Mail:User"] is { Length: > 0 } user)
        {
            client.Credentials = new NetworkCredential(user, settings["Mail:Password"]);
        }

        using var letter = new MailMessage(settings["Mail:From"]!, to, subject, text) { BodyEncoding = System.Text.Encoding.UTF8, SubjectEncoding = System.Text.Encoding.UTF8 };
        letter.Headers.Add("List-Unsubscribe", $"<{stop}>");
        await client.SendMailAsync(letter, ct);
    }
}
