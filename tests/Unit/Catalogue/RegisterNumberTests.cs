using Guanlian.Catalogue.Objects;

namespace Guanlian.Unit.Catalogue;

public sealed class RegisterNumberTests
{
    [Theory]
    [InlineData("总-00123", "总00123")]
    [InlineData("总００１２３", "总00123")]
    [InlineData("a 12/3", "A12.3")]
    [InlineData("2005.1.6", "2005.1.6")]
    [InlineData("2005 - 1 - 6", "2005.1.6")]
    [InlineData("CA1/1", "CA1.1")]
    [InlineData("—", null)]
    public void Signs_and_widths_do_not_count(string number, string? key) => Assert.Equal(key, RegisterNumber.Key(number));

    [Fact]
    public void What_parts_two_groups_of_digits_counts()
    {
        // Carnegie holds both, and M+ holds CA1/1 and CA11: 705 of their 41,670 numbers would be taken for another one's.
        Assert.NotEqual(RegisterNumber.Key("2005.1.6"), RegisterNumber.Key("2005.16"));
        Assert.NotEqual(RegisterNumber.Key("CA1/1"), RegisterNumber.Key("CA11"));
        Assert.Equal(RegisterNumber.Bare("2005.1.6"), RegisterNumber.Bare("200516"));
    }
}
