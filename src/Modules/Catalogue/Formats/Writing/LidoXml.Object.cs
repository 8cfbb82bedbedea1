using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>The object itself: what it is, what it is called, how large it is.</summary>
internal sealed partial class LidoXml
{
    private void Classification()
    {
        Start("objectClassificationWrap");
        Start("objectWorkTypeWrap");
        var types = Take((f, v) => f.Role == FieldRoles.Category && v is CodedValue).SelectMany(c => ((CodedValue)c.Value).Words).ToList();
        foreach (var word in types)
        {
            Concept("objectWorkType", word);
        }

        if (types.Count == 0)
        {
            Start("objectWorkType");
            Id("conceptID", Local, None);
            Element("term", "未分类");
            End();
        }

        End();
        var others = Take((f, v) => v is CodedValue && f.Role is not (FieldRoles.Material or FieldRoles.Rights));
        if (others.Count > 0)
        {
            Start("classificationWrap");
            foreach (var (field, value) in others)
            {
                foreach (var word in ((CodedValue)value).Words)
                {
                    Concept("classification", word, FieldUri + field.Key);
                }
            }

            End();
        }

        End();
    }

    private void Identification()
    {
        Start("objectIdentificationWrap");
        Titles();
        Inscriptions();
        Repository();
        var editions = Take((f, v) => PlaceOf(f) == "edition" && v is TextValue);
        if (editions.Count > 0)
        {
            Start("displayStateEditionWrap");
            foreach (var (_, value) in editions)
            {
                Element("displayEdition", ((TextValue)value).Text);
            }

            End();
        }

        Descriptions();
        Measurements();
        End();
    }

    private void Titles()
    {
        Start("titleWrap");
        var titles = Take((f, v) => f.Role == FieldRoles.Title && v is WordsValue);
        if (titles.Count == 0)
        {
            Start("titleSet");
            Attribute("type", None);
            Element("appellationValue", one.Record.Title("zh") is { Length: > 0 } named ? named : one.OaiId);
            End();
        }

        foreach (var (_, value) in titles)
        {
            Appellations("titleSet", (WordsValue)value);
        }

        End();
    }

    private void Inscriptions()
    {
        var inscriptions = Take((f, v) => PlaceOf(f) == "inscription" && v is TextValue);
        if (inscriptions.Count == 0)
        {
            return;
        }

        Start("inscriptionsWrap");
        foreach (var (_, value) in inscriptions)
        {
            Start("inscriptions");
            Element("inscriptionTranscription", ((TextValue)value).Text);
            End();
        }

        End();
    }

    private void Repository()
    {
        Start("repositoryWrap");
        Start("repositorySet");
        Attribute("type", "http://terminology.lido-schema.org/lido00475");
        Owner("repositoryName");
        foreach (var (_, value) in Take((f, v) => f.Role == FieldRoles.Number && v is TextValue))
        {
            Start("workID");
            Attribute("type", "http://terminology.lido-schema.org/lido00113");
            xml.WriteString(XmlParts.Clean(((TextValue)value).Text));
            End();
        }

        foreach (var (_, value) in Take((_, v) => v is IdentifiersValue))
        {
            foreach (var number in ((IdentifiersValue)value).Numbers)
            {
                Start("workID");
                Attribute("type", "urn:guanlian:number:" + number.Type);
                xml.WriteString(XmlParts.Clean(number.Number));
                End();
            }
        }

        End();
        End();
    }

    private void Owner(string name)
    {
        Start(name);
        Id("legalBodyID", Local, one.Owner.Code);
        Start("legalBodyName");
        Element("appellationValue", new OutgoingText(one.Owner.Name, "zh-Hans"));
        if (one.Owner.NameEn is { } english)
        {
            Element("appellationValue", new OutgoingText(english, "en"));
        }

        End();
        End();
    }

    /// <summary>The description, then every text field that has no place of its own, then what came along (shown to the owner alone).</summary>
    private void Descriptions()
    {
        var described = Take((f, v) => f.Role == FieldRoles.Description && v is WordsValue);
        var others = Take((f, v) => v is TextValue or WordsValue && PlaceOf(f) is null);
        if (described.Count + others.Count + one.Record.Extra.Count == 0)
        {
            return;
        }

        Start("objectDescriptionWrap");
        foreach (var (_, value) in described)
        {
            Description(null, OutgoingTexts.Of(value), null);
        }

        foreach (var (field, value) in others)
        {
            Description(FieldUri + field.Key, OutgoingTexts.Of(value), field.Zh);
        }

        foreach (var (heading, text) in one.Record.Extra.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            Description("urn:guanlian:extra", [new OutgoingText(text)], heading);
        }

        End();
    }

    private void Description(string? type, IEnumerable<OutgoingText> texts, string? label)
    {
        Start("objectDescriptionSet");
        Attribute("type", type);
        foreach (var text in texts)
        {
            Element("descriptiveNoteValue", text);
        }

        if (label is not null)
        {
            Element("sourceDescriptiveNote", label);
        }

        End();
    }

    private void Measurements()
    {
        var display = Take((f, v) => PlaceOf(f) == "dimensions" && v is TextValue or WordsValue && PlaceOf(f) == "dimensions");
        var measured = Take((_, v) => v is AmountValue);
        if (display.Count + measured.Count == 0)
        {
            return;
        }

        Start("objectMeasurementsWrap");
        Start("objectMeasurementsSet");
        foreach (var text in display.SelectMany(d => OutgoingTexts.Of(d.Value)))
        {
            Element("displayObjectMeasurements", text);
        }

        if (measured.Count > 0)
        {
            Start("objectMeasurements");
            foreach (var (field, value) in measured)
            {
                var amount = (AmountValue)value;
                Start("measurementsSet");
                Start("measurementType");
                Id("conceptID", Local, FieldUri + field.Key);
                Element("term", new OutgoingText(field.Zh, "zh-Hans"));
                Element("term", new OutgoingText(field.En, "en"));
                End();
                Start("measurementUnit");
                Element("term", OutgoingTexts.Unit(amount, field));
                End();
                Labelled("measurementValue", amount.As, new(OutgoingTexts.Number(amount.Number)));
                End();
            }

            End();
        }

        End();
        End();
    }
}
