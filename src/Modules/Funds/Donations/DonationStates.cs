using Guanlian.Funds.Data;

namespace Guanlian.Funds.Donations;

/// <summary>The state that a promise's figures make, after money moved or a move was reversed.</summary>
internal static class DonationStates
{
    public static DonationState Of(decimal open, decimal received, bool cancelled) =>
        cancelled ? DonationState.Cancelled
        : open == 0 && received > 0 ? DonationState.Received
        : open == 0 ? DonationState.Cancelled
        : received > 0 ? DonationState.PartlyReceived
        : DonationState.Pledged;
}
