using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Catalogue;

namespace Guanlian.Unit.Resources;

public sealed class LendingFactsTests
{
    [Fact]
    public void Grade_and_state_of_preservation_are_read_by_their_codes_and_of_several_the_worst_counts()
    {
        Assert.Equal(Enum.GetValues<ObjectGrade>(), new[] { "1", "2", "3", "4", "5" }.Select(c => Of(("grade", [c])).Grade!.Value));
        Assert.Equal(Enum.GetValues<ObjectPreservation>(), new[] { "1", "2", "3", "4" }.Select(c => Of(("preservation", [c])).Preservation!.Value));
        Assert.Equal(new ObjectForLending(ObjectGrade.First, ObjectPreservation.Urgent), Of(("grade", ["4", "1"]), ("preservation", ["1", "3", "2"])));
        Assert.Equal(new ObjectForLending(null, null), Of(("grade", [null])));
        Assert.Equal(new ObjectForLending(null, null), LendingFacts.Of(ObjectRecord.Empty(ProfileBook.Shipped["art"])));
    }

    private static ObjectForLending Of(params (string Field, string?[] Codes)[] fields) => LendingFacts.Of(fields.Aggregate(
        ObjectRecord.Empty(ProfileBook.Shipped["census"]), (record, f) => record.With(f.Field, new CodedValue([.. f.Codes.Select(c => new CodedWord(c, null))]))));
}
