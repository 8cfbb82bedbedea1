using Guanlian.Contracts.Media;
using Guanlian.Media.Access;
using Guanlian.Media.Arriving;
using Guanlian.Media.Checking;
using Guanlian.Media.Comparing;
using Guanlian.Media.Data;
using Guanlian.Media.Details;
using Guanlian.Media.Iiif;
using Guanlian.Media.Iiif.Viewers;
using Guanlian.Media.Images;
using Guanlian.Media.Labels;
using Guanlian.Media.Looking;
using Guanlian.Media.Masters;
using Guanlian.Media.Multimedia;
using Guanlian.Media.Panoramas;
using Guanlian.Media.Planes;
using Guanlian.Media.Sample;
using Guanlian.Media.Tiles;
using Guanlian.Media.Working;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media;

/// <summary>What the host knows of Media: see README.md beside this file.</summary>
public sealed class MediaModule : IModule
{
    /// <inheritdoc />
    public string Name => "media";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => MediaPermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<MediaDb>();
        services.AddScoped<ServingTerms>();
        services.AddScoped<ImageAccess>();
        services.AddSingleton<IMasterStore>(p => BucketSettings.Of(p.GetRequiredService<IConfiguration>()) is { } bucket
            ? ActivatorUtilities.CreateInstance<BucketStore>(p, bucket)
            : ActivatorUtilities.CreateInstance<FolderStore>(p));
        services.AddHostedService<AskStoreAtStart>();
        services.AddRegularWork<CheckMasters>();
        services.AddRegularWork<ClearLeftovers>();
        services.AddScoped<RestoreMaster.Handler>();
        services.AddScoped<RemakeTiles.Handler>();
        services.AddScoped<IDueItems, MastersDue>();
        services.AddSingleton<ImageWorkers>();
        services.AddSingleton<TileFiles>();
        services.AddScoped<MakeTiles.One>();
        services.AddJob<MakeTiles>();
        services.AddScoped<MatchByLabels>();
        services.AddScoped<TurnLabelFrame.Handler>();
        services.AddScoped<ListLabels.Handler>();
        services.AddScoped<ReceiveImage.Handler>();
        services.AddScoped<IncomingParts>();
        services.AddRegularWork<IncomingParts>();
        services.AddScoped<ReceiveParts.Handler>();
        services.AddScoped<ListImages.Handler>();
        services.AddScoped<EditImage.Handler>();
        services.AddScoped<RemoveImage.Handler>();
        services.AddRegularWork<CheckPhotographs>();
        services.AddRegularWork<JudgeSizes>();
        services.AddScoped<SizesInForce>();
        services.AddScoped<StateSizes.Handler>();
        services.AddScoped<DescribeBySheet.Handler>();
        services.AddScoped<DrawDetail.Handler>();
        services.AddScoped<CompareObjects.Handler>();
        services.AddScoped<SetPanorama.Handler>();
        services.AddScoped<PlaceHotspot.Handler>();
        services.AddScoped<MultimediaAccess>();
        services.AddScoped<ReceiveMultimedia.Handler>();
        services.AddScoped<EditMultimedia.Handler>();
        services.AddScoped<ListMultimedia.Handler>();
        services.AddSingleton<OpenImages>();
        services.AddSingleton<RenderGate>();
        services.AddSingleton<RenderPlanes>();
        services.AddSingleton<MadePictures>();
        services.AddSingleton<ServeImage>();
        services.AddSingleton<ServePicture>();
        services.AddScoped<DescribeObject.Handler>();
        services.AddScoped<DescribeCollection.Handler>();
        services.AddScoped<DescribeSet.Handler>();
        services.AddSingleton<ViewerAccess>();
        services.AddScoped<ProbeImage.Handler>();
        services.AddScoped<GiveToken.Handler>();
        services.AddScoped<OpenContentState.Handler>();
        services.AddScoped<SetServing.Handler>();
        services.AddScoped<IObjectPictures, ObjectPictures>();
        services.AddSingleton<ISampleStep, SampleImages>();
        services.AddSingleton(new MenuItem("media.sizes.menu", "image-sizes", 64, MediaPermissions.StateSizes));
        services.AddSingleton(new PagePart("catalogue.object", typeof(ObjectViewer), 10));
        services.AddSingleton(new PagePart("catalogue.object-below", typeof(ObjectMultimedia), 20));
        services.AddSingleton(new PagePart("catalogue.kept-object", typeof(KeptImages), 10));
    }

    /// <inheritdoc />
    public void AddCommands(CommandTree commands)
    {
        ImageWorker.Add(commands);
        ImportImages.Add(commands);
        RemakeTiles.Add(commands);
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        _ = routes.ServiceProvider.GetRequiredService<IMasterStore>(); // a half setting is told at the start, not at the first file
        ReceiveParts.Map(routes);
        ServeImage.Map(routes);
        ServePicture.Map(routes);
        DescribeObject.Map(routes);
        DescribeCollection.Map(routes);
        DescribeSet.Map(routes);
        ProbeImage.Map(routes);
        GiveToken.Map(routes);
        OpenContentState.Map(routes);
        ServeMultimedia.Map(routes);
        ListMultimedia.Map(routes);
    }
}
