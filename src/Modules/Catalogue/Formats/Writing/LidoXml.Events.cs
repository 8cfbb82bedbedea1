using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Crosswalks;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>What happened to it, what it belongs to, who may use it, and the record about it.</summary>
internal sealed partial class LidoXml
{
    private void Events()
    {
        var period = Take((f, v) => f.Role == FieldRoles.Period && v is TimeValue).Select(t => (TimeValue)t.Value).FirstOrDefault();
        var makers = Take((_, v) => v is PeopleValue).SelectMany(p => ((PeopleValue)p.Value).People).ToList();
        var materials = Take((f, v) => f.Role == FieldRoles.Material && v is CodedValue).SelectMany(m => ((CodedValue)m.Value).Words).ToList();
        var medium = Take((f, v) => PlaceOf(f) == "medium" && v is TextValue or WordsValue && PlaceOf(f) == "medium");
        var places = Take((f, _) => f.Role == FieldRoles.Place);
        var credits = Take((f, v) => PlaceOf(f) == "acquisition" && v is TextValue or WordsValue && PlaceOf(f) == "acquisition");
        var acquired = Take((f, v) => PlaceOf(f) == "acquisition" && v is TimeValue);
        var times = Take((_, v) => v is TimeValue);
        Start("eventWrap");
        if (period is not null || makers.Count + materials.Count + medium.Count > 0)
        {
            StartEvent("lido00007", "制作", "Production");
            makers.ForEach(Actor);
            if (period is not null)
            {
                Date(period);
                Period(period);
            }

            if (materials.Count + medium.Count > 0)
            {
                Materials(materials, medium.SelectMany(m => OutgoingTexts.Of(m.Value)));
            }

            EndEvent();
        }

        foreach (var (_, value) in places)
        {
            StartEvent("lido00002", "出土", "Finding");
            Start("eventPlace");
            foreach (var text in OutgoingTexts.Of(value))
            {
                Element("displayPlace", text);
            }

            End();
            EndEvent();
        }

        if (acquired.Count + credits.Count > 0)
        {
            StartEvent("lido00001", "入藏", "Acquisition");
            if (acquired.Count > 0)
            {
                Date((TimeValue)acquired[0].Value);
            }

            foreach (var (_, value) in credits)
            {
                Start("eventDescriptionSet");
                foreach (var text in OutgoingTexts.Of(value))
                {
                    Element("descriptiveNoteValue", text);
                }

                End();
            }

            EndEvent();
        }

        foreach (var (field, value) in times)
        {
            Start("eventSet");
            Start("event");
            Id("eventID", Local, FieldUri + field.Key);
            EventType("lido00003", field.Zh, field.En);
            Date((TimeValue)value);
            Period((TimeValue)value);
            EndEvent();
        }

        End();
    }

    private void StartEvent(string code, string zh, string en)
    {
        Start("eventSet");
        Start("event");
        EventType(code, zh, en);
    }

    private void EventType(string code, string zh, string en)
    {
        Start("eventType");
        Id("conceptID", UriType, "http://terminology.lido-schema.org/" + code);
        Element("term", new OutgoingText(zh, "zh-Hans"));
        Element("term", new OutgoingText(en, "en"));
        End();
    }

    private void EndEvent()
    {
        End();
        End();
    }

    private void Actor(Person person)
    {
        Start("eventActor");
        Start("actorInRole");
        Start("actor");
        if (person.Id is { } id)
        {
            Id("actorID", Local, id);
        }

        Appellations("nameActorSet", person.Name);
        if (person.Life is { } life)
        {
            var years = life.Split('–', 2);
            Start("vitalDatesActor");
            Element("earliestDate", years[0]);
            if (years.Length == 2)
            {
                Element("latestDate", years[1]);
            }

            End();
        }

        End();
        if (person.Role is { } role)
        {
            Start("roleActor");
            foreach (var text in OutgoingTexts.Of(role))
            {
                Element("term", text);
            }

            End();
        }

        End();
        End();
    }

    private void Period(TimeValue time)
    {
        if (time.Code is not { } code)
        {
            return;
        }

        Start("periodName");
        Id("conceptID", UriType, OwnCode.Write("period", code));
        Element("term", Terms.Of(new CodedWord(code, "period"), chinese: true));
        End();
    }

    private void Materials(List<CodedWord> materials, IEnumerable<OutgoingText> medium)
    {
        Start("eventMaterialsTech");
        foreach (var text in medium)
        {
            Element("displayMaterialsTech", text);
        }

        Start("materialsTech");
        foreach (var word in materials)
        {
            Concept("termMaterialsTech", word, "http://terminology.lido-schema.org/lido00132");
        }

        End();
        End();
    }

    private void Relations()
    {
        var relations = Take((_, v) => v is RelationsValue).SelectMany(r => ((RelationsValue)r.Value).Relations).Where(r => r.Text is not null).ToList();
        if (relations.Count == 0)
        {
            return;
        }

        Start("objectRelationWrap");
        Start("relatedWorksWrap");
        foreach (var relation in relations)
        {
            Start("relatedWorkSet");
            Start("relatedWork");
            Element("displayObject", relation.Text!);
            End();
            Start("relatedWorkRelType");
            Element("term", relation.Kind);
            End();
            End();
        }

        End();
        End();
    }

    private void Rights()
    {
        var rights = Take((f, v) => f.Role == FieldRoles.Rights && v is CodedValue).SelectMany(r => ((CodedValue)r.Value).Words).ToList();
        if (rights.Count == 0)
        {
            return;
        }

        Start("rightsWorkWrap");
        foreach (var word in rights)
        {
            Start("rightsWorkSet");
            Concept("rightsType", word);
            End();
        }

        End();
    }

    private void RecordWrap()
    {
        Start("recordWrap");
        Id("recordID", Local, one.OaiId);
        Start("recordType");
        Id("conceptID", UriType, "http://terminology.lido-schema.org/lido00141");
        Element("term", new OutgoingText("单件", "zh-Hans"));
        End();
        Owner("recordSource");
        Start("recordInfoSet");
        Attribute("type", "urn:guanlian:page");
        Element("recordInfoLink", one.Address);
        End();
        foreach (var (_, value) in links)
        {
            Start("recordInfoSet");
            Element("recordInfoLink", ((TextValue)value).Text);
            End();
        }

        End();
    }
}
