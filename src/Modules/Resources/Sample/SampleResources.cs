using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Sample;

/// <summary>What a leader and a county museum of the sample province have open, and bookings of it in several states.</summary>
internal sealed class SampleResources : ISampleStep
{
    private const int OpenedDaysAgo = 120;

    public int Order => 435;

    public string Title => "resources.sample.title";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var members = await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(world.Ids["cluster"], ct));
        var (leader, county) = (members.Single(m => m.Id == world.Ids["sample.leader"]), members.Single(m => m.Id == world.Ids["sample.county"]));
        var other = members.First(m => m is { Kind: PartyKind.Museum, Level: PartyLevel.County } && m.Id != county.Id);
        world.GoTo(world.Now.AddDays(-OpenedDaysAgo));
        var tour = await DescribeAsync(world, leader, new()
        {
            Kind = ResourceKind.Exhibition,
            Name = "“窑火”陶瓷巡展全套",
            NameEn = "Touring exhibition “Kiln fires”, complete",
            Summary = "展品60件（复制品与标本），展板30块，展柜8个，讲解词与教育活动方案。需要展厅180平方米以上。",
            Unit = ResourceUnit.Sets,
            LeadDays = 30,
            LongestDays = 90,
            GapDays = 10,
            Conditions = "展厅温度16至26度，相对湿度40%至60%；24小时有人值守；运输由双方各担一半。",
        });
        var spectrometer = await DescribeAsync(world, leader, new()
        {
            Kind = ResourceKind.Instrument,
            Name = "便携式X射线荧光光谱仪",
            NameEn = "Portable XRF spectrometer",
            Summary = "无损测成分，可到馆使用；须有本馆检测人员操作。",
            Place = "科技保护中心202室",
            Unit = ResourceUnit.Sets,
            ByHour = true,
            OpensAt = new(9, 0),
            ClosesAt = new(17, 0),
            Weekdays = [0, 1, 2, 3, 4],
            LeadDays = 3,
        });
        await DescribeAsync(world, leader, new()
        {
            Kind = ResourceKind.Laboratory,
            Name = "纸质文物修复工位",
            NameEn = "Benches for paper conservation",
            Summary = "三个工位，带教师傅一名。",
            Capacity = "3",
            Weekdays = [0, 1, 2, 3, 4],
            LeadDays = 7,
            LongestDays = 30,
            NeedsCooperation = true,
        });
        var van = await DescribeAsync(world, leader, new()
        {
            Kind = ResourceKind.Vehicle,
            Name = "文物运输车",
            NameEn = "Van for objects",
            Summary = "恒温恒湿，气囊减震，载重1.5吨，含司机。",
            Unit = ResourceUnit.Vehicles,
            SelfService = true,
            Conditions = "油费、过路费由使用单位承担。",
        });
        await DescribeAsync(world, county, new()
        {
            Kind = ResourceKind.Room,
            Name = "一层临时展厅",
            NameEn = "Temporary exhibition room, ground floor",
            Summary = "面积190平方米，层高4.2米，通柜12延米。",
            GapDays = 5,
        });
        await BookAsync(world, leader, county, other, tour, spectrometer, van, ct);
        world.GoTo(world.Now);
    }

    private static async Task BookAsync(SampleWorld world, PartyCard leader, PartyCard county, PartyCard other, Guid tour, Guid spectrometer, Guid van, CancellationToken ct)
    {
        var day = Dates.InChina(world.Now);

        // Once there and back.
        world.GoTo(world.Now.AddDays(-60));
        var used = await AskAsync(world, other, van, new(day.AddDays(-50), day.AddDays(-49), null, null, "1"), "示例：借展品运回", ct);
        world.GoTo(world.Now.AddDays(-50));
        await MoveAsync(world, other, used, BookingMove.Begin, null, ct);
        world.GoTo(world.Now.AddDays(-49));
        await MoveAsync(world, other, used, BookingMove.Close, "示例：车况良好，已清洁", ct);

        // Confirmed for spring, one behind it on the list, one that still waits for its answer.
        world.GoTo(world.Now.AddDays(-20));
        var spring = await AskAsync(world, county, tour, new(day.AddDays(100), day.AddDays(160), null, null, "1"), "示例：春季临时展览", ct);
        world.GoTo(world.Now.AddDays(-18));
        await MoveAsync(world, leader, spring, BookingMove.Confirm, null, ct);
        world.GoTo(world.Now.AddDays(-10));
        await AskAsync(world, other, tour, new(day.AddDays(140), day.AddDays(200), null, null, "1"), "示例：博物馆日前后展出", ct);
        world.GoTo(world.Now.AddDays(-2));
        var monday = day.AddDays(7 + ((8 - (int)day.DayOfWeek) % 7));
        await AskAsync(world, county, spectrometer, new(monday, monday, new(9, 0), new(12, 0), "1"), "示例：绿釉陶灯釉层成分检测", ct);
    }

    private static Task<Guid> DescribeAsync(SampleWorld world, PartyCard owner, ResourceForm form) =>
        world.ForAsync(owner.Id, owner.Name, Roles.Director, (WriteResource.Handler h) => h.HandleAsync(new(null, form, Open: true), CancellationToken.None));

    private static Task<Guid> AskAsync(SampleWorld world, PartyCard user, Guid resource, Wish wish, string purpose, CancellationToken ct) =>
        world.ForAsync(user.Id, user.Name, Roles.Director, (AskForBooking.Handler h) => h.HandleAsync(new(resource, user.Id, wish, purpose, null, Wait: true, Guid.Empty), ct));

    private static async Task MoveAsync(SampleWorld world, PartyCard party, Guid id, BookingMove move, string? text, CancellationToken ct)
    {
        var version = await world.AskAsync((ResourcesDb db) => db.Bookings.Where(b => b.Id == id).Select(b => b.Version).SingleAsync(ct));
        await world.ForAsync(party.Id, party.Name, Roles.Director, (MoveBooking.Handler h) => h.HandleAsync(new(id, move, version, null, text), ct));
    }
}
