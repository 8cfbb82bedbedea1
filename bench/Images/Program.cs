using System.Globalization;
using Guanlian.ImagesBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Tools.Missing() is { Count: > 0 } missing)
{
    Console.Error.WriteLine($"missing: apt-get install --no-install-recommends {string.Join(' ', missing)}");
    return 4;
}

var settings = new BenchSettings
{
    Launcher = Value("--launcher") ?? "./guanlian",
    Photograph = Value("--photograph") ?? "../shared/data/image-deepzoom/highsmith-01967.jpg",
    Seconds = Number("--seconds", 15),
    Rounds = Number("--rounds", 5),
    Viewers = Number("--viewers", 100),
    Minutes = double.Parse(Value("--minutes") ?? "10", CultureInfo.InvariantCulture),
    Photographs = Number("--photographs", 1000),
    Copies = Number("--copies", 4),
    OnlyRandom = Value("--only") is "random",
    Folder = Value("--folder"),
};
if (!File.Exists(settings.Photograph))
{
    Console.Error.WriteLine($"there is no photograph {settings.Photograph}: name one with --photograph");
    return 4;
}

var report = await new ImageRaces(settings).RunAsync();
Console.WriteLine(report);
if (Value("--record") is { } file)
{
    await File.WriteAllTextAsync(file, report);
}

return 0;

string? Value(string option) => args.SkipWhile(a => a != option).Skip(1).FirstOrDefault();

int Number(string option, int otherwise) => Value(option) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
