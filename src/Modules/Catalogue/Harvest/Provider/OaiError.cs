namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>An error of the protocol: its code and a sentence for whoever wrote the request.</summary>
internal sealed record OaiError(string Code, string Text)
{
    public static OaiError BadArgument(string text) => new("badArgument", text);

    public static OaiError BadVerb(string text) => new("badVerb", text);

    public static OaiError BadToken { get; } = new(
        "badResumptionToken", "This resumptionToken was not given out by this repository. Start the list again, or send the token unchanged.");

    public static OaiError NoFormat(string prefix) => new(
        "cannotDisseminateFormat", $"The metadataPrefix '{prefix}' is not available here. ListMetadataFormats names those that are.");

    public static OaiError NoId(string identifier) => new("idDoesNotExist", $"The identifier '{identifier}' is unknown in this repository.");

    public static OaiError Nothing { get; } = new("noRecordsMatch", "No record matches from, until and set.");
}

/// <summary>The verbs.</summary>
internal enum OaiVerb
{
    Identify,
    ListMetadataFormats,
    ListSets,
    GetRecord,
    ListIdentifiers,
    ListRecords,
}
