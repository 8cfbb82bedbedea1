using System.Globalization;
using System.Text;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Http;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guanlian.Platform.Talk;

/// <summary>
/// One letter a day to whoever asked for it: what is due under each mandate, and what was written since the last letter. Nothing to tell, no
/// letter. Needs <c>Mail:Host</c>, <c>Mail:From</c> and <c>PublicAddress</c>.
/// </summary>
internal sealed class SendDigests(
    PlatformDb db, ISendMail mail, IActorSource actors, IServiceScopeFactory scopes, Wording words, IConfiguration settings, TimeProvider clock, ILogger<SendDigests> log) : IRegularWork
{
    private const int MostMessages = 40;

    public string Name => "platform.send-digests";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken ct)
    {
        if (!mail.Possible || !Uri.TryCreate(settings[PublicBase.Setting], UriKind.Absolute, out var home))
        {
            return;
        }

        foreach (var digest in await db.Set<Digest>().AsNoTracking().Where(d => d.Daily).OrderBy(d => d.PersonId).ToListAsync(ct))
        {
            var (spoken, now) = (CultureInfo.CurrentUICulture, clock.GetUtcNow());
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(digest.Language == Wording.English ? "en-GB" : Wording.Chinese);
                var root = new Uri(home, digest.Language == Wording.English ? "en/" : "");
                var text = await TextAsync(digest, root, ct);
                if (text.Length > 0)
                {
                    var stop = new Uri(root, $"digest/stop/{digest.StopKey}");
                    await mail.SendAsync(digest.Address, words["platform.digest.subject", ("date", Dates.InChina(now))], $"{text}\n{words["platform.digest.foot", ("address", stop)]}\n", stop, ct);
                }

                await db.Set<Digest>().Where(d => d.PersonId == digest.PersonId).ExecuteUpdateAsync(d => d.SetProperty(x => x.SentUntil, now), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // Whatever went wrong with this letter, the others go out; the next day's tells what this one would have.
                log.LogWarning(e, "a daily letter could not be sent");
            }
            finally
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = spoken;
            }
        }
    }

    private async Task<string> TextAsync(Digest digest, Uri root, CancellationToken ct)
    {
        var text = new StringBuilder();
        var person = await actors.ForAsync(digest.PersonId, null, ct);
        foreach (var mandate in person.Mandates)
        {
            await using var scope = scopes.CreateAsyncScope();
            var actor = await actors.ForAsync(digest.PersonId, mandate.Id, ct);
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
            var lines = new List<string>();
            foreach (var source in scope.ServiceProvider.GetServices<IDueItems>())
            {
                lines.AddRange((await source.ForAsync(actor, ct)).Select(i => $"- {words[i.Key, [.. i.Holes]]}{(i.By is { } by ? $"（{Dates.Day(by)}）" : "")}\n  {new Uri(root, i.Href)}"));
            }

            // As the inbox does: whoever has no part in the talk is not told of it.
            var written = !actor.May(PlatformPermissions.Talk) ? [] : await db.Set<Message>().AsNoTracking().Where(m => m.Concerns.Contains(mandate.PartyId) && m.PersonId != digest.PersonId && m.At > digest.SentUntil)
                .OrderBy(m => m.At).Take(MostMessages).ToListAsync(ct);
            lines.AddRange(written.Select(m => $"- {m.ByName}：{m.Title}\n  {m.Text.ReplaceLineEndings("\n  ")}\n  {new Uri(root, m.Href)}"));
            if (lines.Count > 0)
            {
                text.Append(CultureInfo.CurrentCulture, $"{mandate.PartyName}\n\n{string.Join('\n', lines)}\n\n");
            }
        }

        return text.ToString();
    }
}
