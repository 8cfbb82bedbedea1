using System.Reflection;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Modules;

/// <summary>What the host knows of a module. Everything else is internal to it.</summary>
public interface IModule
{
    /// <summary>Lower-case name: the database schema, and the first word of its keys, permissions and events.</summary>
    string Name { get; }

    /// <summary>Holds the module's pages, embedded migrations and words.</summary>
    Assembly Assembly => GetType().Assembly;

    /// <summary>Every permission of the module with its default roles.</summary>
    IReadOnlyList<Permission> Permissions { get; }

    /// <summary>Registers handlers, the DbContext, jobs and subscribers.</summary>
    void Add(IServiceCollection services);

    /// <summary>Maps endpoints; pages are found by their routes.</summary>
    void Map(IEndpointRouteBuilder routes);

    /// <summary>Adds the module's commands to <c>./guanlian</c>.</summary>
    void AddCommands(CommandTree commands)
    {
    }
}
