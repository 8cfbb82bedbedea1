using System.Collections;
using System.Reflection;
using Guanlian.Platform.Pages;
using Guanlian.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Shape.Pages;

/// <summary>
/// The parts of a page load at the same time, and a database context serves one question at a time. So the page alone uses the
/// request's context; a part that asks takes its own by <c>PartOfPage.Own</c> (docs/decisions/0081).
/// </summary>
public sealed class WhoAsksTheDatabase
{
    private const int Deep = 8;

    [Fact]
    public async Task Only_a_page_itself_is_given_what_asks_the_database_of_its_request()
    {
        await using var app = WebHost.Build(new() { ConnectionString = "Host=/nowhere" });
        await using var scope = app.Services.CreateAsyncScope();
        var parts = Components().Where(c => !IsPage(c)).ToList();
        Assert.True(parts.Count > 40, "the parts of the pages were not found");
        var wrong = from part in parts
                    from injected in Injected(part)
                    where AsksDatabase(scope.ServiceProvider.GetService(injected.PropertyType), Deep)
                    select $"{part.Name} is no page: take {injected.PropertyType.Name} by Own<T>(), from @inherits PartOfPage";
        var found = string.Join('\n', wrong);
        Assert.True(found.Length == 0, found);
    }

    [Fact]
    public async Task The_rule_finds_whom_it_means()
    {
        await using var app = WebHost.Build(new() { ConnectionString = "Host=/nowhere" });
        await using var scope = app.Services.CreateAsyncScope();
        var asking = Components().Where(IsPage).Where(p => Injected(p).Any(i => AsksDatabase(scope.ServiceProvider.GetService(i.PropertyType), Deep)));
        Assert.True(asking.Count() > 20, "pages ask the database, and the walk through their services does not see it");
    }

    [Fact]
    public void Nobody_starts_two_questions_at_once()
    {
        var files = Sources.In("src", ".razor", ".cs").Where(f => f.Path.StartsWith("src/Modules/", StringComparison.Ordinal) || f.Path.StartsWith("src/Web/", StringComparison.Ordinal));
        Assert.Empty(files.Where(f => f.Text.Contains("Task.WhenAll", StringComparison.Ordinal)).Select(f => $"{f.Path}: one database context serves one question at a time"));
    }

    private static IEnumerable<Type> Components() => ModuleList.All.Select(m => m.Assembly).Append(typeof(ModuleList).Assembly).Distinct()
        .SelectMany(a => a.GetTypes()).Where(t => t.IsAssignableTo(typeof(ComponentBase)) && !t.IsAbstract);

    private static bool IsPage(Type component) => component.IsDefined(typeof(RouteAttribute));

    private static IEnumerable<PropertyInfo> Injected(Type component)
    {
        for (var type = component; type is not null && type != typeof(PartOfPage); type = type.BaseType)
        {
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(p => p.IsDefined(typeof(InjectAttribute))))
            {
                yield return property;
            }
        }
    }

    // Through whatever of ours it holds: handlers, access rules, lists of either.
    private static bool AsksDatabase(object? service, int deep) => service switch
    {
        null or string => false,
        DbContext => true,
        _ when deep == 0 => false,
        IEnumerable list when service.GetType() is { IsArray: true } => list.Cast<object?>().Any(s => AsksDatabase(s, deep)),
        _ when service.GetType().Namespace?.StartsWith("Guanlian", StringComparison.Ordinal) == true => Fields(service.GetType())
            .Where(f => !f.FieldType.IsValueType).Any(f => AsksDatabase(f.GetValue(service), deep - 1)),
        _ => false,
    };

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
