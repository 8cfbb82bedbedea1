using System.Net.Mail;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Talk;

/// <summary>Somebody asks for one letter a day, or for none; whoever holds a letter can stop them without signing in.</summary>
internal static partial class ChooseDigest
{
    internal sealed record Command(string? Address, bool Daily);

    internal sealed partial class Handler(PlatformDb db, ISendMail mail, CurrentActor current, TimeProvider clock)
    {
        /// <summary>The installation has a mail server.</summary>
        public bool Possible => mail.Possible;

        public Task<Digest?> FindAsync(CancellationToken ct) => db.Set<Digest>().AsNoTracking().SingleOrDefaultAsync(d => d.PersonId == current.Value.PersonId, ct);

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (current.Value is not { PersonId: { } person })
            {
                return new Refusal.Denied("platform.talk.not-yours");
            }

            var address = cmd.Address?.Trim() ?? "";
            if (cmd.Daily && !CanBeWrittenTo(address))
            {
                return new Refusal.Invalid("platform.digest.address-form", nameof(cmd.Address));
            }

            var digest = await db.Set<Digest>().SingleOrDefaultAsync(d => d.PersonId == person, ct);
            if (digest is null && !cmd.Daily)
            {
                return Done.It;
            }

            if (digest is null)
            {
                digest = new() { PersonId = person, Address = address, Language = Wording.Language, StopKey = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 32) };
                db.Add(digest);
            }

            (digest.Daily, digest.Language, digest.SentUntil) = (cmd.Daily, Wording.Language, clock.GetUtcNow());
            digest.Address = cmd.Daily ? address : digest.Address;
            db.Record(new Change(cmd.Daily ? "platform.digest.asked" : "platform.digest.stopped", "platform.digest", person));
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        /// <summary>Stops the letters that carry this key; says nothing about whether there were any.</summary>
        public async Task StopAsync(string key, CancellationToken ct)
        {
            if (await db.Set<Digest>().SingleOrDefaultAsync(d => d.StopKey == key, ct) is { Daily: true } digest)
            {
                digest.Daily = false;
                db.Record(new Change("platform.digest.stopped", "platform.digest", digest.PersonId));
                await db.SaveChangesAsync(ct);
            }
        }

        /// <summary>One bare address that a letter can carry.</summary>
        private static bool CanBeWrittenTo(string address) =>
            address.Length <= 254 && AddressForm().IsMatch(address) && MailAddress.TryCreate(address, out var read) && read.Address == address;

        [GeneratedRegex(@"^[^@\s,;<>]+@[^@\s.,;<>]+(\.[^@\s.,;<>]+)+$")]
        private static partial Regex AddressForm();
    }
}
