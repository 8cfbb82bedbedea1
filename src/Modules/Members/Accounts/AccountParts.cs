using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Accounts;

/// <summary>What the module registers for accounts.</summary>
internal static class AccountParts
{
    public static void Add(IServiceCollection services)
    {
        SignInCookie.Add(services);
        Limits.Add(services);
        services.AddScoped<IActorSource, ActorsByMandate>();
        services.AddScoped<IPartyPeople, PartyPeople>();
        services.AddScoped<Attempts>();
        services.AddScoped<OpenSession>();
        services.AddScoped<NewAccount>();
        services.AddScoped<SignInWithPassword.Handler>();
        services.AddScoped<SignInWithCode.Handler>();
        services.AddScoped<Authenticator>();
        services.AddScoped<ConfirmPassword>();
        services.AddScoped<ChangePassword.Handler>();
        services.AddScoped<Passkeys>();
        services.AddScoped<Mine>();
        services.AddScoped<SignOut.Handler>();
        services.AddScoped<EndSession.Handler>();
        services.AddScoped<CloseAccount.Handler>();
        services.AddScoped<ResetLink.Handler>();
        services.AddScoped<CreateAdministrator.Handler>();
        services.AddScoped<ResetPassword.Handler>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        SignOut.Map(routes);
        PasskeyQuestions.Map(routes);
    }
}
