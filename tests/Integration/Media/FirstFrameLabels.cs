using System.Net;
using System.Text;
using Guanlian.Contracts.Catalogue;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Data;
using Guanlian.Media.Images;
using Guanlian.Media.Labels;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Integration.Media;

/// <summary>A label is photographed first, then the object from all sides: the frames find their objects by it.</summary>
public sealed class FirstFrameLabels(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly DateTime Start = new(2026, 3, 5, 10, 0, 0);

    [Fact]
    public async Task Sent_in_any_order_the_frames_after_a_label_get_its_object_up_to_the_next_label()
    {
        var batch = await BatchAsync("总1", "总2");
        var world = batch.World;
        (string Name, byte[] Bytes)[] files =
        [
            ("DSC_9.jpg", Label(batch.Code, batch.Serials[0], 0)), ("DSC_8.jpg", Frame(1)), ("DSC_7.jpg", Frame(2)),
            ("DSC_6.jpg", Label(batch.Code, batch.Serials[1], 3)), ("DSC_5.jpg", Frame(4)), ("DSC_4.jpg", Frame(5)),
        ];

        // The second label is lost on the way and comes when all else is settled; until then its frames stand after the first.
        await batch.SendAsync([files[5], files[1], files[0], files[4], files[2]]);
        Assert.Equal("DSC_9.jpg:label DSC_8.jpg:总1/1 DSC_7.jpg:总1/2 DSC_5.jpg:总1/3 DSC_4.jpg:总1/4", await batch.SaidAsync());
        await batch.SendAsync([files[3]]);
        Assert.Equal("DSC_9.jpg:label DSC_8.jpg:总1/1 DSC_7.jpg:总1/2 DSC_6.jpg:label DSC_5.jpg:总2/1 DSC_4.jpg:总2/2", await batch.SaidAsync());

        // Each step is told with its reason; done again, nothing is changed.
        string told = $"select count(*)::int from platform.event where owner_id = '{world.Museum}' and action = 'media.image.matched-by-label'";
        Assert.Equal(6, await host.ScalarAsync<int>(told));
        Assert.Equal(2, await host.ScalarAsync<int>($"{told} and reason_code = 'media.label.reason' and reason = 'DSC_6.jpg guanlian:{world.Code}/{batch.Serials[1]}'"));
        Assert.Equal(2, await host.ScalarAsync<int>($"select count(*)::int from platform.event where owner_id = '{world.Museum}' and action = 'media.image.label-read'"));
        await batch.MatchAsync();
        Assert.Equal(6, await host.ScalarAsync<int>(told));

        // A label is no view: nobody sees it but its keepers, and nothing waits for an object.
        var label = await batch.ImageAsync("DSC_9.jpg");
        using var visitor = host.NewClient();
        foreach (var address in new[] { $"iiif/3/{label.Id:N}/info.json", $"images/{label.Id:N}", $"pictures/{label.Id:N}/400" })
        {
            using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.DoesNotContain($"{label.Id:N}", await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{batch.Serials[0]}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains($"{(await batch.ImageAsync("DSC_8.jpg")).Id:N}", await visitor.GetStringAsync(new Uri($"objects/{world.Code}/{batch.Serials[0]}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("首帧标签 2", await batch.PageAsync("?show=loose"), StringComparison.Ordinal);
        Assert.Contains("DSC_9.jpg", await batch.PageAsync("?show=labels"), StringComparison.Ordinal);
        Assert.DoesNotContain("还没有对应藏品", WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri("", UriKind.Relative))), StringComparison.Ordinal);
        var report = await batch.PageAsync($"?upload={batch.Upload}");
        Assert.Contains("读到首帧标签 2 张，其后 4 幅已对应", report, StringComparison.Ordinal);
        Assert.Contains("总2 示例总2：其后 2 幅", report, StringComparison.Ordinal);
        Assert.Contains("这是“总1 示例总1”的标签，其后 2 幅", await batch.PageAsync($"/{label.Id:N}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_camera_s_clock_frames_stand_as_people_count_them()
    {
        var batch = await BatchAsync("总1", "总2");
        await batch.SendAsync(
        [
            ("DSC_10.jpg", MadeFrames.Object(1)), ("DSC_2.jpg", MadeFrames.Label(new ObjectLabel(batch.Code, batch.Serials[0]).ToString())), ("DSC_1.jpg", MadeFrames.Object(2)),
            ("DSC_100.jpg", MadeFrames.Object(3)), ("DSC_11.jpg", MadeFrames.Label(new ObjectLabel(batch.Code, batch.Serials[1]).ToString())),
        ]);
        Assert.Equal("DSC_1.jpg:- DSC_2.jpg:label DSC_10.jpg:总1/1 DSC_11.jpg:label DSC_100.jpg:总2/1", await batch.SaidAsync());
        Assert.Contains("第一张标签之前另有 1 幅，没有对应藏品", await batch.PageAsync($"?upload={batch.Upload}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_in_the_name_the_sheet_and_the_keeper_win_and_contradictions_are_said()
    {
        var batch = await BatchAsync("总31", "总32");
        var world = batch.World;
        await batch.SendAsync([("DSC_1.jpg", Label(batch.Code, batch.Serials[0], 0)), ("总32-2.jpg", Frame(1)), ("DSC_3.jpg", Frame(2)), ("DSC_4.jpg", Frame(3)), ("总31-label.jpg", Label(batch.Code, batch.Serials[1], 9))]);
        // The number in a label's own name makes no view of it.
        Assert.Equal("DSC_1.jpg:label 总32-2.jpg:总32/1 DSC_3.jpg:总31/1 DSC_4.jpg:总31/2 总31-label.jpg:label", await batch.SaidAsync());
        var named = await batch.ImageAsync("总32-2.jpg");
        Assert.Contains("按文件名、清单或上传时的指定对应到“总32 示例总32”", await batch.PageAsync($"/{named.Id:N}"), StringComparison.Ordinal);
        var report = await batch.PageAsync($"?upload={batch.Upload}");
        Assert.Contains("以下 1 幅的文件名或清单与前面的标签不一致", report, StringComparison.Ordinal);
        Assert.Contains("现对应 总32 示例总32，标签为 总31 示例总31", report, StringComparison.Ordinal);
        Assert.Contains("总32-2.jpg", await batch.PageAsync("?show=advised"), StringComparison.Ordinal);

        // A sheet says otherwise of one frame and the same of the other; neither is moved by the label any more.
        using (var sent = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/sheet", "sheet"))
            .SendFileAsync(world.Client, "Sheet", "sheet.csv", Encoding.UTF8.GetBytes("文件名,总登记号\nDSC_3.jpg,总32\nDSC_4.jpg,总31\nDSC_1.jpg,总31\n")))
        {
            var page = WebUtility.HtmlDecode(await sent.Content.ReadAsStringAsync());
            Assert.Contains("共 3 行：修改 2 幅，内容相同 0 幅，未能处理 1 行", page, StringComparison.Ordinal);
            Assert.Contains("这是首帧标签，不作为藏品影像", page, StringComparison.Ordinal);
        }

        await batch.MatchAsync();
        Assert.Equal("DSC_1.jpg:label 总32-2.jpg:总32/1 DSC_3.jpg:总32/2 DSC_4.jpg:总31/1 总31-label.jpg:label", await batch.SaidAsync());
        Assert.Equal([MatchedBy.Sheet, MatchedBy.Sheet], [(await batch.ImageAsync("DSC_3.jpg")).MatchedBy, (await batch.ImageAsync("DSC_4.jpg")).MatchedBy]);
        Assert.Contains("以下 2 幅", await batch.PageAsync($"?upload={batch.Upload}"), StringComparison.Ordinal);

        // Looked at and saved, it is not said again; taken out by hand, it stays out.
        foreach (var (name, number) in new[] { ("总32-2.jpg", "总32"), ("DSC_3.jpg", "") })
        {
            var image = await batch.ImageAsync(name);
            var saved = await host.AsAsync<EditImage.Handler, Guanlian.Platform.Outcomes.Outcome<Guanlian.Platform.Outcomes.Done>>(
                world.Keeper, h => h.HandleAsync(new(world.Code, image.Id, image.Version) { Number = number }, default));
            Assert.False(saved.Refused);
        }

        await batch.MatchAsync();
        Assert.Equal("DSC_1.jpg:label 总32-2.jpg:总32/1 DSC_3.jpg:- DSC_4.jpg:总31/1 总31-label.jpg:label", await batch.SaidAsync());
        Assert.DoesNotContain("与前面的标签不一致", await batch.PageAsync($"?upload={batch.Upload}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_of_another_museum_or_of_no_object_are_reported_and_match_nothing()
    {
        var batch = await BatchAsync("总1");
        var other = await MediaWorld.NewAsync(host);
        var theirs = await other.ObjectAsync("总1", "示例他馆");
        await batch.SendAsync(
        [
            ("1.jpg", Label(batch.Code, batch.Serials[0], 0)), ("2.jpg", Frame(1)), ("3.jpg", Label(other.Code, theirs, 2)), ("4.jpg", Frame(3)),
            ("5.jpg", Label(batch.Code, 9999, 4)), ("6.jpg", Frame(5)), ("7.jpg", MadeFrames.Label("https://example.org/a/poster", taken: Start.AddSeconds(6))),
        ]);
        Assert.Equal("1.jpg:label 2.jpg:总1/1 3.jpg:label 4.jpg:- 5.jpg:label 6.jpg:- 7.jpg:-", await batch.SaidAsync());
        var report = await batch.PageAsync($"?upload={batch.Upload}");
        Assert.Contains($"这张标签（{other.Code}/{theirs}）不是本馆的，其后各幅未按它对应", report, StringComparison.Ordinal);
        Assert.Contains($"本馆没有标签所指的藏品（{batch.Code}/9999），其后各幅未按它对应", report, StringComparison.Ordinal);
        Assert.DoesNotContain("示例他馆", report, StringComparison.Ordinal);
        Assert.Contains("不是本馆的", await batch.PageAsync($"/{(await batch.ImageAsync("3.jpg")).Id:N}"), StringComparison.Ordinal);
        Assert.Equal(0, await host.ScalarAsync<int>($"select count(*)::int from media.image where institution_id = '{other.Museum}'"));
        Assert.Null((await batch.ImageAsync("7.jpg")).Label);
    }

    [Fact]
    public async Task A_keeper_makes_a_view_of_a_label_and_a_label_of_it_again()
    {
        var batch = await BatchAsync("总1");
        var world = batch.World;
        await batch.SendAsync([("1.jpg", Label(batch.Code, batch.Serials[0], 0)), ("2.jpg", Frame(1))]);
        var label = await batch.ImageAsync("1.jpg");
        var numbered = await host.AsAsync<EditImage.Handler, Guanlian.Platform.Outcomes.Outcome<Guanlian.Platform.Outcomes.Done>>(
            world.Keeper, h => h.HandleAsync(new(world.Code, label.Id, label.Version) { Number = "总1" }, default));
        Assert.Equal("media.label.is-no-view", numbered.Refusal?.Code);

        var stranger = await MediaWorld.NewAsync(host);
        var theirs = await host.AsAsync<TurnLabelFrame.Handler, Guanlian.Platform.Outcomes.Outcome<Guanlian.Platform.Outcomes.Done>>(
            stranger.Keeper, h => h.HandleAsync(new(world.Code, label.Id, label.Version, true), default));
        Assert.IsType<Guanlian.Platform.Outcomes.Refusal.Missing>(theirs.Refusal);

        using (var turned = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{label.Id:N}", "label")).SendAsync(world.Client))
        {
            Assert.Equal(HttpStatusCode.Redirect, turned.StatusCode);
        }

        await batch.MatchAsync();
        Assert.Equal("1.jpg:总1/2 2.jpg:总1/1", await batch.SaidAsync());
        using (var turned = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{label.Id:N}", "label")).SendAsync(world.Client))
        {
            Assert.Equal(HttpStatusCode.Redirect, turned.StatusCode);
        }

        Assert.Equal("1.jpg:label 2.jpg:总1/1", await batch.SaidAsync());
        using (var stale = await (await FormOnPage.OpenAsync(world.Client, $"collections/{world.Code}/images/{label.Id:N}", "label")).SendAsync(world.Client, new() { ["Version"] = "1" }))
        {
            Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        }

        // Taken away, it still parts the frames.
        label = await batch.ImageAsync("1.jpg");
        await host.AsAsync<RemoveImage.Handler, Guanlian.Platform.Outcomes.Outcome<Guanlian.Platform.Outcomes.Done>>(
            world.Keeper, h => h.HandleAsync(new(world.Code, label.Id, label.Version, "不再需要"), default));
        await batch.SendAsync([("3.jpg", Frame(2))]);
        Assert.Equal("2.jpg:总1/1 3.jpg:总1/2", await batch.SaidAsync());
    }

    [Fact]
    public async Task Sent_again_in_part_what_was_here_helps_and_keeps_what_it_had()
    {
        var batch = await BatchAsync("总1", "总2");
        (string Name, byte[] Bytes)[] files =
        [
            ("1.jpg", Label(batch.Code, batch.Serials[0], 0)), ("2.jpg", Frame(1)), ("3.jpg", Frame(2)), ("4.jpg", Label(batch.Code, batch.Serials[1], 3)), ("5.jpg", Frame(4)),
        ];
        await batch.SendAsync([files[0], files[1]]);
        // Again, in another batch, with what had not come: the label is here already, and speaks for the new ones too.
        batch.Upload = Guid.CreateVersion7();
        await batch.SendAsync(files);
        Assert.Equal("1.jpg:label 2.jpg:总1/1 3.jpg:总1/2 4.jpg:label 5.jpg:总2/1", await batch.SaidAsync());
        // And once more without the first label: nothing is taken for the second one's.
        batch.Upload = Guid.CreateVersion7();
        await batch.SendAsync([("6.jpg", Label(batch.Code, batch.Serials[1], -1)), files[1], files[2], ("8.jpg", Frame(7))]);
        Assert.Equal("6.jpg:label 1.jpg:label 2.jpg:总1/1 3.jpg:总1/2 4.jpg:label 5.jpg:总2/1 8.jpg:总2/2", await batch.SaidAsync());
    }

    [Theory]
    [InlineData(0, 0, 0, 0.3)]
    [InlineData(90, 0.1, 1, 0.3)]
    [InlineData(180, 0, 1, 0.7)]
    [InlineData(33, 0.15, 1, 0.35)]
    [InlineData(-12, 0.3, 1.5, 0.5)]
    [InlineData(8, 0.1, 3, 0.6)]
    public async Task A_label_is_read_however_it_lies(double degrees, double lean, double blur, double share)
    {
        var batch = await BatchAsync("总1");
        var made = MadeFrames.Label(new ObjectLabel(batch.Code, batch.Serials[0]).ToString(), new(degrees, lean, blur, share) { Width = 2400, Height = 1600 });
        await batch.SendAsync([("1.jpg", made)]);
        Assert.Equal("1.jpg:label", await batch.SaidAsync());
    }

    private static byte[] Label(string code, int serial, int second) => MadeFrames.Label(new ObjectLabel(code, serial).ToString(), taken: Start.AddSeconds(second));

    private static byte[] Frame(int second) => MadeFrames.Object(second, Start.AddSeconds(second));

    private async Task<Batch> BatchAsync(params string[] numbers)
    {
        var world = await MediaWorld.NewAsync(host);
        var serials = new List<int>();
        foreach (var number in numbers)
        {
            serials.Add(await world.ObjectAsync(number, $"示例{number}"));
        }

        return new(world, serials);
    }

    private sealed class Batch(MediaWorld world, IReadOnlyList<int> serials)
    {
        public MediaWorld World => world;

        public string Code => world.Code;

        public IReadOnlyList<int> Serials => serials;

        public Guid Upload { get; set; } = Guid.CreateVersion7();

        /// <summary>Sends files one after the other, and waits until nothing is to be done with them.</summary>
        public async Task SendAsync((string Name, byte[] Bytes)[] files)
        {
            foreach (var (name, bytes) in files)
            {
                var got = await world.BringAsync(name, bytes, upload: Upload);
                Assert.Null(got.Refusal?.Code);
            }

            await world.Host.UntilAsync($"select (count(*) = 0)::int from platform.job where subject_id = '{Upload}' and state in ('Waiting', 'Running')");
            Assert.Equal(0, await world.Host.ScalarAsync<int>($"select count(*)::int from platform.job where subject_id = '{Upload}' and state <> 'Done'"));
        }

        public async Task MatchAsync() => await world.Host.WithAsync<MatchByLabels, int>(async match =>
        {
            await match.RunAsync(world.Museum, world.Code, Upload, default);
            return 0;
        });

        /// <summary>Every image: a label, its object and place, or nothing.</summary>
        public async Task<string> SaidAsync()
        {
            var images = await world.Host.WithAsync((MediaDb db) => db.Images.AsNoTracking().Where(i => i.InstitutionId == world.Museum && i.State != ImageState.Removed).ToListAsync());
            var said = new List<string>();
            foreach (var image in FrameOrder.Of(images).Select(f => f.Image))
            {
                var number = image.ObjectId is null ? "-" : await world.Host.ScalarAsync<string>($"select number from catalogue.object where id = '{image.ObjectId}'");
                said.Add($"{image.FileName}:{(image.LabelFrame ? "label" : image.ObjectId is null ? "-" : $"{number}/{image.Place}")}");
            }

            return string.Join(' ', said);
        }

        public Task<StoredImage> ImageAsync(string name) => world.Host.WithAsync((MediaDb db) => db.Images.AsNoTracking().SingleAsync(i => i.InstitutionId == world.Museum && i.FileName == name));

        public async Task<string> PageAsync(string rest) => WebUtility.HtmlDecode(await world.Client.GetStringAsync(new Uri($"collections/{world.Code}/images{rest}", UriKind.Relative)));
    }
}
