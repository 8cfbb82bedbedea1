using Guanlian.PairingBench;

// PairingBench [FOLDER]    all measures, written to FOLDER (default bench/results) as a dated page
// PairingBench --peak      solves the dense nation once and prints the peak of its memory; called by the above
if (args is ["--peak"])
{
    Measure.PrintPeak();
    return 0;
}
var folder = args is [var given] ? given : Path.Combine("bench", "results");
var report = new Report(TimeProvider.System);
new Comparison(report).Run();
new Answers(report).Run();
Console.WriteLine(report.Save(folder));
return report.AllEqual ? 0 : 1;
