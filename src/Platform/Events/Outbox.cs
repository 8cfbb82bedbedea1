using System.Text.Json;

namespace Guanlian.Platform.Events;

/// <summary>A fact that modules tell each other. Lives in Contracts, in the past tense, under a name that never changes.</summary>
public interface IModuleEvent
{
    /// <summary>e.g. <c>members.party-registered.v1</c></summary>
    static abstract string WireName { get; }
}

/// <summary>A subscriber. Its name is stored in deliveries, so it never changes either; handling twice must do no harm.</summary>
public interface ISubscriber<in T> where T : IModuleEvent
{
    /// <summary>e.g. <c>exchange.forget-left-members</c></summary>
    static abstract string SubscriberName { get; }

    /// <summary>Called at least once for each fact.</summary>
    Task HandleAsync(T fact, CancellationToken ct);
}

/// <summary>A fact as stored.</summary>
public sealed class Announcement
{
    /// <summary>UUIDv7.</summary>
    public Guid Id { get; init; }

    /// <summary>The event's wire name.</summary>
    public string Name { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The event's JSON.</summary>
    public required JsonDocument Payload { get; init; }
}

/// <summary>One fact on its way to one subscriber.</summary>
public sealed class Delivery
{
    /// <summary>The fact.</summary>
    public Guid AnnouncementId { get; init; }

    /// <summary>The subscriber.</summary>
    public string Subscriber { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public DeliveryState State { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before; also the end of the lease while it is being tried.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>What went wrong last.</summary>
    public string? Error { get; set; }
}

/// <summary>States of a delivery.</summary>
public enum DeliveryState
{
    /// <summary>Due at NextAt.</summary>
    Waiting,

    /// <summary>Handled.</summary>
    Done,

    /// <summary>Given up after too many tries; an administrator can send it again.</summary>
    Failed,
}

/// <summary>Who has subscribed to what; filled at start by <c>AddSubscriber</c>.</summary>
public sealed class Subscriptions(IEnumerable<Subscription> all)
{
    private readonly ILookup<string, Subscription> byEvent = all.ToLookup(s => s.EventName);
    private readonly Dictionary<string, Subscription> byName = all.ToDictionary(s => s.SubscriberName);

    /// <summary>Names of the subscribers of an event.</summary>
    public IEnumerable<string> Of(string eventName) => byEvent[eventName].Select(s => s.SubscriberName);

    /// <summary>The subscription by its subscriber's name; null when the program no longer has it.</summary>
    public Subscription? Find(string subscriberName) => byName.GetValueOrDefault(subscriberName);
}

/// <summary>One subscriber of one event.</summary>
public sealed record Subscription(
    string EventName, string SubscriberName, Func<IServiceProvider, JsonDocument, CancellationToken, Task> HandleAsync);
