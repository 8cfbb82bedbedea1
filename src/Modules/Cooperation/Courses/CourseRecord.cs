using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Courses;

/// <summary>课程目录 one entry: what an institution can teach, by whom, how long, where.</summary>
internal sealed class CourseRecord
{
    public Guid Id { get; init; }

    public Guid PartyId { get; init; }

    public CourseSubject Subject { get; set; }

    public required string Title { get; set; }

    public required string Content { get; set; }

    public decimal Hours { get; set; }

    /// <summary>Places in one course; null where as many as come.</summary>
    public int? Seats { get; set; }

    public CourseForm Form { get; set; }

    public required string Teacher { get; set; }

    /// <summary>The teacher comes to the county (requirement T07).</summary>
    public bool Travels { get; set; }

    public bool Open { get; set; } = true;

    public DateTimeOffset EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public bool Sample { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>The seven subjects (requirement T06).</summary>
internal enum CourseSubject
{
    /// <summary>藏品管理</summary>
    Collections,

    /// <summary>陈列设计</summary>
    Display,

    /// <summary>文物保护</summary>
    Conservation,

    /// <summary>社会教育</summary>
    Education,

    /// <summary>讲解服务</summary>
    Guiding,

    /// <summary>新媒体运营</summary>
    NewMedia,

    /// <summary>安全管理</summary>
    Safety,
}

/// <summary>Where a course takes place.</summary>
internal enum CourseForm
{
    OnSite,
    Online,
    Both,
}

/// <summary>How pages name them.</summary>
internal static class CourseWords
{
    public static string Of(Wording words, CourseSubject subject) => words[$"cooperation.course.subject.{CodeWords.Write(subject)}"];

    public static string Of(Wording words, CourseForm form) => words[$"cooperation.course.form.{CodeWords.Write(form)}"];

    public static IEnumerable<Choice> Subjects(Wording words) => Enum.GetValues<CourseSubject>().Select(s => new Choice(CodeWords.Write(s), Of(words, s)));

    public static IEnumerable<Choice> Forms(Wording words) => Enum.GetValues<CourseForm>().Select(f => new Choice(CodeWords.Write(f), Of(words, f)));
}
