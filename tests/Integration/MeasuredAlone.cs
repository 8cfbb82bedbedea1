namespace Guanlian.Integration;

/// <summary>Tests that measure the memory of the whole process: run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
