using System.Net;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Catalogue;

/// <summary>People who keep collections, for tests.</summary>
internal sealed class Keepers(GuanlianHost host)
{
    /// <summary>Somebody with a mandate of a museum; a new museum where none is given.</summary>
    public async Task<Keeper> NewAsync(Guid? museum = null, string role = Roles.Staff)
    {
        var party = museum ?? await new CatalogueWorld(host).MuseumAsync();
        var who = await host.PersonAsAsync(role, party);
        var code = await host.WithAsync((MembersDb db) => db.Parties.Where(p => p.Id == party).Select(p => p.Code).SingleAsync());
        return new(host, who, party, code, $"示例{role}");
    }

    public static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    internal sealed class Keeper(GuanlianHost host, SignedIn who, Guid museum, string code, string name)
    {
        public Guid Museum => museum;

        public string Code => code;

        public string Name => name;

        public SignedIn Who => who;

        public HttpClient Client { get; } = host.ClientFor(who);

        public Task<Outcome<SaveObject.Result>> SaveAsync(
            int? serial, Dictionary<string, string> given, Dictionary<string, string>? seen = null, string? of = null) =>
            UseAsync((SaveObject.Handler h) => h.HandleAsync(new(of ?? code, serial, "census", seen ?? [], given, null), default));

        public async Task<Outcome<Done>> StepAsync(int serial, ObjectState to, string? reason = null)
        {
            var version = (await ReadAsync(serial)).Row.Version;
            return await UseAsync((ChangeState.Handler h) => h.HandleAsync(new(code, serial, version, to, reason), default));
        }

        public async Task<Outcome<Done>> BinAsync(int serial, BinObject.Step step, string? reason)
        {
            var version = (await ReadAsync(serial)).Row.Version;
            return await UseAsync((BinObject.Handler h) => h.HandleAsync(new(code, serial, version, step, reason), default));
        }

        public async Task<Outcome<List<string>>> RestoreAsync(int serial, Guid change, params string[] fields)
        {
            var version = (await ReadAsync(serial)).Row.Version;
            return await UseAsync((RestoreFields.Handler h) => h.HandleAsync(new(code, serial, version, change, fields), default));
        }

        public async Task<Outcome<Done>> RelateAsync(int serial, string kind, string other)
        {
            var version = (await ReadAsync(serial)).Row.Version;
            return await UseAsync((RelateObjects.Handler h) => h.HandleAsync(new(code, serial, version, kind, other, null), default));
        }

        public async Task<Outcome<Done>> AudienceAsync(int serial, Level level, string[]? named = null, Dictionary<string, Level>? fields = null)
        {
            var version = (await ReadAsync(serial)).Row.Version;
            return await UseAsync((SetAudience.Handler h) => h.HandleAsync(new(code, serial, version, level, named ?? [], null, null, fields ?? [], null), default));
        }

        /// <summary>A record fit to be published, and published.</summary>
        public async Task<int> PublishedAsync(string title, string? number = null)
        {
            var serial = (await SaveAsync(null, new()
            {
                ["title"] = title,
                ["number"] = number ?? "",
                ["category"] = "玉石器、宝石",
                ["period"] = "西汉",
                ["material"] = "宝玉石",
                ["actual"] = "1",
            })).Value.Serial;
            Assert.False((await StepAsync(serial, ObjectState.Published)).Refused);
            return serial;
        }

        public Task<ListObjects.Answer> ListAsync(ListObjects.Query query) => UseAsync((ListObjects.Handler h) => h.HandleAsync(museum, query, 1, default));

        public Task<int[]> OpenToAsync(Reader reader) => UseAsync((Audiences a) => a.OpenToAsync(reader, default));

        public Task<IReadOnlyList<HistoryEvent>> HistoryAsync(Guid id) => UseAsync((ObjectHistory h) => h.OfAsync(id, 100, default));

        public async Task<(CatalogueObject Row, ObjectRecord Record)> ReadAsync(int serial)
        {
            var row = await UseAsync((CatalogueDb db) => db.Objects.AsNoTracking().SingleAsync(o => o.InstitutionId == museum && o.Serial == serial));
            return (row, ObjectRecord.Read(ProfileBook.Shipped[row.Profile], row.Record));
        }

        public async Task<string> PageAsync(string address)
        {
            using var answer = await Client.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await TextAsync(answer);
        }

        public async Task<HttpStatusCode> StatusAsync(string address)
        {
            using var answer = await Client.GetAsync(new Uri(address, UriKind.Relative));
            return answer.StatusCode;
        }

        public async Task<T> UseAsync<THandler, T>(Func<THandler, Task<T>> use) where THandler : notnull
        {
            // Each act in a second of its own, so that the history has an order.
            host.Clock.Now = host.Clock.Now.AddSeconds(1);
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value =
                await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
            return await use(scope.ServiceProvider.GetRequiredService<THandler>());
        }
    }
}
