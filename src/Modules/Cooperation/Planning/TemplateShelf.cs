using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Planning;

/// <summary>One template that somebody can start from.</summary>
/// <param name="Template">What it says.</param>
/// <param name="ClusterId">The alliance whose copy it is; null for a shipped one.</param>
internal sealed record OnShelf(Template Template, Guid? ClusterId);

/// <summary>The templates open to an actor: the shipped ones, each replaced by his alliance's own copy where one is in force.</summary>
internal sealed class TemplateShelf(CooperationDb db, IPartyDirectory parties, CurrentActor current)
{
    public async Task<IReadOnlyList<OnShelf>> AllAsync(CancellationToken ct)
    {
        var shelf = TemplateBook.Shipped.Values.Select(t => new OnShelf(t, null)).ToDictionary(o => o.Template.Code);
        if (current.Value.PartyId is { } party)
        {
            Guid[] clusters = [party, .. await parties.ClustersOfAsync(party, ct)];
            foreach (var own in await db.StoredTemplates.AsNoTracking()
                .Where(s => clusters.Contains(s.ClusterId) && s.State == StoredState.InForce).OrderBy(s => s.BegunAt).ToListAsync(ct))
            {
                if (TemplateReader.Read("", own.Text, TemplateBook.Families).Template is { } template)
                {
                    shelf[template.Code] = new(template, own.ClusterId);
                }
            }
        }

        return [.. shelf.Values.OrderBy(o => o.Template.Family).ThenBy(o => o.Template.Code, StringComparer.Ordinal)];
    }

    public async Task<OnShelf?> FindAsync(string code, CancellationToken ct) => (await AllAsync(ct)).FirstOrDefault(o => o.Template.Code == code);
}
