using Guanlian.Cooperation.Postings;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Hosting.Cooperation;

/// <summary>What both sides write in the book of a secondment.</summary>
internal sealed class PostingBooks(CooperationWorld world)
{
    public Task<Outcome<Done>> DutiesAsync(Guid id, Guid by, DateOnly from, DateOnly until) => WriteAsync(id, by, v => new(id, WritePosting.Part.Duties, v)
    {
        PersonName = "示例甲",
        Post = "藏品保管",
        Mentor = "示例导师",
        FromOn = from,
        UntilOn = until,
        Duties = "示例：建账\n示例：温湿度记录",
    });

    public async Task<Outcome<Done>> WriteAsync(Guid id, Guid by, Func<int, WritePosting.Command> command)
    {
        var version = await world.DbAsync(db => db.Set<Posting>().Where(p => p.CooperationId == id).Select(p => p.Version).SingleOrDefaultAsync());
        return await world.AsAsync(world.For(by), (WritePosting.Handler h) => h.HandleAsync(command(version), default));
    }

    public async Task<Outcome<Done>> ReportAsync(Guid id, Guid by, int month, bool mentor = false, string words = "示例：学会了建账")
    {
        var version = await world.DbAsync(db => db.Set<PostingReport>().Where(r => r.CooperationId == id && r.Month == month).Select(r => r.Version).SingleOrDefaultAsync());
        return await world.AsAsync(world.For(by), (WriteReport.Handler h) => h.HandleAsync(new(id, month, mentor, words, version), default));
    }
}
