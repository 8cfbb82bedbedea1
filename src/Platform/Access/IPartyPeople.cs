namespace Guanlian.Platform.Access;

/// <summary>Who acts for parties. Implemented by Members.</summary>
public interface IPartyPeople
{
    /// <summary>
    /// People who hold a mandate of these parties today and whose name stands in the text behind an @: a handful, however many people the
    /// parties have. Whoever asks makes sure that each of them may see what he is told.
    /// </summary>
    Task<IReadOnlyList<PartyPerson>> CalledInAsync(string text, IReadOnlyCollection<Guid> parties, CancellationToken ct);
}

/// <summary>A person under one mandate.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="MandateId">By which mandate.</param>
/// <param name="Name">As it stands under what he writes.</param>
public sealed record PartyPerson(Guid PersonId, Guid MandateId, string Name);
