namespace Guanlian.Platform.Modules;

/// <summary>
/// A section that a module contributes to another module's page about one thing:
/// <c>services.AddSingleton(new PagePart("members.institution", typeof(NeedsOfMuseum), 40))</c>. The component takes one parameter,
/// <c>SubjectId</c> (a Guid), and renders nothing where it has nothing to say.
/// </summary>
/// <param name="Page">Which page: the subject's kind, e.g. members.institution.</param>
/// <param name="Component">A Razor component of the module, usually one PageSection.</param>
/// <param name="Order">Place on the page.</param>
public sealed record PagePart(string Page, Type Component, int Order);
