using System.Text;
using Guanlian.Members.Accounts;

namespace Guanlian.Unit.Members.Accounts;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B: the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082"), InlineData(1111111109, "081804"), InlineData(1111111111, "050471"), InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037"), InlineData(20000000000, "353130")]
    public void Gives_the_codes_of_the_standard(long seconds, string code)
    {
        Assert.Equal(code, Totp.Code(Key, seconds / 30));
        Assert.Equal(seconds / 30, Totp.Check(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds), 0));
    }

    [Fact]
    public void Takes_a_clock_that_is_half_a_minute_off_but_not_more()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
        var step = now.ToUnixTimeSeconds() / 30;
        Assert.Equal(step - 1, Totp.Check(Key, Totp.Code(Key, step - 1), now, 0));
        Assert.Equal(step + 1, Totp.Check(Key, Totp.Code(Key, step + 1), now, 0));
        Assert.Null(Totp.Check(Key, Totp.Code(Key, step - 2), now, 0));
        Assert.Null(Totp.Check(Key, Totp.Code(Key, step + 2), now, 0));
    }

    [Fact]
    public void A_step_that_was_used_is_spent()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
        var step = now.ToUnixTimeSeconds() / 30;
        Assert.Null(Totp.Check(Key, Totp.Code(Key, step), now, step));
        Assert.Null(Totp.Check(Key, Totp.Code(Key, step - 1), now, step));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("12345"), InlineData("1234567"), InlineData("abcdef"), InlineData("１２３４５６"), InlineData("-12345")]
    public void Anything_that_is_no_code_is_refused(string? typed) => Assert.Null(Totp.Check(Key, typed, DateTimeOffset.FromUnixTimeSeconds(59), 0));

    [Fact]
    public void Spaces_in_a_code_do_not_matter() => Assert.NotNull(Totp.Check(Key, " 287 082 ", DateTimeOffset.FromUnixTimeSeconds(59), 0));

    [Fact]
    public void Prints_the_key_in_base32() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Print(Key));
}
