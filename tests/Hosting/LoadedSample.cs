using System.Formats.Tar;
using Guanlian.Platform.Commands;
using Guanlian.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Hosting;

/// <summary>The sample province as serve loads it into an empty database: once per process, then copied with its files.</summary>
internal static class LoadedSample
{
    private static readonly Lazy<Task<(string Template, byte[] Files)>> Loaded = new(LoadAsync);

    /// <summary>A database with the sample province; its files are laid into the folder.</summary>
    public static async Task<TestDatabase> CopyAsync(DirectoryInfo files)
    {
        var (template, packed) = await Loaded.Value;
        using var stream = new MemoryStream(packed);
        await TarFile.ExtractToDirectoryAsync(stream, files.FullName, overwriteFiles: false);
        return await TestDatabase.CreateAsync(template);
    }

    // By a program that is built and never started: nobody else runs the sample's jobs.
    private static async Task<(string Template, byte[] Files)> LoadAsync()
    {
        using var files = new TemporaryFolder();
        var database = await TestDatabase.CreateAsync();
        await using (var loader = WebHost.Build(new()
        {
            ConnectionString = database.ConnectionString,
            Files = files.Path,
            Services = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ManualClock())),
        }))
        {
            await using var scope = loader.Services.CreateAsyncScope();
            using var line = new ProgressLine(TextWriter.Null, live: false, TimeProvider.System);
            await scope.ServiceProvider.GetRequiredService<ISample>().LoadIfEmptyAsync(line, default);
        }

        using var packed = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(files.Path, packed, includeBaseDirectory: false);
        return (await database.ToTemplateAsync(), packed.ToArray());
    }
}
