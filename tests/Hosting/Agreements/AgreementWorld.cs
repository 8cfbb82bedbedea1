using Guanlian.Agreements.Data;
using Guanlian.Agreements.Drafting;
using Guanlian.Agreements.Running;
using Guanlian.Agreements.Sealing;
using Guanlian.Agreements.Texts;
using Guanlian.Hosting.Cooperation;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Agreements;

/// <summary>Parties of an alliance that make agreements.</summary>
internal sealed class AgreementWorld(GuanlianHost host, CooperationWorld parties)
{
    /// <summary>A PDF as far as its first bytes go.</summary>
    public static SentFile Scan { get; } = new("扫描件.pdf", "%PDF-1.4 示例扫描件"u8.ToArray());

    public CooperationWorld Alliance => parties;

    public DateOnly Today => parties.Today;

    public static async Task<AgreementWorld> CreateAsync(GuanlianHost host) => new(host, await CooperationWorld.CreateAsync(host));

    public async Task<Guid> BegunAsync(string template, params Party[] with) => Held(await parties.AsAsync(parties.For(with[0].Id), (StartAgreement.Handler h) =>
        h.HandleAsync(new(template, $"示例{template}", string.Join('\n', with.Select(p => p.Code)), Today, null), default)));

    /// <summary>Out for sealing, with every party's gain and contribution in it.</summary>
    public async Task<Guid> OutAsync(string template, params Party[] with)
    {
        var id = await BegunAsync(template, with);
        await CompleteAsync(id, with);
        Held(await SendAsync(id, with[0]));
        return id;
    }

    public async Task<Guid> InForceAsync(string template, params Party[] with)
    {
        var id = await OutAsync(template, with);
        foreach (var party in with)
        {
            Held(await SealAsync(id, party));
        }

        return id;
    }

    /// <summary>What a template of two cannot know of further parties.</summary>
    public async Task CompleteAsync(Guid id, IReadOnlyList<Party> with) => await EditAsync(id, with[0], fields =>
    {
        var n = fields.Keys.Count(k => k.StartsWith("Give-", StringComparison.Ordinal) && k.EndsWith("-Here", StringComparison.Ordinal));
        foreach (var party in with)
        {
            fields[$"Give-{n}-Here"] = "1";
            fields[$"Give-{n}-Party"] = $"{party.Id}";
            fields[$"Give-{n}-What"] = "示例投入";
            fields[$"Give-{n++}-Amount"] = "２";
            fields[$"Gain-{party.Id}"] = "示例收益";
        }
    });

    /// <summary>Sends the form of the draft as the page would, changed.</summary>
    public async Task<Outcome<AgreementText>> EditAsync(Guid id, Party by, Action<Dictionary<string, string?>> change, int? version = null)
    {
        var row = await OpenAsync(id);
        var saved = await EditAsync(id, by, Loading.Read(row), null, change, version ?? row.Version);
        return saved.Refused ? saved.Refusal : saved.Value.Text;
    }

    /// <summary>Sends the form as it was opened on a draft that may no longer be the newest.</summary>
    public Task<Outcome<EditText.Result>> EditAsync(Guid id, Party by, AgreementText shown, string? seen, Action<Dictionary<string, string?>> change, int version)
    {
        var fields = Fields(shown);
        change(fields);
        return parties.AsAsync(parties.For(by.Id), (EditText.Handler h) => h.HandleAsync(new(id, name => fields.GetValueOrDefault(name), version, seen), default));
    }

    public async Task<Outcome<Done>> SendAsync(Guid id, Party by)
    {
        var version = (await OpenAsync(id)).Version;
        return await parties.AsAsync(parties.For(by.Id), (SendForSealing.Handler h) => h.HandleAsync(new(id, Today.AddDays(30), version), default));
    }

    public async Task<Outcome<Done>> SealAsync(Guid id, Party party, bool electronic = false, string? code = null, SentFile? scan = null, Actor? actor = null)
    {
        var row = await OpenAsync(id);
        return await parties.AsAsync(actor ?? parties.For(party.Id), (PutSeal.Handler h) => h.HandleAsync(
            new(id, party.Id, row.Number, "示例代表", Today, code ?? PaperCode.Of(row.Hash), scan ?? Scan, electronic), default));
    }

