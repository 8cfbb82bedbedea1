namespace Guanlian.Platform.Http;

/// <summary>
/// A page whose own scripts take files apart in the browser and show the pieces (textures of a model): it may show what it made itself.
/// Nothing from elsewhere is let in by it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MakesFilesAttribute : Attribute;
