using System.Diagnostics;
using System.Text;
using Guanlian.Load;

namespace Guanlian.ImagesBench;

/// <summary>
/// The images of the platform beside what Debian offers for the same: IIPImage behind nginx, plain tiles of nginx, and vips. All of it on
/// one machine, each in turn, several rounds.
/// </summary>
internal sealed class ImageRaces(BenchSettings settings)
{
    private const int RandomParts = 2000;
    private readonly DirectoryInfo folder = settings.Folder is { } named ? Directory.CreateDirectory(Path.GetFullPath(named)) : Directory.CreateTempSubdirectory("guanlian-images-");
    private readonly StringBuilder report = new();

    public async Task<string> RunAsync()
    {
        Line($"# Images\n\n{Machine.Describe()}");
        Line($"Server, peers and load share this machine. Medians of {settings.Rounds} rounds; wrk: 2 threads, 32 connections, {settings.Seconds} s. "
            + "Again with: `dotnet run -c Release --project bench/Images`.\n");
        try
        {
            var (width, height) = (await VipsNumberAsync("width", settings.Photograph), await VipsNumberAsync("height", settings.Photograph));
            Line($"Photograph: {width} × {height} pixels, {new FileInfo(settings.Photograph).Length / 1e6:0.0} MB.\n");
            await MakePeersFilesAsync();
            await using var product = new Product(settings.Launcher, Path.Combine(folder.FullName, "product"), settings.Folder is not null);
            await product.PrepareAsync();
            await IngestAsync(product);
            var large = settings.Copies > 0 && !settings.OnlyRandom ? await LargeAsync(product) : null;
            if (settings.Photographs > 0 && !settings.OnlyRandom)
            {
                await ManyAsync(product);
            }

            var shown = await product.ServeAsync(settings.Photograph, large);
            await using var peers = new Peers();
            await peers.StartAsync(folder.FullName);
            await ServeAsync(product, peers, shown, width, height);
            if (!settings.OnlyRandom)
            {
                await PanAsync(product, shown[0], width, height);
            }

            return report.ToString();
        }
        finally
        {
            if (settings.Folder is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private string Home(string name) => Path.Combine(folder.FullName, name);

    private async Task MakePeersFilesAsync()
    {
        Say("pyramid and tiles of the peers");
        await Tools.RunAsync("vips", "tiffsave", settings.Photograph, Home("pyramid.tif"), "--tile", "--pyramid", "--compression", "jpeg", "--Q", "75", "--tile-width", "256", "--tile-height", "256");
        if (!Directory.Exists(Home("tiles/photograph_files")))
        {
            Directory.CreateDirectory(Home("tiles"));
            await Tools.RunAsync("vips", "dzsave", settings.Photograph, Home("tiles/photograph"), "--overlap", "0", "--tile-size", "256", "--suffix", ".jpg[Q=75]");
        }
    }

    /// <summary>The same photograph again and again, each time with another byte at its end, so that it is another file.</summary>
    private async Task IngestAsync(Product product)
    {
        var times = new List<double>();
        for (var round = 0; round < (settings.OnlyRandom ? 1 : settings.Rounds); round++)
        {
            Say($"ingest {round + 1}");
            var here = Directory.CreateDirectory(Home($"ingest-{round}")).FullName;
            var file = Path.Combine(here, "photograph.jpg");
            File.Copy(settings.Photograph, file, overwrite: true);
            await File.AppendAllTextAsync(file, $"{round}");
            var start = await product.ImportAsync(Directory.CreateDirectory(Home("nothing")).FullName);
            times.Add((await product.ImportAsync(here) - start).TotalSeconds);
        }

        if (settings.OnlyRandom)
        {
            return;
        }

        var slice = new List<double>();
        for (var round = 0; round < settings.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await Tools.RunAsync("vips", "dzsave", settings.Photograph, Home($"limit-{round}"), "--overlap", "0", "--tile-size", "256", "--suffix", ".jpg[Q=75]");
            slice.Add(watch.Elapsed.TotalSeconds);
        }

        Line($"Ingest to first deep zoom: {Tools.Median(times):0.00} s ({string.Join(", ", times.Select(t => $"{t:0.00}"))}), the start of the program taken off; "
            + $"`vips dzsave` of it: {Tools.Median(slice):0.00} s. Aim: ≤ 6 s.\n");
    }

    private async Task<string> LargeAsync(Product product)
    {
        Say("large image");
        var here = Directory.CreateDirectory(Home("large")).FullName;
        var file = Path.Combine(here, "large.tif");
        await Tools.RunAsync("vips", "replicate", settings.Photograph, $"{file}[tile,compression=jpeg,Q=80,bigtiff]", $"{settings.Copies}", $"{settings.Copies}");
        using var watch = new WorkerMemory();
        var time = await product.ImportAsync(here);
        Line($"Made by replication, {settings.Copies} × {settings.Copies}: {(await VipsNumberAsync("width", file)) * (long)await VipsNumberAsync("height", file) / 1e6:#,0} megapixels, "
            + $"ingested in {time.TotalSeconds:0.0} s (with the start of the program); most memory of a worker: {watch.MostMegabytes():#,0} MB. Aim: ≤ 1,024 MB.\n");
        return file;
    }

    private async Task ManyAsync(Product product)
    {
        Say($"{settings.Photographs} photographs");
        var here = Directory.CreateDirectory(Home("many")).FullName;
        var (width, height) = (await VipsNumberAsync("width", settings.Photograph), await VipsNumberAsync("height", settings.Photograph));
        var (w, h) = (Math.Min(4000, width), Math.Min(3000, height));
        var chance = new Random(1);
        await Parallel.ForEachAsync(Enumerable.Range(0, settings.Photographs).Select(i => (i, X: chance.Next(width - w + 1), Y: chance.Next(height - h + 1))).ToList(), async (p, _) =>
            await Tools.RunAsync("vips", "crop", settings.Photograph, $"{here}/{p.i:00000}.jpg[Q=85]", $"{p.X}", $"{p.Y}", $"{w}", $"{h}"));
        var start = await product.ImportAsync(Directory.CreateDirectory(Home("nothing")).FullName);
        var time = (await product.ImportAsync(here) - start).TotalSeconds;
        var limit = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Directory.EnumerateFiles(here), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (file, _) =>
        {
            var cut = Home("many-" + Path.GetFileNameWithoutExtension(file));
            await Tools.RunAsync("vips", "dzsave", file, cut, "--overlap", "0", "--tile-size", "256", "--suffix", ".jpg[Q=75]");
            Directory.Delete(cut + "_files", recursive: true);
        });
        Line($"{settings.Photographs} made photographs of {w * (long)h / 1e6:0} megapixels: {settings.Photographs / time:0.00} a second; `vips dzsave`, as many side by side as processors: "
            + $"{settings.Photographs / limit.Elapsed.TotalSeconds:0.00} a second. Aim: ≥ 3 a second.\n");
    }

    private async Task ServeAsync(Product product, Peers peers, IReadOnlyList<string> shown, int width, int height)
    {
        var grid = Addresses.Grid($"/iiif/2/{shown[0]}", width, height);
        var races = new List<(string What, Uri Root, IReadOnlyList<string> Paths)>
        {
            ("grid tiles, this program", product.Address, grid),
            ("grid tiles, IIPImage behind nginx", peers.Address, Addresses.Grid("/iiif/pyramid.tif", width, height)),
            ("grid tiles, nginx with plain files", peers.Address, Addresses.Files(Home("tiles/photograph_files"), "/tiles/photograph_files")),
            ("random parts and sizes, this program", product.Address, Addresses.Random($"/iiif/2/{shown[0]}", width, height, RandomParts)),
            ("random parts and sizes, IIPImage behind nginx", peers.Address, Addresses.Random("/iiif/pyramid.tif", width, height, RandomParts)),
        };
        if (shown.Count > 1)
        {
            races.Add(("grid tiles of the large image, this program", product.Address, Addresses.Grid($"/iiif/2/{shown[1]}", width * settings.Copies, height * settings.Copies)));
        }

        races = settings.OnlyRandom ? races[3..5] : races;
        var rates = races.ToDictionary(r => r.What, _ => new List<double>());
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var (what, root, paths) in races)
            {
                rates[what].Add(await Wrk.RunAsync(root, paths, TimeSpan.FromSeconds(settings.Seconds), folder.FullName));
                Say($"{what}: {rates[what][^1]:#,0}/s");
            }
        }

        Line("| load by wrk | per second (median) | rounds |\n|---|---:|---|");
        foreach (var (what, _, _) in races)
        {
            Line($"| {what} | {Tools.Number(Tools.Median(rates[what]))} | {string.Join(", ", rates[what].Select(Tools.Number))} |");
        }

        var medians = races.Select(r => Tools.Median(rates[r.What])).ToArray();
        if (settings.OnlyRandom)
        {
            Line($"\nRandom parts: {medians[0] / medians[1]:0.0} × IIPImage (aim: ≥ 2).\n");
            return;
        }

        Line($"\nGrid tiles: {medians[0] / medians[1]:0.0} × IIPImage (aim: ≥ 8), {medians[0] / medians[2]:0 %} of nginx with plain files (aim: ≥ 25 %). "
            + $"Random parts: {medians[3] / medians[4]:0.0} × IIPImage (aim: ≥ 2).\n");
    }