    public async Task<Outcome<Done>> ReturnAsync(Guid id, Party by, TextMove move, string? why = "示例：期限太紧")
    {
        var row = await OpenAsync(id);
        return await parties.AsAsync(parties.For(by.Id), (ReturnText.Handler h) => h.HandleAsync(new(id, move, row.Number, why), default));
    }

    public async Task<Outcome<Done>> AmendAsync(Guid id, Party by)
    {
        var version = (await RecordAsync(id)).Version;
        return await parties.AsAsync(parties.For(by.Id), (BeginAmendment.Handler h) => h.HandleAsync(new(id, "示例：任务有变", version), default));
    }

    public async Task<Outcome<Done>> EndAsync(Guid id, Party by, EndAgreement.Way way, string? code = null, string? why = null)
    {
        var version = (await RecordAsync(id)).Version;
        return await parties.AsAsync(parties.For(by.Id), (EndAgreement.Handler h) => h.HandleAsync(new(id, way, code, why, version), default));
    }

    public Task<CheckPaper.Checked> CheckAsync(Guid id, int number) => parties.AsAsync(Actor.Visitor, async (CheckPaper.Handler h) =>
        Held(await h.HandleAsync((await RecordAsync(id)).CheckCode, number, default)));

    public Task<AgreementRecord> RecordAsync(Guid id) => DbAsync(db => db.Agreements.AsNoTracking().SingleAsync(a => a.Id == id));

    public Task<TextRow> OpenAsync(Guid id) => DbAsync(db => db.Texts.AsNoTracking().Where(t => t.AgreementId == id).OrderByDescending(t => t.Number).FirstAsync());

    public Task<T> DbAsync<T>(Func<AgreementsDb, Task<T>> use) => host.WithAsync(use);

    public static Dictionary<string, string?> Fields(AgreementText text)
    {
        var fields = new Dictionary<string, string?>
        {
            ["Title"] = text.Title,
            ["Form"] = text.Form,
            ["From"] = $"{text.From:yyyy-MM-dd}",
            ["Until"] = $"{text.Until:yyyy-MM-dd}",
            ["InOrder"] = text.InOrder ? "true" : null,
            ["PublicBenefit"] = text.PublicBenefit,
            ["Exit"] = text.Exit,
        };
        text.Parties.ToList().ForEach(p => (fields[$"Party-{p.Id}-Role"], fields[$"Gain-{p.Id}"]) = (p.Role, text.Gains.FirstOrDefault(g => g.Party == p.Id)?.Words));
        text.Safeguards.ToList().ForEach(s => fields[$"Safeguard-{s.Kind}"] = s.Words);
        Lines("Goal", text.Goals, g => [("Code", g.Code), ("Words", g.Words), ("Target", g.Target), ("Unit", g.Unit)]);
        Lines("Work", text.Work, w => [("Code", w.Code), ("Words", w.Words), ("Does", $"{w.Does}"), ("For", $"{w.For}"), ("From", $"{w.From:yyyy-MM-dd}"), ("Due", $"{w.Due:yyyy-MM-dd}"), ("Kind", w.Kind)]);
        Lines("Give", text.Gives, g =>
        [
            ("Code", g.Code), ("Party", $"{g.Party}"), ("What", g.What), ("Amount", g.Amount), ("Unit", g.Unit),
            ("Resource", $"{g.Resource}"), ("For", $"{g.For}"), ("From", $"{g.From:yyyy-MM-dd}"), ("Until", $"{g.Until:yyyy-MM-dd}"),
        ]);
        Lines("Clause", text.Clauses, c => [("Code", c.Code), ("Heading", c.Heading), ("Words", c.Words)]);
        return fields;

        void Lines<T>(string kind, IReadOnlyList<T> lines, Func<T, (string Name, string? Value)[]> facts)
        {
            for (var n = 0; n < lines.Count; n++)
            {
                fields[$"{kind}-{n}-Here"] = "1";
                foreach (var (name, value) in facts(lines[n]))
                {
                    fields[$"{kind}-{n}-{name}"] = value;
                }
            }
        }
    }
}
