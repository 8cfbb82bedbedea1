using System.ComponentModel;
using System.Text.Json;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>What the API's answers look like, for its description; a test holds the answers against it.</summary>
internal static class ApiShapes
{
    /// <summary>A page of records.</summary>
    internal sealed record Page(
        [property: Description("Records, in the order of their ids; restricted fields are left out.")] IReadOnlyList<Record> Items,
        [property: Description("Address of the next page; absent on the last.")] string? Next);

    /// <summary>One record.</summary>
    internal sealed record Record(
        [property: Description("Permanent address.")] string Id,
        [property: Description("Identifier in OAI-PMH.")] string OaiId,
        [property: Description("The owner.")] Owner Institution,
        [property: Description("Number within the institution; part of the address.")] int Serial,
        [property: Description("Which fields the record has: /api/profiles.")] string Profile,
        [property: Description("Title in Chinese, or what there is.")] string Title,
        [property: Description("Grows with every change.")] int Version,
        [property: Description("When it was changed last (UTC).")] DateTimeOffset Changed,
        [property: Description("Rights statement, as an address.")] string? Rights,
        [property: Description("Values by field; how a value looks depends on the field's kind.")] IReadOnlyDictionary<string, JsonElement> Fields,
        [property: Description("Coded fields in words.")] IReadOnlyDictionary<string, IReadOnlyList<Term>> Words,
        [property: Description("What came along in imports; for the owner's staff only.")] IReadOnlyDictionary<string, string>? Extra);

    /// <summary>An institution.</summary>
    internal sealed record Owner(string Code, string Name, string? NameEn);

    /// <summary>A term in both languages.</summary>
    internal sealed record Term(string Zh, string En);

    /// <summary>A profile.</summary>
    internal sealed record Profile(string Name, string Zh, string En, string Source, IReadOnlyList<Field> Fields);

    /// <summary>A field.</summary>
    internal sealed record Field(
        string Key,
        [property: Description("Text, Words, Coded, Amount, Identifiers, Time, People, Relations.")] string Kind,
        string Zh, string En,
        [property: Description("Code list.")] string? List,
        [property: Description("Who sees it unless the record says otherwise.")] string Level);
}
