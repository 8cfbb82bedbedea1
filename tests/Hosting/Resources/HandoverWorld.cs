using Guanlian.Catalogue.Fields;
using Guanlian.Hosting.Catalogue;
using Guanlian.Hosting.Cooperation;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Handovers;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Resources;

/// <summary>Museums of an alliance that hand things over to each other, and objects in their catalogues.</summary>
internal sealed class HandoverWorld(GuanlianHost host, CooperationWorld alliance)
{
    private readonly CatalogueWorld catalogue = new(host);

    public CooperationWorld Alliance => alliance;

    public GuanlianHost Host => host;

    /// <summary>The lender, and those who borrow from it.</summary>
    public Party Lender => alliance.Museum(0);

    public Party Borrower => alliance.Museum(1);

    public Party Third => alliance.Museum(2);

    public DateOnly Today => Dates.InChina(host.Clock.Now);

    public static async Task<HandoverWorld> CreateAsync(GuanlianHost host) => new(host, await CooperationWorld.CreateAsync(host));

    /// <summary>A record of the lender's catalogue.</summary>
    public Task ObjectAsync(string number, string title, string? grade = null, string? preservation = null, Party? owner = null) => catalogue.WriteAsync(CatalogueWorld.Draft(
        (owner ?? Lender).Id, number, title,
        [.. new[] { ("grade", grade), ("preservation", preservation) }.Where(f => f.Item2 is not null).Select(f => (f.Item1, (FieldValue)new CodedValue([new CodedWord(f.Item2, null)])))]));

    public HandoverForm Form(string items, HandoverKind kind = HandoverKind.Loan, Party? from = null, Party? to = null, int days = 60) => new()
    {
        Kind = CodeWords.Write(kind),
        From = (from ?? Lender).Code,
        To = (to ?? Borrower).Code,
        PlannedOn = Today,
        DueBackOn = kind == HandoverKind.Return ? null : Today.AddDays(days),
        Items = items,
    };

    public Task<Outcome<Guid>> PlanAsync(HandoverForm form, Party by, Guid? booking = null) =>
        alliance.AsAsync(alliance.For(by.Id), (PlanHandover.Handler h) => h.HandleAsync(new(form, booking, Guid.Empty), default));

    public async Task<Guid> PlannedAsync(string items, HandoverKind kind = HandoverKind.Loan, Party? from = null, Party? to = null, int days = 60) =>
        Held(await PlanAsync(Form(items, kind, from, to, days), from ?? Lender));

    public async Task<Outcome<Done>> EditAsync(Guid id, HandoverForm form, Party by)
    {
        var version = (await RecordAsync(id)).Version;
        return await alliance.AsAsync(alliance.For(by.Id), (EditHandover.Handler h) => h.HandleAsync(new(id, form, version), default));
    }

    /// <summary>Sends the form of one end as the page would: what is not filled in is in order.</summary>
    public async Task<Outcome<Done>> WriteAsync(
        Guid id, Stage stage, Action<Dictionary<string, string?>, IReadOnlyList<HandoverItem>>? fill = null, string? filing = null, bool sign = true, Actor? actor = null,
        IReadOnlyList<(Guid, SentFile)>? pictures = null, bool rest = true, int? version = null)
    {
        var record = await RecordAsync(id);
        var items = await ItemsAsync(id);
        var fields = new Dictionary<string, string?>();
        foreach (var item in items)
        {
            fields[$"Grade-{item.Id}"] = item.ObjectId is null ? "none" : null;
        }

        fill?.Invoke(fields, items);
        return await alliance.AsAsync(actor ?? alliance.For(stage == Stage.Out ? record.FromPartyId : record.ToPartyId), (WriteCondition.Handler h) => h.HandleAsync(
            new(id, stage, fields.GetValueOrDefault, pictures ?? [], rest, filing ?? record.FilingNumber, sign, "示例经手人", null, version ?? record.Version), default));
    }

    public async Task<Outcome<Done>> MoveAsync(Guid id, HandoverMove move, Party by, string? code = null, string? words = null, Actor? actor = null, int? version = null)
    {
        var record = await RecordAsync(id);
        return await alliance.AsAsync(actor ?? alliance.For(by.Id), (MoveHandover.Handler h) =>
            h.HandleAsync(new(id, move, by.Id, "示例经手人", code, words, null, version ?? record.Version), default));
    }

    /// <summary>Signed and on its way.</summary>
    public async Task SendAsync(Guid id, string? filing = null)
    {
        Held(await WriteAsync(id, Stage.Out, filing: filing));
        var record = await RecordAsync(id);
        Held(await MoveAsync(id, HandoverMove.Send, Parties(record.FromPartyId)));
    }

    /// <summary>Signed, sent and received as it left.</summary>
    public async Task PassAsync(Guid id, string? filing = null)
    {
        await SendAsync(id, filing);
        Held(await WriteAsync(id, Stage.In));
    }

    public Task<Outcome<Guid>> GoOnAsync(Guid id, Party by, Party? to = null, int days = 60) =>
        alliance.AsAsync(alliance.For(by.Id), (GoOn.Handler h) => h.HandleAsync(new(id, to?.Code, Today, to is null ? null : Today.AddDays(days)), default));

    public async Task<SeeHandover.View> SeeAsync(Guid id, Party by) =>
        Held(await alliance.AsAsync(alliance.For(by.Id), (SeeHandover.Handler h) => h.HandleAsync(id, default)));

    public Task<HandoverRecord> RecordAsync(Guid id) => DbAsync(db => db.Handovers().AsNoTracking().SingleAsync(h => h.Id == id));

    public Task<List<HandoverItem>> ItemsAsync(Guid id) => DbAsync(db => db.HandoverItems().AsNoTracking().Where(i => i.HandoverId == id).OrderBy(i => i.Place).ToListAsync());

    public Task<T> DbAsync<T>(Func<ResourcesDb, Task<T>> use) => host.WithAsync(use);

    private Party Parties(Guid id) => alliance.Parties.Single(p => p.Id == id);
}
