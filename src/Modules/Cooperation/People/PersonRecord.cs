namespace Guanlian.Cooperation.People;

/// <summary>Somebody who takes part: a learner, a volunteer, the person seconded. No account is needed; the code is the person's own.</summary>
internal sealed class PersonRecord
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    /// <summary>Who sends the person.</summary>
    public Guid PartyId { get; init; }

    public required string Name { get; init; }

    public string Post { get; set; } = "";

    public PersonState State { get; set; }

    public string? Reason { get; set; }

    /// <summary>Opens the person's own page and confirms attendance.</summary>
    public required string Code { get; init; }

    /// <summary>The account of a person who confirmed while signed in; from then on no other account confirms for it.</summary>
    public Guid? AccountId { get; set; }

    public DateTimeOffset AddedAt { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>States of somebody on a roster.</summary>
internal enum PersonState
{
    Applied,
    Accepted,
    Declined,
    Left,
}

/// <summary>What moves somebody on a roster; nothing else happens.</summary>
internal enum PersonMove
{
    /// <summary>录取</summary>
    Accept,

    /// <summary>未录取</summary>
    Decline,

    /// <summary>退出</summary>
    Leave,
}

/// <summary>The list of transitions.</summary>
internal static class PersonMoves
{
    public static IReadOnlyList<(PersonState From, PersonMove Move, PersonState To)> All { get; } =
    [
        (PersonState.Applied, PersonMove.Accept, PersonState.Accepted),
        (PersonState.Applied, PersonMove.Decline, PersonState.Declined),
        (PersonState.Applied, PersonMove.Leave, PersonState.Left),
        (PersonState.Declined, PersonMove.Accept, PersonState.Accepted),
        (PersonState.Accepted, PersonMove.Leave, PersonState.Left),
        (PersonState.Left, PersonMove.Accept, PersonState.Accepted),
    ];

    public static PersonState? To(PersonState from, PersonMove move) =>
        All.Where(t => t.From == from && t.Move == move).Select(t => (PersonState?)t.To).FirstOrDefault();
}

/// <summary>考核: one attempt at one skill.</summary>
internal sealed class SkillCheck
{
    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public required string Skill { get; init; }

    public bool Passed { get; init; }

    public string Note { get; init; } = "";

    public DateOnly OnDay { get; init; }

    public required string ByName { get; init; }
}
