using System.Xml;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Harvest.Stamps;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>
/// An OAI-PMH 2.0 repository of what visitors may see: lists in the order of stamps, a set for each institution, deletions remembered
/// for ever. Nothing is kept between two requests.
/// </summary>
internal sealed class OaiProvider(
    StampChanges stamps, FollowStamps follow, OaiOwners owners, OaiTokens tokens, ProfileBook profiles, IConfiguration settings)
{
    /// <summary>Records in one part of a list.</summary>
    public const int Part = 500;

    public async Task AnswerAsync(IEnumerable<KeyValuePair<string, string>> sent, PublicAddress places, Stream target, CancellationToken ct)
    {
        await using var body = new StreamedBody(target);
        var (question, errors) = OaiQuestion.Read(sent);
        var now = await stamps.RunAsync(ct);
        var answer = question is null ? null : await AskedAsync(question, places, now, errors, ct);
        body.Write(xml => OaiXml.Start(xml, now, places.Base + "oai", errors.Exists(e => e.Code is "badVerb" or "badArgument") ? null : question, errors));
        if (errors.Count == 0)
        {
            await answer!(body);
        }

        body.Write(xml => OaiXml.End(xml, errors.Count > 0));
        await body.SendAsync(ct, all: true);
    }

    /// <summary>What to write, or null when <paramref name="errors"/> has got one.</summary>
    private Task<Func<StreamedBody, Task>?> AskedAsync(
        OaiQuestion question, PublicAddress places, DateTimeOffset now, List<OaiError> errors, CancellationToken ct) => question.Verb switch
        {
            OaiVerb.Identify => IdentifyAsync(places, now, ct),
            OaiVerb.ListMetadataFormats => FormatsAsync(question, places, errors, ct),
            OaiVerb.ListSets => SetsAsync(question, errors, ct),
            OaiVerb.GetRecord => RecordAsync(question, places, errors, ct),
            _ => ListAsync(question, places, errors, ct),
        };

    private static Func<StreamedBody, Task> Writing(Action<XmlWriter> write) => body =>
    {
        body.Write(write);
        return Task.CompletedTask;
    };

    private async Task<Func<StreamedBody, Task>?> IdentifyAsync(PublicAddress places, DateTimeOffset now, CancellationToken ct)
    {
        var earliest = await follow.EarliestAsync(ct) ?? now;
        return Writing(xml => OaiIdentity.Write(xml, places, settings, earliest));
    }

    private async Task<Func<StreamedBody, Task>?> FormatsAsync(
        OaiQuestion question, PublicAddress places, List<OaiError> errors, CancellationToken ct)
    {
        var formats = OaiFormat.All;
        if (question["identifier"] is { } id)
        {
            if (await FindAsync(id, places, ct) is not { } row)
            {
                errors.Add(OaiError.NoId(id));
                return null;
            }

            formats = row.Deleted ? formats : [.. formats.Where(f => f.CanWrite(Outgoing(row, places)))];
        }

        return Writing(xml =>
        {
            foreach (var format in formats)
            {
                xml.WriteStartElement("metadataFormat", Formats.Namespaces.Oai.NamespaceName);
                OaiXml.Element(xml, "metadataPrefix", format.Prefix);
                OaiXml.Element(xml, "schema", format.Schema);
                OaiXml.Element(xml, "metadataNamespace", format.Namespace);
                xml.WriteEndElement();
            }
        });
    }

    private async Task<Func<StreamedBody, Task>?> SetsAsync(OaiQuestion question, List<OaiError> errors, CancellationToken ct)
    {
        if (question["resumptionToken"] is not null)
        {
            // The list of sets is given whole.
            errors.Add(OaiError.BadToken);
            return null;
        }

        await owners.LearnAsync(await follow.InstitutionsAsync(ct), ct);
        return Writing(xml =>
        {
            foreach (var party in owners.All)
            {
                xml.WriteStartElement("set", Formats.Namespaces.Oai.NamespaceName);
                OaiXml.Element(xml, "setSpec", OaiOwners.SetOf(party));
                OaiXml.Element(xml, "setName", party.Name);
                xml.WriteEndElement();
            }
        });
    }

    private async Task<Func<StreamedBody, Task>?> RecordAsync(
        OaiQuestion question, PublicAddress places, List<OaiError> errors, CancellationToken ct)
    {
        var (id, prefix) = (question["identifier"]!, question["metadataPrefix"]!);
        var row = await FindAsync(id, places, ct);
        var format = OaiFormat.Find(prefix);
        if (row is null)
        {
            errors.Add(OaiError.NoId(id));
        }

        if (format is null || (row is { Deleted: false } && !format.CanWrite(Outgoing(row, places))))
        {
            errors.Add(OaiError.NoFormat(prefix));
        }

        return errors.Count > 0 ? null : Writing(xml => Record(xml, row!, format!, places));
    }

    private async Task<Func<StreamedBody, Task>?> ListAsync(
        OaiQuestion question, PublicAddress places, List<OaiError> errors, CancellationToken ct)
    {
        var start = new OaiPosition(question.Verb, question["metadataPrefix"] ?? "", question["set"] ?? "", question.From, question.Until, 0, 0, -1);
        var position = question["resumptionToken"] is { } token ? tokens.Read(token) : start;
        if (position is null || position.Verb != question.Verb)
        {
            errors.Add(OaiError.BadToken);
            return null;
        }

        if (OaiFormat.Find(position.Prefix) is not { } format)
        {
            errors.Add(OaiError.NoFormat(position.Prefix));
            return null;
        }

        Guid? institution = null;
        if (position.Set.Length > 0)
        {
            await owners.LearnAsync(await follow.InstitutionsAsync(ct), ct);
            institution = owners.All.FirstOrDefault(p => OaiOwners.SetOf(p) == position.Set)?.Id;
        }

        var range = new FollowStamps.Range(institution, position.From, position.Until);
        var (rows, next) = position.Set.Length > 0 && institution is null ? ([], null) : await PartAsync(range, position.After, format, places, ct);
        if (rows.Count == 0)
        {
            errors.Add(position.Given > 0 ? OaiError.BadToken : OaiError.Nothing);
            return null;
        }

        var total = position.Total >= 0 ? position.Total : next is null ? rows.Count : await follow.CountAsync(range, ct);
        return async body =>
        {
            foreach (var row in rows)
            {
                body.Write(xml => Entry(xml, question.Verb, row, format, places));
                await body.SendAsync(ct);
            }

            if (next is not null || position.Given > 0)
            {
                var token = next is { } after ? tokens.Write(position with { After = after, Given = position.Given + rows.Count, Total = total }) : null;
                body.Write(xml => OaiXml.Token(xml, token, Math.Max(total, position.Given + rows.Count), position.Given));
            }
        };
    }

    /// <summary>The next rows that can be given in a format, and where the list goes on; null at its end.</summary>
    private async Task<(List<FollowStamps.Row> Rows, long? Next)> PartAsync(
        FollowStamps.Range range, long after, OaiFormat format, PublicAddress places, CancellationToken ct)
    {
        while (true)
        {
            var rows = await follow.NextAsync(range, after, Part + 1, ct);
            var more = rows.Count > Part;
            if (more)
            {
                rows.RemoveAt(Part);
            }

            await owners.LearnAsync(rows.Select(r => r.InstitutionId), ct);
            after = rows.Count == 0 ? after : rows[^1].Seq;
            if (format.Prefix == "edm")
            {
                rows = rows.FindAll(r => r.Deleted || format.CanWrite(Outgoing(r, places)));
            }

            if (rows.Count > 0 || !more)
            {
                return (rows, more ? after : null);
            }
        }
    }

    private void Entry(XmlWriter xml, OaiVerb verb, FollowStamps.Row row, OaiFormat format, PublicAddress places)
    {
        if (verb == OaiVerb.ListRecords)
        {
            Record(xml, row, format, places);
            return;
        }

        var party = owners[row.InstitutionId];
        OaiXml.Header(xml, places.OaiIdOf(party.Code, row.Serial), row, OaiOwners.SetOf(party));
    }

    private void Record(XmlWriter xml, FollowStamps.Row row, OaiFormat format, PublicAddress places)
    {
        var party = owners[row.InstitutionId];
        OaiXml.Record(
            xml, places.OaiIdOf(party.Code, row.Serial), row, OaiOwners.SetOf(party),
            row.Deleted ? null : inside => format.Write(inside, Outgoing(row, places)));
    }

    /// <summary>Whoever asks: harvesters see what visitors see.</summary>
    private OutgoingObject Outgoing(FollowStamps.Row row, PublicAddress places) =>
        new(SeenObject.Of(row.Object, profiles[row.Profile], Reader.Visitor), owners[row.InstitutionId], places);

    private async Task<FollowStamps.Row?> FindAsync(string id, PublicAddress places, CancellationToken ct)
    {
        if (places.ReadOaiId(id) is not var (code, serial))
        {
            return null;
        }

        await owners.LearnAsync(await follow.InstitutionsAsync(ct), ct);
        return owners.All.FirstOrDefault(p => p.Code == code) is { } party ? await follow.OneAsync(party.Id, serial, ct) : null;
    }
}
