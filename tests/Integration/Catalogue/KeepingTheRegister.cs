using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Prints;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Guanlian.Platform.Paper;
using Npgsql;

namespace Guanlian.Integration.Catalogue;

public sealed class KeepingTheRegister(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly Keepers keepers = new(host);

    [Fact]
    public async Task One_person_cannot_keep_register_and_store()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var (anna, bert, stranger) = (await keepers.NewAsync(director.Museum), await keepers.NewAsync(director.Museum), await keepers.NewAsync());

        Assert.Equal("catalogue.duty.director-only", await GiveAsync(anna, anna, DutyKind.Register));
        Assert.Null(await GiveAsync(director, anna, DutyKind.Register));
        Assert.Equal("catalogue.duty.not-both", await GiveAsync(director, anna, DutyKind.Store));
        Assert.Null(await GiveAsync(director, bert, DutyKind.Store));
        Assert.Equal("catalogue.duty.not-ours", await GiveAsync(director, stranger, DutyKind.Store));

        // The database keeps the rule against whoever goes past the program.
        var both = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"""
            insert into catalogue.duty (institution_id, person_id, person_name, duty, since) values ('{director.Museum}', '{anna.Who.PersonId}', '试', 'Store', '2026-01-01')
            """));
        Assert.Equal("duty_one_a_person", both.ConstraintName);

        // Given up, the other can be taken over.
        Assert.Null(await GiveAsync(director, anna, null));
        Assert.Null(await GiveAsync(director, anna, DutyKind.Store));
    }

    [Fact]
    public async Task The_register_is_written_by_its_keeper_alone_and_corrections_stay_visible()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var keeper = await keepers.NewAsync(director.Museum);
        var serial = await director.PublishedAsync("玉璧", "T-0001");
        var second = await director.PublishedAsync("玉环", "T-0002");
        Assert.Equal("catalogue.register.keeper-only", (await EnterAsync(director)).Code);
        await GiveAsync(director, keeper, DutyKind.Register);
        Assert.Equal((2, null), await EnterAsync(keeper));
        Assert.Equal((0, null), await EnterAsync(keeper));

        // A changed record waits for its correction; nothing in the register has moved.
        await director.SaveAsync(serial, new() { ["title"] = "谷纹玉璧", ["height"] = "14.5" }, new() { ["title"] = "玉璧" });
        var page = await keeper.PageAsync($"collections/{keeper.Code}/register");
        Assert.Contains("<del>玉璧</del> → <ins>谷纹玉璧</ins>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("谷纹玉璧", await keeper.PageAsync($"collections/{keeper.Code}/prints/register"), StringComparison.Ordinal);

        Assert.Equal("catalogue.register.reason-missing", await CorrectAsync(keeper, serial, ""));
        Assert.Equal("catalogue.register.keeper-only", await CorrectAsync(director, serial, "定名有误"));
        Assert.Null(await CorrectAsync(keeper, serial, "定名有误"));
        Assert.Equal("catalogue.register.nothing-to-correct", await CorrectAsync(keeper, serial, "再改"));
        var printed = await keeper.PageAsync($"collections/{keeper.Code}/prints/register");
        Assert.Contains("<del>玉璧</del>", printed, StringComparison.Ordinal);
        Assert.Contains("谷纹玉璧", printed, StringComparison.Ordinal);
        Assert.Contains($"更正：定名有误（{keeper.Name}", printed, StringComparison.Ordinal);

        // What left the collection is struck out with its approval.
        await director.BinAsync(second, BinObject.Step.Bin, "拨交");
        Assert.Null(await CorrectAsync(keeper, second, "文物函〔2026〕1号"));
        Assert.Contains("<del>玉环</del>", await keeper.PageAsync($"collections/{keeper.Code}/prints/register"), StringComparison.Ordinal);

        using var file = await keeper.Client.GetAsync(new Uri($"collections/{keeper.Code}/register.xlsx", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(4, await host.ScalarAsync<long>($"select count(*) from catalogue.register_line where institution_id = '{director.Museum}'"));
    }

    [Fact]
    public async Task Nothing_in_the_register_can_be_changed_or_taken_away()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        await director.PublishedAsync("玉璧", "X-1");
        await GiveAsync(director, director, DutyKind.Register);
        await EnterAsync(director);
        foreach (var attempt in new[]
        {
            "update catalogue.register_line set reason = 'x'", "delete from catalogue.register_line", "truncate catalogue.register_line cascade",
        })
        {
            Assert.Equal("register_is_ink", (await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(attempt))).ConstraintName);
        }
    }

    [Fact]
    public async Task Two_who_enter_at_once_leave_no_gap_and_no_object_twice()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var other = await keepers.NewAsync(director.Museum);
        await GiveAsync(director, director, DutyKind.Register);
        await GiveAsync(director, other, DutyKind.Register);
        for (var n = 1; n <= 6; n++)
        {
            await director.PublishedAsync("玉璧", $"E-{n}");
        }

        var results = await Task.WhenAll(EnterAsync(director), EnterAsync(other), EnterAsync(director));
        Assert.Equal(6, results.Sum(r => r.Lines));
        Assert.Equal(6, await host.ScalarAsync<int>($"select max(line) from catalogue.register_line where institution_id = '{director.Museum}'"));
    }

    [Fact]
    public async Task The_card_and_the_list_look_like_the_paper_ones()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var serial = await director.PublishedAsync("谷纹玉璧", "K-1");
        var card = await director.PageAsync($"collections/{director.Code}/{serial}/card");
        Assert.All(new[] { "藏品编目卡片", "谷纹玉璧", "宝玉石", "编目人（签名）" }, word => Assert.Contains(word, card, StringComparison.Ordinal));
        var list = await director.PageAsync($"collections/{director.Code}/prints/list");
        Assert.All(new[] { "共 1 件/套，实际数量 1 件", "K-1", "移交人（签名）" }, word => Assert.Contains(word, list, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_forms_come_as_pdf_where_the_machine_has_a_chinese_font()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var serial = await director.PublishedAsync("谷纹玉璧", "P-1");
        await GiveAsync(director, director, DutyKind.Register);
        await EnterAsync(director);
        foreach (var form in new[] { "register.pdf", "list.pdf", $"{serial}/card.pdf" })
        {
            using var answer = await director.Client.GetAsync(new Uri($"collections/{director.Code}/{form}", UriKind.Relative));
            if (CjkFont.Find() is null)
            {
                Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, answer.StatusCode);
                continue;
            }

            Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
            var file = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal("%PDF-1.6", System.Text.Encoding.ASCII.GetString(file, 0, 8));
            Assert.EndsWith("%%EOF\n", System.Text.Encoding.ASCII.GetString(file, file.Length - 6, 6), StringComparison.Ordinal);
            Assert.InRange(file.Length, 10_000, 4_000_000);
        }
    }

    private static async Task<string?> GiveAsync(Keepers.Keeper who, Keepers.Keeper whom, DutyKind? duty) =>
        (await who.UseAsync((GiveDuty.Handler h) => h.HandleAsync(new(who.Code, whom.Who.PersonId, duty), default))).Refusal?.Code;

    private static async Task<(int Lines, string? Code)> EnterAsync(Keepers.Keeper who)
    {
        var outcome = await who.UseAsync((KeepRegister.Handler h) => h.HandleAsync(new KeepRegister.Enter(who.Code, null), default));
        return (outcome.Refused ? 0 : outcome.Value, outcome.Refusal?.Code);
    }

    private static async Task<string?> CorrectAsync(Keepers.Keeper who, int serial, string reason) =>
        (await who.UseAsync((KeepRegister.Handler h) => h.HandleAsync(new KeepRegister.Correct(who.Code, serial, reason), default))).Refusal?.Code;
}