    private async Task PanAsync(Product product, string image, int width, int height)
    {
        Say($"{settings.Viewers} viewers pan for {settings.Minutes} minutes");
        var before = product.Memory();
        var time = TimeSpan.FromMinutes(settings.Minutes);
        await Panning.RunAsync(product.Address, $"/iiif/2/{image}", width, height, settings.Viewers, TimeSpan.FromSeconds(Math.Min(5, time.TotalSeconds)));
        var first = product.Memory();
        var (times, failures) = await Panning.RunAsync(product.Address, $"/iiif/2/{image}", width, height, settings.Viewers, time);
        var after = product.Memory();
        Line($"{settings.Viewers} viewers panning for {settings.Minutes} min: {times.Length:#,0} tiles, p50 {At(times, 0.5):0.0} ms, p99 {At(times, 0.99):0.0} ms (aim: ≤ 20), {failures} failed. "
            + $"Memory of the program: {before:0} MB before, {first:0} MB when they began, {after:0} MB at the end.");
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * part)];

    private static async Task<int> VipsNumberAsync(string field, string file)
    {
        using var process = Process.Start(new ProcessStartInfo("vipsheader", ["-f", field, file]) { RedirectStandardOutput = true })!;
        return int.Parse(await process.StandardOutput.ReadToEndAsync(), null);
    }

    private void Line(string text)
    {
        report.AppendLine(text);
        Say(text);
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
