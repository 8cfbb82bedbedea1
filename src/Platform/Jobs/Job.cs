using System.Text.Json;

namespace Guanlian.Platform.Jobs;

/// <summary>Long work with progress that anyone concerned can watch, leave and come back to; it survives a restart.</summary>
public sealed class Job
{
    /// <summary>UUIDv7.</summary>
    public Guid Id { get; init; }

    /// <summary>Which <see cref="IJobKind"/> runs it.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its input.</summary>
    public required JsonDocument Payload { get; init; }

    /// <summary>The thing it works on, e.g. a bulk act or a round.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Who asked for it.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Under which mandate.</summary>
    public Guid? MandateId { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset RunAfter { get; set; }

    /// <summary>Where it stands.</summary>
    public JobState State { get; set; }

    /// <summary>Steps done.</summary>
    public long Done { get; set; }

    /// <summary>Steps in all; 0 while unknown.</summary>
    public long Total { get; set; }

    /// <summary>Word key of the present stage.</summary>
    public string? Stage { get; set; }

    /// <summary>How often it was started.</summary>
    public int Attempts { get; set; }

    /// <summary>A worker that has not renewed its lease by then is taken for dead.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Counted result, or the refusal's code and holes.</summary>
    public JsonDocument? Result { get; set; }

    /// <summary>Technical text for administrators.</summary>
    public string? Error { get; set; }

    /// <summary>Somebody asked it to stop.</summary>
    public bool StopAsked { get; set; }
}

/// <summary>States of a job.</summary>
public enum JobState
{
    /// <summary>Due at RunAfter.</summary>
    Waiting,

    /// <summary>A worker holds its lease.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Done,

    /// <summary>The rules said no; Result holds the refusal.</summary>
    Refused,

    /// <summary>A bug or the machine; Error says what.</summary>
    Failed,

    /// <summary>Stopped on request.</summary>
    Stopped,
}

/// <summary>What runs the jobs of one kind. Must be able to start over after a crash: it is called again with the same input.</summary>
public interface IJobKind
{
    /// <summary>Stored name, e.g. <c>exchange.compute-round</c>.</summary>
    string Kind { get; }

    /// <summary>Does the work in a scope of its own, as the actor who asked for it.</summary>
    Task<JobEnd> RunAsync(JobRun run, CancellationToken ct);
}

/// <summary>How a job ended: a counted result for its page, or a refusal.</summary>
public sealed record JobEnd(object? Result, Outcomes.Refusal? Refusal = null);

/// <summary>A running job as its kind sees it.</summary>
public sealed class JobRun(Guid id, JsonDocument payload, Func<long, long, string?, Task> report)
{
    /// <summary>The job's id.</summary>
    public Guid Id => id;

    /// <summary>Reads the input.</summary>
    public T Payload<T>() => payload.Deserialize<T>(Events.HistoryJson.Options)!;

    /// <summary>Tells how far it is; cheap to call often (written at most four times a second).</summary>
    /// <param name="done">Steps done.</param>
    /// <param name="total">Steps in all; 0 while unknown.</param>
    /// <param name="stage">Word key of what is being done.</param>
    public Task ReportAsync(long done, long total, string? stage = null) => report(done, total, stage);
}
