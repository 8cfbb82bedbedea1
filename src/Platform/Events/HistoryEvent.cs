using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guanlian.Platform.Events;

/// <summary>One line of the append-only history. Rows are never changed; the database refuses it.</summary>
public sealed class HistoryEvent
{
    /// <summary>UUIDv7.</summary>
    public Guid Id { get; init; }

    /// <summary>When, by the program's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The person; null for the program itself.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The person's name as it was then.</summary>
    public string ActorName { get; init; } = "";

    /// <summary>The institution or cluster acted for.</summary>
    public Guid? PartyId { get; init; }

    /// <summary>The mandate in use.</summary>
    public Guid? MandateId { get; init; }

    /// <summary>What happened: <c>module.thing.verb-in-past-tense</c>; also the key of its sentence.</summary>
    public string Action { get; init; } = "";

    /// <summary>Kind of the thing, e.g. <c>members.party</c>.</summary>
    public string SubjectKind { get; init; } = "";

    /// <summary>The thing.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>The party whose history this is part of, where that is not the subject itself.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Why, as a code, where the act has coded reasons.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>Why, in the actor's words.</summary>
    public string? Reason { get; init; }

    /// <summary>The changed fields as they were.</summary>
    public JsonDocument? Before { get; init; }

    /// <summary>The changed fields as they are now.</summary>
    public JsonDocument? After { get; init; }
}

/// <summary>A change to note: see <see cref="Data.ModuleDb.Record"/>.</summary>
/// <param name="Action"><c>module.thing.verb-in-past-tense</c></param>
/// <param name="SubjectKind"><c>module.thing</c></param>
/// <param name="SubjectId">The thing.</param>
public sealed record Change(string Action, string SubjectKind, Guid SubjectId)
{
    /// <summary>The party whose history this is part of.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Coded reason.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>Reason in words.</summary>
    public string? Reason { get; init; }

    /// <summary>Changed fields before; any object that serialises to a JSON object.</summary>
    public object? Before { get; init; }

    /// <summary>Changed fields after.</summary>
    public object? After { get; init; }
}

/// <summary>How history, outbox and jobs write JSON: camel case, enums by name, Chinese as it is.</summary>
public static class HistoryJson
{
    /// <summary>The one set of options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
