using Guanlian.Hosting;
using Guanlian.Members.Imports;
using Guanlian.Members.Register;
using Guanlian.Platform.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Browser.Members;

/// <summary>A directory with something in it: the whole of Shanxi where the file is at hand, else thirty lines of it.</summary>
internal static class RegisteredMuseums
{
    public static async Task BringInAsync(GuanlianHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
        var csv = SharedData.Folder is null ? RegisterSample.Csv : await File.ReadAllBytesAsync(SharedData.Path("museums-cn-register/register-shanxi.csv"));
        using var stream = new MemoryStream(csv);
        var done = await scope.ServiceProvider.GetRequiredService<ImportFile.Handler>().HandleAsync(
            new(RegisterImport.KindName, stream, "名录.csv", RegisterImport.OfEdition(2024), "示例导入"), null, default);
        Assert.False(done.Refused);
    }
}
