using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Accounts;

/// <summary>
/// How often one address may try to prove who it is. A whole museum may stand behind one address, so this stops machines, not people;
/// what stops a guess at one account is <see cref="Attempts"/>.
/// </summary>
internal sealed record Limits
{
    /// <summary>Name of the policy of every page where a secret is given.</summary>
    public const string Proving = "members.proving";

    /// <summary>Bytes of a form without files that a stranger may send.</summary>
    public const int SmallForm = 16 * 1024;

    /// <summary>Tries that an address may make at once.</summary>
    public int AtOnce { get; init; } = 30;

    /// <summary>Tries it gets back each minute.</summary>
    public int EachMinute { get; init; } = 15;

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new Limits());
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(Proving, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetTokenBucketLimiter(AddressOf(context), _ => context.RequestServices.GetRequiredService<Limits>().Bucket())
                : RateLimitPartition.GetNoLimiter(""));
        });
    }

    /// <summary>An IPv6 subscriber has a whole network of addresses: its first 64 bits count as one.</summary>
    private static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private TokenBucketRateLimiterOptions Bucket() => new()
    {
        TokenLimit = AtOnce,
        TokensPerPeriod = EachMinute,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    };
}
