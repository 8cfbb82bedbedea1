using FsCheck;
using FsCheck.Fluent;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Unit.Catalogue;

public sealed class FieldJsonTests
{
    public static TheoryData<string, string> Values => new()
    {
        { nameof(FieldKind.Text), """ "“双引号”与<尖括号>" """ },
        { nameof(FieldKind.Words), """{"en":"Vase","zh":"瓶","zh-Hant":"瓶"}""" },
        { nameof(FieldKind.Coded), """[{"code":"03","list":"category/2013","as":"瓷"},{"code":null,"as":"疑为陶","unsure":true}]""" },
        { nameof(FieldKind.Amount), """{"number":12.50,"unit":"cm"}""" },
        { nameof(FieldKind.Identifiers), """[{"type":"03","number":"K 12"}]""" },
        { nameof(FieldKind.Time), """{"as":"战国","from":-475,"to":-221,"code":"zhanguo"}""" },
        { nameof(FieldKind.People), """[{"name":{"zh":"佚名"},"role":{"zh":"作者"}}]""" },
        { nameof(FieldKind.Relations), """[{"kind":"set","to":"01900000-0000-7000-8000-000000000001","text":"四扇屏之二"}]""" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_kind_is_written_as_it_was_read(string kind, string json)
    {
        var value = FieldJson.Read(Enum.Parse<FieldKind>(kind), json);
        var text = FieldJson.Text(value);
        Assert.Equal(text, FieldJson.Text(FieldJson.Read(Enum.Parse<FieldKind>(kind), text)));
        Assert.DoesNotContain("null", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_number_has_one_text() =>
        Assert.Equal(FieldJson.Text(new AmountValue(12.50m, "cm")), FieldJson.Text(new AmountValue(12.5m, "cm")));

    [Fact]
    public void Any_text_comes_back_as_it_was() => Prop.ForAll<NonEmptyString>(text =>
    {
        // A lone half of a surrogate pair is no text; the doors let none in.
        var clean = new string([.. text.Get.Where(c => !char.IsSurrogate(c))]);
        var record = ObjectRecord.Empty(ProfileBook.Shipped["census"]).With("notes", new TextValue(clean)).With("title", WordsValue.Zh(clean))
            with
        { Extra = new Dictionary<string, string> { ["列"] = clean } };
        var back = ObjectRecord.Read(record.Profile, record.Write());
        return back.Write() == record.Write() && ((TextValue)back["notes"]!).Text == clean && back.Extra["列"] == clean;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_profile_calls_a_field_as_the_rest_of_a_record_is_called_and_each_can_be_listed_and_searched() =>
        Assert.All(ProfileBook.Shipped.All, profile =>
        {
            Assert.Null(profile.Find(ObjectRecord.ExtraKey));
            Assert.All(new[] { FieldRoles.Number, FieldRoles.Title, FieldRoles.Category, FieldRoles.Period, FieldRoles.Rights, FieldRoles.Actual },
                role => Assert.NotNull(profile.Of(role)));
        });

    [Theory]
    [InlineData("总-00 123", "总00123")]
    [InlineData("总００１２３", "总00123")]
    [InlineData("k.12/a", "K12A")]
    [InlineData(" -/. ", null)]
    public void Numbers_are_compared_without_what_separates_their_parts(string written, string? key) => Assert.Equal(key, RegisterNumber.Key(written));
}
