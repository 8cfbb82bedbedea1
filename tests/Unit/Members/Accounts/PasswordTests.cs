using FsCheck;
using FsCheck.Fluent;
using Guanlian.Members.Accounts;

namespace Guanlian.Unit.Members.Accounts;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("correct horse battery"), InlineData("三晋大地好风光从来如此美"), InlineData("ni hao taiyuan 2026!"), InlineData("gJ7#kq0Zp!xV")]
    public void A_sentence_or_a_random_word_will_do(string password) => Assert.Null(Password.Check(password, "zhangsan"));

    [Theory]
    [InlineData(null, "too-short"), InlineData("", "too-short"), InlineData("elevenchars", "too-short"), InlineData("password1234", "guessable")]
    [InlineData("123456789012", "guessable"), InlineData("aaaaaaaaaaaaaaa", "guessable"), InlineData("zhangsan12345", "guessable")]
    [InlineData("abcdefghijkl", "guessable"), InlineData("Admin@Museum2026", "guessable"), InlineData("qwertyuiop1234", "guessable")]
    public void What_everybody_tries_first_will_not_do(string? password, string why) =>
        Assert.Equal($"members.password.{why}", Password.Check(password, "zhangsan", "zhangsan@museum.example")?.Code);

    [Fact]
    public void Endless_passwords_are_refused_before_they_are_hashed() =>
        Assert.Equal("members.password.too-long", Password.Check(new string('x', 201))?.Code);

    [Fact]
    public void No_text_makes_the_rule_fall_over() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<string?>(), (password, about) =>
        {
            Password.Check(password, about);
            RecoveryCodes.HashOf(Guid.Empty, password);
            LocalAddress.Read(password);
            Account.KeyOf(about ?? "");
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Recovery_codes_are_read_as_people_write_them()
    {
        var codes = RecoveryCodes.New();
        Assert.Equal(RecoveryCodes.Count, codes.Distinct().Count());
        foreach (var code in codes)
        {
            Assert.Matches("^[a-z2-9]{4}(-[a-z2-9]{4}){3}$", code);
            Assert.Equal(RecoveryCodes.HashOf(Guid.Empty, code), RecoveryCodes.HashOf(Guid.Empty, $" {code.ToUpperInvariant().Replace('-', ' ')} "));
            Assert.NotEqual(RecoveryCodes.HashOf(Guid.Empty, code), RecoveryCodes.HashOf(Guid.AllBitsSet, code));
        }
    }

    [Theory]
    [InlineData("/museums/1?x=1", "museums/1?x=1"), InlineData("museums", "museums"), InlineData("/", ""), InlineData(null, "")]
    [InlineData("/a?x=http://b", "a?x=http://b"), InlineData("//evil.example", ""), InlineData("/\\evil.example", ""), InlineData("\\\\evil", "")]
    [InlineData("https://evil.example/", ""), InlineData("javascript:alert(1)", ""), InlineData("///evil", ""), InlineData("/\tevil", ""), InlineData("x:y/z", "")]
    public void Only_an_address_of_this_site_is_gone_on_to(string? given, string read) => Assert.Equal(read, LocalAddress.Read(given));
}
