using Guanlian.Media.Arriving;
using Guanlian.Media.Data;
using Guanlian.Media.Images;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Sample;

/// <summary>A few photographs of two sample objects, brought in as a museum would: by the number in the file name.</summary>
internal sealed class SampleImages(FileHome home) : ISampleStep
{
    private static readonly (string Name, string Picture, string Photographer)[] Files =
    [
        ("示例3001-1.jpg", "plate-01.jpg", ""), ("示例3001-2.jpg", "plate-02.jpg", ""), ("示例3001-3.jpg", "plate-03.jpg", ""),
        ("示例3002 全貌.jpg", "great-hall.jpg", "Carol M. Highsmith"),
    ];

    public int Order => 410;

    public string Title => "media.sample.images";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        if (!home.Exists || !Vips.VipsLibrary.IsHere)
        {
            return; // the province is complete without pictures
        }

        var owner = world.Ids["sample.pictured"];
        var party = await world.AskAsync((Contracts.Members.IPartyDirectory parties) => parties.FindAsync(owner, ct));
        var upload = Guid.CreateVersion7(world.Now);
        foreach (var (name, picture, photographer) in Files)
        {
            await using var content = new MemoryStream(SamplePictures.Read(picture));
            var got = await world.ForAsync(owner, party!.Name, Roles.Staff, (ReceiveImage.Handler h) => h.HandleAsync(new(party.Code, upload, name, content), ct));
            if (photographer.Length > 0)
            {
                await DescribeAsync(world, party, got.ImageId, photographer, ct);
            }
        }

        await world.RunJobsAsync(ct);
    }

    private static async Task DescribeAsync(SampleWorld world, Contracts.Members.PartyCard party, Guid id, string photographer, CancellationToken ct)
    {
        var image = await world.AskAsync((MediaDb db) => db.Images.AsNoTracking().SingleAsync(i => i.Id == id, ct));
        await world.ForAsync<EditImage.Handler, Done>(party.Id, party.Name, Roles.Staff, h => h.HandleAsync(new(party.Code, id, image.Version)
        {
            Number = "示例3002",
            ViewKind = image.ViewKind,
            Photographer = photographer,
        }, ct));
    }
}
