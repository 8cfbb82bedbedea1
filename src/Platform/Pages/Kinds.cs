namespace Guanlian.Platform.Pages;

/// <summary>How much a button asks for attention.</summary>
public enum ButtonKind
{
    /// <summary>One of several things to do.</summary>
    Plain,

    /// <summary>The one thing to do on this page.</summary>
    Main,

    /// <summary>Hard to take back: withdraw, refuse, end.</summary>
    Grave,

    /// <summary>A way out or aside; looks like a link.</summary>
    Quiet,
}

/// <summary>The mark beside the word of a state.</summary>
public enum TagKind
{
    /// <summary>No mark.</summary>
    Plain,

    /// <summary>Not sent yet.</summary>
    Draft,

    /// <summary>Somebody else's turn.</summary>
    Waiting,

    /// <summary>Going on.</summary>
    Running,

    /// <summary>Finished or in force.</summary>
    Done,

    /// <summary>The reader's turn; the only red one.</summary>
    Due,

    /// <summary>Ended without result: withdrawn, refused, expired.</summary>
    Stopped,
}

/// <summary>One answer of a choice field.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What is read.</param>
/// <param name="Note">A second line, for radio buttons and checkboxes.</param>
public sealed record Choice(string Value, string Text, string? Note = null);

/// <summary>One step of a trail: a page and its relative address.</summary>
public sealed record Crumb(string Text, string Href);

/// <summary>One tab: a page of its own under the same head.</summary>
public sealed record Tab(string Text, string Href, bool Current);

/// <summary>One state of a process, with a second line such as its date.</summary>
public sealed record Step(string Text, string? Note = null);
