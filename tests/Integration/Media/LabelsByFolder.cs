using Guanlian.Contracts.Catalogue;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Integration.Launcher;
using Guanlian.Platform.Commands;

namespace Guanlian.Integration.Media;

/// <summary>Photographs brought by folder: a label speaks for the frames that lie beside it, not for those of the next day's folder.</summary>
public sealed class LabelsByFolder(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Each_folder_of_an_import_is_a_batch_of_its_own()
    {
        host.Clock.Now = TimeProvider.System.GetUtcNow(); // the other program lives in real time
        var world = await MediaWorld.NewAsync(host);
        var (first, second) = (await world.ObjectAsync("总1", "示例一"), await world.ObjectAsync("总2", "示例二"));
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(data, "files"), host.Files);
        foreach (var (day, name, bytes) in new[]
        {
            ("1", "DSC_1.jpg", MadeFrames.Label(new ObjectLabel(world.Code, first).ToString())), ("1", "DSC_2.jpg", MadeFrames.Object(1)),
            ("2", "DSC_2.jpg", MadeFrames.Object(2)), ("2", "DSC_3.jpg", MadeFrames.Label(new ObjectLabel(world.Code, second).ToString())), ("2", "DSC_4.jpg", MadeFrames.Object(3)),
        })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "photographs", day));
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "photographs", day, name), bytes);
        }

        var (ended, said) = await LaunchedProgram.RunAsync(
            ["import", "images", Path.Combine(folder.Path, "photographs"), "--institution", world.Code, "--data", data], host.ConnectionString);
        Assert.True(ended == ExitCodes.Ok, said);
        // Whichever of the two programs takes the work: when all is ready, each frame has the object of its own folder's label, or none.
        await host.UntilAsync($"select (count(*) = 5)::int from media.image where institution_id = '{world.Museum}' and state = 'Ready'");
        await host.UntilAsync("select (count(*) = 0)::int from platform.job where state in ('Waiting', 'Running')");
        Assert.Equal("DSC_1.jpg label, DSC_2.jpg -, DSC_2.jpg 总1, DSC_3.jpg label, DSC_4.jpg 总2", await host.ScalarAsync<string>($"""
            select string_agg(i.file_name || ' ' || case when i.label_frame then 'label' else coalesce(o.number, '-') end, ', ' order by i.file_name, o.number nulls first)
              from media.image i left join catalogue.object o on o.id = i.object_id where i.institution_id = '{world.Museum}'
            """));
    }
}
