using System.Globalization;

namespace Guanlian.Funds.Data;

/// <summary>How things are cited.</summary>
internal static class Numbers
{
    /// <summary>专项: a fund.</summary>
    public static string Of(FundRecord fund) => Of("ZX", fund.Number);

    /// <summary>申请: an application.</summary>
    public static string Of(Application application) => Of("SQ", application.Number);

    /// <summary>捐赠: a donation, on the letter of thanks too.</summary>
    public static string Of(Donation donation) => Of("JZ", donation.Number);

    /// <summary>凭证: an entry, within its fund.</summary>
    public static string Of(Entry entry) => Of("PZ", entry.Number);

    public static string Of(string letters, long number) => string.Create(CultureInfo.InvariantCulture, $"{letters}-{number:0000}");
}
