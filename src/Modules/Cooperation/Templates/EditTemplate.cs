using System.Text.RegularExpressions;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Templates;

/// <summary>The alliance copies a template, edits the copy and puts it in force as its own next version; running cooperations keep theirs.</summary>
internal static partial class EditTemplate
{
    /// <param name="Draft">The draft; null where there is none yet.</param>
    /// <param name="Text">The draft's text, else that of the version in force.</param>
    /// <param name="Base">What it is compared with: the version in force.</param>
    internal sealed record Desk(StoredTemplate? Draft, string Text, Template Base, int NextNumber);

    internal sealed record Command(string Code, string Text, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Desk>> OpenAsync(string code, CancellationToken ct)
        {
            if (Cluster() is not { } cluster)
            {
                return new Refusal.Missing("cooperation.template.missing");
            }

            var own = await db.StoredTemplates.AsNoTracking().Where(s => s.ClusterId == cluster && s.Code == code).OrderBy(s => s.Number).ToListAsync(ct);
            var text = own.LastOrDefault(s => s.State == StoredState.InForce)?.Text
                ?? (TemplateBook.Shipped.ContainsKey(code) ? TemplateBook.TextOf(code + ".yaml") : null);
            if (text is null || TemplateReader.Read("", text, TemplateBook.Families).Template is not { } inForce)
            {
                return new Refusal.Missing("cooperation.template.missing");
            }

            var draft = own.Find(s => s.State == StoredState.Draft);
            return new Desk(draft, draft?.Text ?? text, inForce, draft?.Number ?? Math.Max(inForce.Version, own.Select(s => s.Number).DefaultIfEmpty(0).Max()) + 1);
        }

        /// <summary>Keeps the text as a draft, broken or not.</summary>
        public async Task<Outcome<IReadOnlyList<TemplateProblem>>> SaveAsync(Command cmd, CancellationToken ct)
        {
            var desk = await OpenAsync(cmd.Code, ct);
            if (desk.Refused)
            {
                return desk.Refusal;
            }

            if (cmd.Text.Length > 200_000)
            {
                return new Refusal.Invalid("cooperation.template-problem.file-too-long", nameof(cmd.Text)).With(("most", 200_000));
            }

            var draft = desk.Value.Draft is null ? null : await db.StoredTemplates.SingleAsync(s => s.Id == desk.Value.Draft.Id, ct);
            if (cmd.Version != (draft?.Version ?? 0))
            {
                return new Refusal.Stale("cooperation.stale");
            }

            var now = clock.GetUtcNow();
            var text = Numbered(cmd.Text.ReplaceLineEndings("\n"), desk.Value.NextNumber);
            var (template, problems) = Read(cmd.Code, text);
            if (draft is null)
            {
                draft = new()
                {
                    Id = Guid.CreateVersion7(now),
                    ClusterId = Cluster()!.Value,
                    Code = cmd.Code,
                    Number = desk.Value.NextNumber,
                    State = StoredState.Draft,
                    Text = text,
                    BegunAt = now,
                    EditedAt = now,
                    EditedBy = current.Value.Name,
                };
                db.Add(draft);
            }
            else
            {
                (draft.Text, draft.EditedAt, draft.EditedBy) = (text, now, current.Value.Name);
                draft.Version++;
            }

            (draft.NameZh, draft.NameEn) = (template?.Name.Zh ?? draft.NameZh, template?.Name.En ?? draft.NameEn);
            draft.Family = template is null ? draft.Family : CodeWords.Write(template.Family);
            db.Record(new Change("cooperation.template.draft-saved", "cooperation.template", draft.Id) { OwnerId = draft.ClusterId, After = new { draft.Code, draft.Number } });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException)
            {
                // Somebody began or changed the same draft at the same moment.
                return new Refusal.Stale("cooperation.stale");
            }

            return Outcome(problems);
        }

        /// <summary>The draft becomes the alliance's version of this kind; the one before it is retired.</summary>
        public async Task<Outcome<Done>> PutInForceAsync(string code, int version, CancellationToken ct)
        {
            var desk = await OpenAsync(code, ct);
            if (desk.Refused)
            {
                return desk.Refusal;
            }

            if (desk.Value.Draft is not { } seen || seen.Version != version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (Read(code, seen.Text).Problems is { Count: > 0 } problems)
            {
                return new Refusal.Invalid("cooperation.template.broken").With(("count", problems.Count));
            }

            var own = await db.StoredTemplates.Where(s => s.ClusterId == seen.ClusterId && s.Code == code && s.State != StoredState.Retired).ToListAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var old in own.Where(s => s.State == StoredState.InForce))
            {
                old.State = StoredState.Retired;
                old.Version++;
            }

            try
            {
                await db.SaveChangesAsync(ct);
                var draft = own.Single(s => s.Id == seen.Id);
                draft.State = StoredState.InForce;
                draft.Version++;
                db.Record(new Change("cooperation.template.put-in-force", "cooperation.template", draft.Id) { OwnerId = draft.ClusterId, After = new { draft.Code, draft.Number } });
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
            catch (DbUpdateException)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            return Done.It;
        }

        /// <summary>What a text says, and what is wrong with it; a copy keeps the code of what it was copied from.</summary>
        public static (Template? Template, IReadOnlyList<TemplateProblem> Problems) Read(string code, string text)
        {
            var (template, problems) = TemplateReader.Read("", text, TemplateBook.Families);
            return template is not null && template.Code != code ? (null, [new("", 1, "code-of-copy", [("code", code)])]) : (template, problems);
        }

        private static Outcome<IReadOnlyList<TemplateProblem>> Outcome(IReadOnlyList<TemplateProblem> problems) => new List<TemplateProblem>(problems);

        private static string Numbered(string text, int number) => VersionLine().Replace(text, $"version: {number}", 1);

        private Guid? Cluster() => current.Value.May(CooperationPermissions.EditTemplates) ? current.Value.PartyId : null;
    }

    [GeneratedRegex(@"^version:[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
