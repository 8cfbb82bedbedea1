using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Antiforgery;

namespace Guanlian.Web.Security;

/// <summary>
/// A form is sent under the mandate it was opened under. Who has switched in another window meanwhile would otherwise sign for the
/// wrong institution.
/// </summary>
internal sealed class SameMandate : IAntiforgeryAdditionalDataProvider
{
    public string GetAdditionalData(HttpContext context) => MandateOf(context);

    public bool ValidateAdditionalData(HttpContext context, string additionalData) => additionalData == MandateOf(context);

    private static string MandateOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<CurrentActor>().Value.Mandate?.Id.ToString() ?? "";
}
