namespace Guanlian.Cooperation.Opinions;

/// <summary>意见书: what a panel finds and advises, signed by every expert named in it.</summary>
internal sealed class OpinionRecord
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    /// <summary>The task that issues it.</summary>
    public Guid TaskId { get; init; }

    public OpinionState State { get; set; }

    public string Findings { get; set; } = "";

    public string Causes { get; set; } = "";

    /// <summary>One piece of advice a line.</summary>
    public string Advice { get; set; } = "";

    /// <summary>Experts, one a line: institution's code, tab, name, tab, title.</summary>
    public string Panel { get; set; } = "";

    /// <summary>Canonical JSON of <see cref="OpinionText"/>; null while it is a draft.</summary>
    public string? Body { get; set; }

    public string? Hash { get; set; }

    public required string CheckCode { get; init; }

    public string? ReturnedWhy { get; set; }

    public DateTimeOffset? IssuedAt { get; set; }

    public DateTimeOffset EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>States of an opinion. Only these moves happen: draft → signing → issued, and signing → draft with a reason.</summary>
internal enum OpinionState
{
    Draft,
    Signing,
    Issued,
}

/// <summary>What is signed.</summary>
internal sealed record OpinionText
{
    public required string Number { get; init; }

    public required string Title { get; init; }

    /// <summary>What the paper is called: the deliverable's name.</summary>
    public required string Paper { get; init; }

    /// <summary>Who asked.</summary>
    public required IReadOnlyList<string> For { get; init; }

    public required string Question { get; init; }

    public required string Findings { get; init; }

    public required string Causes { get; init; }

    public required IReadOnlyList<string> Advice { get; init; }

    public required IReadOnlyList<Signer> Panel { get; init; }

    public required string Language { get; init; }
}

/// <summary>An expert of the panel.</summary>
internal sealed record Signer(Guid Party, string Institution, string Name, string Title);

/// <summary>The place of one expert's signature.</summary>
internal sealed class OpinionSignature
{
    public Guid Id { get; init; }

    public Guid OpinionId { get; init; }

    public int Sort { get; init; }

    public Guid PartyId { get; init; }

    public required string Name { get; init; }

    public string Title { get; init; } = "";

    /// <summary>Of the text that was shown.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset? SignedAt { get; set; }

    public string? ByName { get; set; }

    public Guid? MandateId { get; set; }

    /// <summary>The text went back to draft.</summary>
    public DateTimeOffset? VoidAt { get; set; }
}

/// <summary>One piece of advice, and what became of it.</summary>
internal sealed class AdviceRow
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public Guid OpinionId { get; init; }

    public int Sort { get; init; }

    public required string Words { get; init; }

    /// <summary>done, partly or not.</summary>
    public string? Answer { get; set; }

    public string? Note { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public string? AnsweredBy { get; set; }
}
