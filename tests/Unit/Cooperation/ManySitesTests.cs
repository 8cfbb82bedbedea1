using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;

namespace Guanlian.Unit.Cooperation;

public sealed class ManySitesTests
{
    [Theory]
    [InlineData("service-point", "site", 9)]
    [InlineData("service-point", "site", 154)]
    [Trait("Requirement", "L18")]
    [Trait("Requirement", "L22")]
    public void One_template_lays_out_every_one_of_many_small_points_alike(string code, string role, int points)
    {
        var template = TemplateBook.Shipped[code];
        Assert.True(template.Role(role)!.Most >= points);
        var sites = Enumerable.Range(0, points).Select(_ => Guid.CreateVersion7()).ToList();
        var cast = new Cast(template.Roles.ToDictionary(r => r.Code, r => r.Code == role ? sites : (IReadOnlyList<Guid>)[Guid.CreateVersion7()]));
        var tasks = TaskPlans.Of(template, cast);
        var each = template.Stages.Where(s => s.Each == role).SelectMany(s => s.Tasks).Sum(t => t.Repeats?.Times ?? 1);
        Assert.True(each > 0);
        Assert.Equal(points, tasks.Where(t => t.Key.Site is not null).Select(t => t.Key.Site).Distinct().Count());
        Assert.All(sites, site => Assert.Equal(each, tasks.Count(t => t.Key.Site == site)));
    }

    [Theory]
    [InlineData("evidence: [signed], book: opinion", "evidence: [signed], book: opinions", "unknown-word")]
    [InlineData("measures: acted-on, book: advice", "measures: acted-on, book: outcome", "book-counts-nothing")]
    [InlineData("book: opinion", "attend: 80", "attend-without-certificates")]
    [InlineData("evidence: [signed], book: opinion", "evidence: [signed]", "book-needs-another")]
    public void A_book_that_is_not_there_counts_nothing_or_lacks_its_other_half_is_refused_with_its_line(string whole, string broken, string code)
    {
        var text = TemplateBook.TextOf("case-consultation.yaml");
        var problems = TemplateReader.Read("case-consultation.yaml", text.Replace(whole, broken, StringComparison.Ordinal), TemplateBook.Families).Problems;
        var line = text[..text.IndexOf(code == "book-needs-another" ? "book: advice" : whole, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Contains(problems, p => p.Code == code && p.Line == line);
    }
}
