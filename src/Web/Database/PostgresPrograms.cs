using System.Globalization;
using Guanlian.Platform.Commands;

namespace Guanlian.Web.Database;

/// <summary>The installed PostgreSQL programs of one major version.</summary>
/// <param name="Major">15, 16, …</param>
/// <param name="Folder">The folder with initdb, pg_ctl and postgres.</param>
internal sealed record PostgresPrograms(int Major, string Folder)
{
    private const int Oldest = 15;

    /// <summary>Finds the newest usable version, or the one an existing data folder was made with.</summary>
    public static PostgresPrograms Find(int? major = null)
    {
        var installed = Installed().Where(p => p.Major >= Oldest).OrderByDescending(p => p.Major).ToList();
        var fitting = major is null ? installed.FirstOrDefault() : installed.Find(p => p.Major == major);
        return fitting ?? throw (major is null
            ? new CommandRefusedException(ExitCodes.Environment, "web.database.not-installed", ("oldest", Oldest))
            : new CommandRefusedException(ExitCodes.Environment, "web.database.version-not-installed", ("major", major)));
    }

    /// <summary>Full path of one program.</summary>
    public string this[string program] => Path.Combine(Folder, program);

    private static IEnumerable<PostgresPrograms> Installed()
    {
        const string debian = "/usr/lib/postgresql";
        if (!Directory.Exists(debian))
        {
            yield break;
        }

        foreach (var version in Directory.GetDirectories(debian))
        {
            var bin = Path.Combine(version, "bin");
            if (int.TryParse(Path.GetFileName(version), CultureInfo.InvariantCulture, out var number) && File.Exists(Path.Combine(bin, "initdb")))
            {
                yield return new(number, bin);
            }
        }
    }
}
