using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Objects.Delegated;
using Guanlian.Catalogue.Prints;
using Guanlian.Catalogue.Search.Kept;
using Guanlian.Hosting;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Catalogue;

/// <summary>
/// Every form on the catalogue's pages is sent empty, with texts far too long, with hostile texts and with forged ids. The program never breaks;
/// where it refuses it says so in a sentence, and what was typed stands there again.
/// </summary>
public sealed partial class FormsOfTheCatalogue(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    /// <summary>Stands at the beginning of whatever is typed, so that it is found again in the answer.</summary>
    private const string Typed = "所填之字";

    /// <summary>Forms of a single button: there is nothing to type that could be lost.</summary>
    private static readonly HashSet<string> Buttons = ["enter", "state", "keep-object", "choose", "choose-all"];

    [Fact]
    public async Task What_no_text_can_hold_is_left_out_of_a_form_and_refused_in_an_address()
    {
        var keeper = await new Keepers(host).NewAsync();
        var form = await FormOnPage.OpenAsync(keeper.Client, $"collections/{keeper.Code}/new?profile=census", "edit");
        using (var saved = await form.SendAsync(keeper.Client, new() { ["F.title"] = "青\uFFFE花瓶", ["F.period"] = "清\uFFFE", ["F.category"] = "瓷\uFFFE器", ["Then"] = "stay" }))
        {
            Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
            Assert.Contains("青花瓶", await keeper.PageAsync(saved.Headers.Location!.ToString()), StringComparison.Ordinal);
        }

        using (var refused = await form.SendAsync(keeper.Client, new() { ["F.title"] = "青\0花瓶", ["Then"] = "stay" }))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode); // the framework itself does not read such a form
        }

        foreach (var page in new[] { "museums?q=a%EF%BF%BE", "museums?q=%ef%bf%be", "catalogue?q=%00", $"collections/{keeper.Code}?q=%EF%BF%BE", "museums/%EF%BF%BE" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await keeper.StatusAsync(page));
        }
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("long")]
    [InlineData("hostile")]
    [InlineData("forged")]
    public async Task A_wrong_form_is_answered_in_words_and_nothing_typed_is_lost(string how)
    {
        var keepers = new Keepers(host);
        var director = await keepers.NewAsync(role: Roles.Director);
        var helper = await keepers.NewAsync();
        var serial = await director.PublishedAsync("玉璧", "表-1");
        var draft = (await director.SaveAsync(null, new() { ["title"] = "玉环", ["number"] = "表-2" })).Value.Serial;
        await director.UseAsync((GiveDuty.Handler h) => h.HandleAsync(new(director.Code, director.Who.PersonId, Guanlian.Catalogue.Data.DutyKind.Register), default));
        await director.UseAsync((KeepRegister.Handler h) => h.HandleAsync(new KeepRegister.Enter(director.Code, null), default));
        await director.SaveAsync(serial, new() { ["title"] = "谷纹玉璧" }, new() { ["title"] = "玉璧" });
        var today = Guanlian.Platform.Words.Dates.InChina(host.Clock.Now);
        await director.UseAsync((HandObjects.Handler h) => h.HandleAsync(new HandObjects.Command(director.Code, helper.Code, "表-1", null, today, today.AddDays(9), ["description"], null), default));
        await helper.UseAsync((ProposeFields.Handler h) => h.HandleAsync(new(director.Code, serial, new Dictionary<string, string> { ["description"] = "谷纹" }, "目验"), default));
        var set = (await director.UseAsync((ObjectSets.Handler h) => h.MakeAsync("表单专题", "", default))).Value;
        // Pages with the bin come last.
        (Keepers.Keeper Who, string Page)[] pages =
        [
            (director, $"/collections/{director.Code}/new?profile=census"), (director, $"/collections/{director.Code}/{draft}/edit"),
            (helper, $"/helping/{director.Code}/{serial}"), (director, $"/collections/{director.Code}/help"), (director, $"/collections/{director.Code}/register"),
            (director, $"/collections/batch?which=ticked&pick={draft}"), (director, "/collections/import"), (director, "/collections/harvests"),
            (director, "/catalogue/saved?q=玉"), (director, "/catalogue/sets"), (director, $"/catalogue/sets/{set}"), (director, $"/objects/{director.Code}/{serial}"),
            (director, $"/collections/{director.Code}/{draft}?tab=rights"), (director, $"/collections/{director.Code}/{serial}?tab=history"),
            (director, $"/collections/{director.Code}/{serial}"), (director, $"/collections/{director.Code}/{draft}"),
        ];

        var (wrong, sent, refused) = (new List<string>(), 0, 0);
        foreach (var (who, page) in pages)
        {
            using var opened = await who.Client.GetAsync(new Uri(page, UriKind.Relative));
            Assert.True(opened.IsSuccessStatusCode, $"{(int)opened.StatusCode} {page}");
            foreach (var form in Form().Matches(await opened.Content.ReadAsStringAsync()).Where(f => f.Value.Contains("_handler", StringComparison.Ordinal)).Select(f => f.Value))
            {
                var (name, fields, texts) = Filled(form, how);
                if (name.Contains("sign-out", StringComparison.Ordinal))
                {
                    continue;
                }

                using var body = new FormUrlEncodedContent(fields);
                using var answer = await who.Client.PostAsync(new Uri(page, UriKind.Relative), body);
                var html = await answer.Content.ReadAsStringAsync();
                var (status, text) = ((int)answer.StatusCode, WebUtility.HtmlDecode(html));
                var at = $"{status} {page} form {name}";
                sent++;
                // A form that the page has not got (any more) is answered by a page too.
                if (status >= 500 || status == 401 || (status == 400 && !html.Contains("<h1", StringComparison.Ordinal)) || html.Contains("<script>alert", StringComparison.Ordinal))
                {
                    wrong.Add(at);
                }

                // A form whose subject is not there, or not there any more, is a page that is not there.
                if (status is 409 or 422 or 403)
                {
                    refused++;
                    if (Said().Match(text) is not { Success: true } said || said.Value.Contains("catalogue.", StringComparison.Ordinal))
                    {
                        wrong.Add($"{at}: no sentence");
                    }

                    wrong.AddRange(texts.Where(t => !Buttons.Contains(name) && !text.Contains(t.Value, StringComparison.Ordinal)).Select(t => $"{at}: {t.Key} is lost"));
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(sent > 25 && refused > 5, $"{sent} {refused}");
    }

    [Fact]
    public async Task An_answer_names_the_place_the_value_and_the_remedy()
    {
        var director = await new Keepers(host).NewAsync(role: Roles.Director);
        var draft = (await director.SaveAsync(null, new() { ["title"] = "玉环", ["number"] = "答-1" })).Value.Serial;

        // At the field, with what would be right.
        var edit = await FormOnPage.OpenAsync(director.Client, $"/collections/{director.Code}/{draft}/edit", "edit");
        using var amount = await edit.SendAsync(director.Client, new() { ["F.title"] = "玉环", ["F.height"] = "约莫巴掌高", ["Then"] = "stay" });
        var answer = await Keepers.TextAsync(amount);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, amount.StatusCode);
        Assert.Contains("id=\"f-height-fault-0\"", answer, StringComparison.Ordinal);
        Assert.Contains("约莫巴掌高", answer, StringComparison.Ordinal);
        Assert.Contains("cm", answer, StringComparison.Ordinal);

        // Codes that nobody has are named.
        var audience = await FormOnPage.OpenAsync(director.Client, $"/collections/{director.Code}/{draft}?tab=rights", "audience");
        using var named = await audience.SendAsync(director.Client, new() { ["Level"] = "Named", ["Named"] = $"{director.Code} 查无此馆", ["OpensOn"] = "", ["ClosesOn"] = "" });
        Assert.Contains("“查无此馆”", await Keepers.TextAsync(named), StringComparison.Ordinal);
    }

    private static (string Name, Dictionary<string, string> Fields, Dictionary<string, string> Texts) Filled(string form, string how)
    {
        var (fields, texts, name) = (new Dictionary<string, string>(), new Dictionary<string, string>(), "");
        foreach (Match control in Control().Matches(form))
        {
            var (key, kind, value) = (Of(control.Value, "name"), Of(control.Value, "type"), Of(control.Value, "value"));
            name = key == "_handler" ? value : name;
            if (key.Length == 0 || kind is "file")
            {
                continue;
            }

            var choice = kind is "checkbox" or "radio" || control.Value.StartsWith("<select", StringComparison.Ordinal);
            if (key is "_handler" or "__RequestVerificationToken" || (kind == "hidden" && how != "forged"))
            {
                fields[key] = value;
                continue;
            }

            fields[key] = how switch
            {
                "empty" => "",
                "forged" when kind == "hidden" || choice => key.EndsWith("Version", StringComparison.Ordinal) ? "987654" : "0190f000-0000-7000-8000-000000000000",
                "long" when !choice && kind is not ("date" or "number") => Typed + key + new string('长', texts.Count == 0 ? 21_000 : texts.Count < 12 ? 2_100 : 3),
                "long" => Of(control.Value, "value") is { Length: > 0 } own ? own : "1",
                _ when choice => "';--<script>alert(1)</script>",
                _ => Typed + key + "'\"><script>alert(1)</script>\u202e%_\\",
            };
            if (!choice && kind is not ("hidden" or "date" or "number") && fields[key].StartsWith(Typed, StringComparison.Ordinal))
            {
                texts[key] = Typed + key;
            }
        }

        return (name, fields, texts);
    }

    private static string Of(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form\\b[^>]*method=\"post\"[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<(input|textarea|select)\\b[^>]*>")]
    private static partial Regex Control();

    [GeneratedRegex("role=\"alert\"[^>]*>.{4,}?<|class=\"fault\"[^>]*>.{4,}?<|class=\"notice due\".{20,}?</", RegexOptions.Singleline)]
    private static partial Regex Said();
}
