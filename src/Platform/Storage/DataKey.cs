using System.Xml.Linq;
using Guanlian.Platform.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Storage;

/// <summary>One key of the ring that protects cookies and tokens, shared by all copies of the program.</summary>
public sealed class DataKey
{
    /// <summary>Name given by the framework.</summary>
    public required string Name { get; set; }

    /// <summary>The key as the framework wrote it.</summary>
    public required string Xml { get; set; }
}

/// <summary>Keeps the key ring in the database, so that a second copy reads what the first signed.</summary>
internal sealed class DataKeysInDatabase(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        return [.. db.Set<DataKey>().AsNoTracking().AsEnumerable().Select(k => XElement.Parse(k.Xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        db.Add(new DataKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
