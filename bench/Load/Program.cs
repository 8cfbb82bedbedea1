using System.Globalization;
using Guanlian.Load;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var bench = new ProvinceDay(Value("--launcher") ?? "./guanlian", TimeSpan.FromSeconds(int.Parse(Value("--seconds") ?? "20", CultureInfo.InvariantCulture)), Value("--data"), Value("--only"));
var report = await bench.RunAsync();
Console.WriteLine(report);
if (Value("--record") is { } file)
{
    await File.WriteAllTextAsync(file, report);
}

return 0;

string? Value(string option) => args.SkipWhile(a => a != option).Skip(1).FirstOrDefault();
