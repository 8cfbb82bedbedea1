using System.CommandLine;
using Guanlian.Members.Mandates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Accounts;

/// <summary>./guanlian admin …: accounts at the machine itself, for whoever has no account yet or has lost it.</summary>
internal static class AccountCommands
{
    public static void Add(CommandTree commands)
    {
        commands.Add("admin", Create(commands));
        commands.Add("admin", Reset(commands));
        commands.Add("admin", Invite(commands));
    }

    private static Command Create(CommandTree tree)
    {
        var words = tree.Words;
        var (name, user) = (Needed("--name", words["members.command.name"]), Needed("--user", words["members.command.user"]));
        var command = new Command("create", words["members.command.create"]) { name, user };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            var handler = As<CreateAdministrator.Handler>(services);
            var outcome = await handler.HandleAsync(new(parsed.GetRequiredValue(name), parsed.GetRequiredValue(user), TypedPassword.Read(words)), stop);
            return Answer(words, outcome, _ => words["members.command.created", ("user", parsed.GetRequiredValue(user))]);
        }, ct));
        return command;
    }

    private static Command Reset(CommandTree tree)
    {
        var words = tree.Words;
        var user = Needed("--user", words["members.command.user-or-email"]);
        var factor = new Option<bool>("--second-factor") { Description = words["members.command.second-factor"] };
        var command = new Command("reset-password", words["members.command.reset"]) { user, factor };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            var handler = As<ResetPassword.Handler>(services);
            var outcome = await handler.HandleAsync(new(parsed.GetRequiredValue(user), TypedPassword.Read(words), parsed.GetValue(factor)), stop);
            return Answer(words, outcome, _ => words["members.password.changed"]);
        }, ct));
        return command;
    }

    private static Command Invite(CommandTree tree)
    {
        var words = tree.Words;
        var (name, party, role) = (Needed("--name", words["members.command.name"]), Needed("--party", words["members.command.party"]), Needed("--role", words["members.command.role"]));
        role.AcceptOnlyFromAmong([.. Roles.All]);
        var email = new Option<string?>("--email") { Description = words["members.command.email"] };
        var address = new Option<string>("--address") { Description = words["members.command.address"], DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("invite", words["members.command.invite"]) { name, party, role, email, address };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            var handler = As<InvitePerson.Handler>(services);
            var outcome = await handler.ByOperatorAsync(
                parsed.GetRequiredValue(party), parsed.GetRequiredValue(role), parsed.GetRequiredValue(name), parsed.GetValue(email), "./guanlian admin invite", stop);
            return Answer(words, outcome, link => words["members.command.invited",
                ("address", $"{parsed.GetRequiredValue(address).TrimEnd('/')}/{link.Address}"), ("date", link.ExpiresAt)]);
        }, ct));
        return command;
    }

    private static Option<string> Needed(string name, string description) => new(name) { Description = description, Required = true };

    /// <summary>What is done at the machine is done by the program, and the history says so.</summary>
    private static T As<T>(IServiceProvider services)
        where T : notnull
    {
        services.GetRequiredService<CurrentActor>().Value = Actor.Program;
        return services.GetRequiredService<T>();
    }

    private static int Answer<T>(Wording words, Outcome<T> outcome, Func<T, string> done)
    {
        if (!outcome.Refused)
        {
            Console.WriteLine(done(outcome.Value));
            return ExitCodes.Ok;
        }

        IEnumerable<Refusal> all = outcome.Refusal is Refusal.Invalid invalid ? invalid.Also.Prepend(invalid) : [outcome.Refusal];
        throw new CommandRefusedException(ExitCodes.Refused, string.Join(Environment.NewLine, all.Select(r => words[r])));
    }
}
