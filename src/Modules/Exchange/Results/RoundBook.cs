using Guanlian.Contracts.Governance;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Guanlian.Exchange.Results;

/// <summary>A computed round as pages, letters and tables read it: input and result with look-ups by code.</summary>
internal sealed class RoundBook
{
    private readonly Dictionary<string, string> names;
    private readonly Dictionary<(string, string), ResultRating> ratings;
    private readonly Dictionary<(string, string), int> distances;

    public RoundBook(Computation computation)
    {
        (Number, PredecessorId) = (computation.Number, computation.PredecessorId);
        (InputHash, ResultHash) = (computation.InputHash, computation.ResultHash!);
        Input = CanonicalJson.Read<RoundInput>(computation.Input);
        Result = CanonicalJson.Read<RoundResult>(computation.Result!);
        names = Input.Leaders.Select(l => (l.Code, l.Name)).Concat(Input.Museums.Select(m => (m.Code, m.Name)))
            .Concat(Input.Offerers.Select(o => (o.Code, o.Name))).ToDictionary(x => x.Code, x => x.Name);
        ratings = Result.Ratings.ToDictionary(r => (r.Leader, r.Museum));
        distances = Input.Distances.ToDictionary(d => (d.From, d.Museum), d => d.Distance);
    }

    /// <summary>The how-manieth computation of its round.</summary>
    public int Number { get; }

    /// <summary>The computation before it, with other decisions over the same facts.</summary>
    public Guid? PredecessorId { get; }

    public string InputHash { get; }

    public string ResultHash { get; }

    public RoundInput Input { get; }

    public RoundResult Result { get; }

    public PairingRules Rules => Input.Charter.Rules;

    public string Name(string code) => names.GetValueOrDefault(code, code);

    public ResultRating Rating(string leader, string museum) => ratings[(leader, museum)];

    public int? Distance(string from, string museum) => distances.TryGetValue((from, museum), out var distance) ? distance : null;

    public InputMuseum? Museum(string code) => Input.Museums.FirstOrDefault(m => m.Code == code);

    public InputLeader? Leader(string code) => Input.Leaders.FirstOrDefault(l => l.Code == code);

    public InputListing Listing(string id) => Input.Needs.FirstOrDefault(n => n.Id == id) ?? Input.Offers.First(o => o.Id == id);

    /// <summary>Reachable leaders of a museum, best score first.</summary>
    public IEnumerable<ResultRating> ReachableOf(string museum) => Input.Leaders.Select(l => Rating(l.Code, museum)).Where(r => r.Score is not null)
        .OrderByDescending(r => r.Score).ThenBy(r => r.Leader, StringComparer.Ordinal);
}

/// <summary>Keeps the last computed rounds read: a computation never changes, so no other copy of the program need know.</summary>
internal sealed class RoundBooks : IDisposable
{
    private readonly MemoryCache read = new(new MemoryCacheOptions { SizeLimit = 12 });

    public RoundBook Of(Computation computation) => read.GetOrCreate(computation.Id, entry =>
    {
        entry.Size = 1;
        return new RoundBook(computation);
    })!;

    public RoundBook? Find(Guid computation) => read.Get<RoundBook>(computation);

    public void Dispose() => read.Dispose();
}

/// <summary>One result as a page shows it, handed down to its parts.</summary>
internal sealed record ResultView(RoundInSight Sight, RoundBook Book, Mode Mode)
{
    public Round Round => Sight.Round;

    public ModeResult Result => Book.Result.Modes[Mode];

    /// <summary>For a part of a page that shows nothing but this result: what it depends on.</summary>
    public string KeyOf(string part) => $"exchange.{part} {Round.Code} {Book.Number} {Book.ResultHash} {Mode}";
}

/// <summary>Finds a round with its result, for who may see it.</summary>
internal sealed class ReadRound(ExchangeDb db, RoundAccess access, RoundBooks books)
{
    /// <summary>A result for a page, in the mode asked for, else that which is shown, else the charter's.</summary>
    public async Task<Outcome<ResultView>> ViewAsync(string code, string? mode, CancellationToken ct)
    {
        var found = await ResultAsync(code, ct);
        if (found.Refused) return found.Refusal;
        var (sight, book) = found.Value;
        var chosen = ResultModeNames.Read(mode) ?? sight.Round.Mode ?? PairingOfInput.ModeOf(book.Rules);
        return new ResultView(sight, book, chosen);
    }

    /// <summary>The round and its latest result; missing for who may not see the result or where there is none yet.</summary>
    public async Task<Outcome<(RoundInSight Sight, RoundBook Book)>> ResultAsync(string code, CancellationToken ct)
    {
        var found = await access.FindAsync(code, ct);
        if (found.Refused) return found.Refusal;
        var round = found.Value.Round;
        if (!found.Value.SeesResult || round.ComputationId is not { } id || await BookAsync(id, ct) is not { } book)
        {
            return new Refusal.Missing("exchange.round.no-result");
        }

        return (found.Value, book);
    }

    /// <summary>A computation's book; null where it is not computed yet.</summary>
    public async Task<RoundBook?> BookAsync(Guid computation, CancellationToken ct)
    {
        if (books.Find(computation) is { } known) return known;
        var row = await db.Computations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == computation, ct);
        return row is { Result: not null } ? books.Of(row) : null;
    }
}
