using Guanlian.Members.Access;
using Guanlian.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Mandates;

/// <summary>What the module registers for mandates.</summary>
internal static class MandateParts
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<KnownPeople>();
        services.AddScoped<Invitations>();
        services.AddScoped<ListMandates.Handler>();
        services.AddScoped<GrantMandate.Handler>();
        services.AddScoped<EndMandate.Handler>();
        services.AddScoped<UseMandate.Handler>();
        services.AddScoped<InvitePerson.Handler>();
        services.AddScoped<WithdrawInvitation.Handler>();
        services.AddScoped<AcceptInvitation.Handler>();
        services.AddSingleton(new MenuItem("members.menu.mandates", "mandates", 80, MembersPermissions.Mandate));
        services.AddSingleton(new MenuItem("members.menu.accounts", "accounts", 90, MembersPermissions.Accounts));
    }
}
