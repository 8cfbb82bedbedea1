using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Hosting.Catalogue;
using Guanlian.Load;
using Guanlian.Platform.Tables;

// Made census rows through the real program: beside a running server with a database of its own a command compares and writes the file, while
// its pages are asked for; then the same rows by raw COPY, the limit. See README.md.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rows = int.Parse(Value("--rows") ?? "200000", CultureInfo.InvariantCulture);
var launcher = Value("--launcher") ?? "./guanlian";
var folder = Directory.CreateTempSubdirectory("guanlian-import-");
var report = new StringBuilder();
var commandPeak = 0.0;
await using var server = new ServerUnderTest(launcher, Path.Combine(folder.FullName, "server"));
if (!OperatingSystem.IsWindows())
{
    folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
}


var workbook = Path.Combine(folder.FullName, "census.xlsx");
await using (var file = File.Create(workbook))
{
    await XlsxTableWriter.WriteAsync(file, [MadeWorkbook.Sheet(MadeWorkbook.Rows(rows))], default);
}

if (Value("--workbook") is { } wanted)
{
    File.Move(workbook, wanted, overwrite: true);
    return 0;
}

await server.RunAsync("import", "register", Value("--register") ?? "tests/Hosting/Samples/register-shanxi-30.csv", "--edition", "2024", "--apply");
await server.StartAsync("--empty");
var socket = Path.Combine(folder.FullName, "server", "data", "postgres", "run");
var code = (await PsqlAsync("select code from members.party where kind = 'Museum' order by code limit 1")).Trim();
Say($"{rows:N0} made rows of {MadeWorkbook.Columns.Count} columns, {new FileInfo(workbook).Length >> 20} MB as .xlsx; {Environment.ProcessorCount} processors");

using var watching = new CancellationTokenSource();
var asked = AskAsync(watching.Token);
foreach (var (what, name) in new[] { ("first import", workbook), ("the same file again", workbook) })
{
    var watch = Stopwatch.StartNew();
    var (program, command, database) = (server.ProcessorTime(), CommandTime(), DatabaseTime());
    Say($"## {what}");
    var said = await RunAsync("import", "objects", name, "--institution", code, "--shown", "Public", "--apply");
    Say(said);
    var took = Seconds().Matches(said).Sum(s => double.Parse(s.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
    Say(string.Create(CultureInfo.InvariantCulture, $"compared and written: {took:0.0} s = {rows / took:N0} rows/s"));
    Say(string.Create(CultureInfo.InvariantCulture, $"with the start of the command and the file's way into the database: {watch.Elapsed.TotalSeconds:0.0} s = {rows / watch.Elapsed.TotalSeconds:N0} rows/s"));
    Say($"processor time: server {(server.ProcessorTime() - program).TotalSeconds:0.0} s, command {CommandTime() - command:0.0} s, database {DatabaseTime() - database:0.0} s");
    Say($"memory: server {server.Memory().Now:N0} MB now, {server.Memory().Peak:N0} MB at most; command {commandPeak:N0} MB at most");
}

await watching.CancelAsync();
var times = await asked;
times.Sort();
Say($"pages asked for meanwhile: {times.Count}, median {times[times.Count / 2]:0} ms, 95 % {times[(int)(times.Count * 0.95)]:0} ms, worst {times[^1]:0} ms");
Say("## the limit: raw COPY of the same rows");
var copied = Path.Combine(folder.FullName, "rows.bin");
await PsqlAsync($"\\copy (select * from catalogue.object) to '{copied}' (format binary)");
foreach (var (what, like) in new[] { ("without an index", ""), ("with all constraints and indexes", " including all") })
{
    await PsqlAsync($"drop table if exists raw; create table raw (like catalogue.object{like})");
    var watch = Stopwatch.StartNew();
    await PsqlAsync($"\\copy raw from '{copied}' (format binary)");
    Say(string.Create(CultureInfo.InvariantCulture, $"{what}: {watch.Elapsed.TotalSeconds:0.0} s = {rows / watch.Elapsed.TotalSeconds:N0} rows/s"));
}

await server.StopAsync();
if (Value("--record") is { } record)
{
    await File.WriteAllTextAsync(record, report.ToString());
}

folder.Delete(recursive: true);
return 0;

string? Value(string option) => args.SkipWhile(a => a != option).Skip(1).FirstOrDefault();

void Say(string line)
{
    Console.WriteLine(line);
    report.AppendLine(line);
}

// Seconds that commands have used so far.
double CommandTime() => (Stat("/proc/self/stat")[13] + Stat("/proc/self/stat")[14]) / 100;

// Seconds that all processes of this server's database have used, ended ones included.
double DatabaseTime()
{
    var main = int.Parse(File.ReadLines(Path.Combine(folder.FullName, "server", "data", "postgres", "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
    return Directory.GetDirectories("/proc").Select(p => Path.Combine(p, "stat")).Where(File.Exists).Select(Stat)
        .Where(s => s.Length > 14 && (s[0] == main || s[1] == main))
        .Sum(s => (s[11] + s[12] + (s[0] == main ? s[13] + s[14] : 0)) / 100);
}

// Process id, parent, then as proc(5) counts them; the program's name before them may hold anything.
static double[] Stat(string file)
{
    try
    {
        var text = File.ReadAllText(file);
        var behind = text[(text.LastIndexOf(')') + 2)..].Split(' ').Skip(1).Select(f => double.Parse(f, CultureInfo.InvariantCulture));
        return [double.Parse(text[..text.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture), .. behind];
    }
    catch (IOException)
    {
        return [];
    }
}

// The whole catalogue's first page, as a visitor asks for it.
async Task<List<double>> AskAsync(CancellationToken ct)
{
    using var client = new HttpClient { BaseAddress = server.Address };
    var took = new List<double>();
    while (!ct.IsCancellationRequested)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(new Uri(Value("--page") ?? "museums", UriKind.Relative), CancellationToken.None);
        took.Add(watch.Elapsed.TotalMilliseconds);
        await Task.Delay(250, CancellationToken.None);
    }

    return took;
}

async Task<string> RunAsync(params string[] arguments)
{
    var line = new ProcessStartInfo(launcher, arguments) { RedirectStandardOutput = true };
    line.Environment["GUANLIAN_DATABASE"] = $"Host={socket};Username=guanlian;Database=guanlian";
    line.Environment["LC_ALL"] = "C.UTF-8";
    using var process = Process.Start(line)!;
    var said = process.StandardOutput.ReadToEndAsync();
    for (commandPeak = 0; await Task.WhenAny(said, Task.Delay(100)) != said;)
    {
        commandPeak = Math.Max(commandPeak, Peak(process.Id));
    }

    await process.WaitForExitAsync();
    return (await said).Trim();

    static double Peak(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

async Task<string> PsqlAsync(string sql)
{
    using var psql = Process.Start(new ProcessStartInfo("psql", ["-h", socket, "-U", "guanlian", "-Atc", sql, "guanlian"]) { RedirectStandardOutput = true })!;
    var said = await psql.StandardOutput.ReadToEndAsync();
    await psql.WaitForExitAsync();
    return said;
}

internal static partial class Program
{
    /// <summary>What the command says that it took: compared in, written in.</summary>
    [GeneratedRegex(@"in (\d+\.\d) s")]
    private static partial Regex Seconds();
}
