using System.Text.RegularExpressions;
using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Members.Accounts;

/// <summary>Makes a person with an account: behind an invitation, or at the machine itself. There is no open registration.</summary>
internal sealed partial class NewAccount(MembersDb db, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    internal sealed record Command(string? Name, string? UserName, string? Email, string? Password);

    /// <summary>Adds person and account to the present unit of work; nothing is saved.</summary>
    public Outcome<Account> Prepare(Command command)
    {
        var (name, userName, email) = (command.Name?.Trim() ?? "", command.UserName?.Trim() ?? "", command.Email?.Trim());
        email = string.IsNullOrEmpty(email) ? null : email;
        List<Refusal.Invalid> wrong = [];
        if (name.Length is 0 or > 100)
        {
            wrong.Add(new Refusal.Invalid("members.account.name-needed", nameof(Command.Name)));
        }

        if (!UserNameForm().IsMatch(userName) || Account.KeyOf(userName).Length == 0)
        {
            wrong.Add(new Refusal.Invalid("members.account.user-name-form", nameof(Command.UserName)));
        }

        if (email is not null && (email.Length > 254 || !EmailForm().IsMatch(email)))
        {
            wrong.Add(new Refusal.Invalid("members.account.email-form", nameof(Command.Email)));
        }

        if (Password.Check(command.Password, userName, name, email) is Refusal.Invalid weak)
        {
            wrong.Add(weak);
        }

        if (wrong is [var first, .. var others])
        {
            return first with { Also = others };
        }

        var now = clock.GetUtcNow();
        var person = new Person { Id = Guid.CreateVersion7(now), Name = name, RegisteredAt = now };
        var account = new Account
        {
            PersonId = person.Id,
            Person = person,
            UserName = userName,
            UserNameKey = Account.KeyOf(userName),
            Email = email,
            EmailKey = email is null ? null : Account.KeyOf(email),
            CreatedAt = now,
            PasswordSetAt = now,
        };
        account.PasswordHash = hasher.HashPassword(account, command.Password!);
        db.Add(account);
        db.Record(new Change("members.account.created", "members.account", person.Id) { After = new { person.Name, account.UserName, account.Email } });
        return account;
    }

    /// <summary>The refusal behind a broken constraint of saving an account; null for any other trouble.</summary>
    public static Refusal? Why(DbUpdateException e) => (e.InnerException as PostgresException)?.ConstraintName switch
    {
        "account_user_name_once" => new Refusal.Invalid("members.account.user-name-taken", nameof(Command.UserName)),
        "account_email_once" => new Refusal.Invalid("members.account.email-taken", nameof(Command.Email)),
        _ => null,
    };

    [GeneratedRegex(@"^[^\s@\p{C}]{2,64}\z")]
    private static partial Regex UserNameForm();

    [GeneratedRegex(@"^[^\s@\p{C}]+@[^\s@\p{C}]+\z")]
    private static partial Regex EmailForm();
}
