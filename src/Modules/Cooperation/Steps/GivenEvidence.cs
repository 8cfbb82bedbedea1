using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Steps;

/// <summary>What was typed for one deliverable: one text for each kind of evidence, and files.</summary>
internal sealed record GivenEvidence(Guid DeliverableId, IReadOnlyDictionary<EvidenceKind, string?> Typed, IReadOnlyDictionary<EvidenceKind, SentFile> Files);

/// <summary>Reads evidence into rows; what the content of a file is, its first bytes say, not its name.</summary>
internal static class EvidenceReading
{
    public const int LargestFile = 5 * 1024 * 1024;

    public static bool TakesFile(EvidenceKind kind) => kind is EvidenceKind.Photo or EvidenceKind.Document or EvidenceKind.Signed;

    /// <summary>Rows for one deliverable, or what is wrong with it.</summary>
    public static (IReadOnlyList<EvidenceRow> Rows, IReadOnlyList<Attachment> Files, Refusal.Invalid? Refusal) Read(
        DeliverableRow deliverable, GivenEvidence given, Guid cooperation, Guid party, string by, DateTimeOffset now)
    {
        var (rows, files) = (new List<EvidenceRow>(), new List<Attachment>());
        foreach (var kind in deliverable.Evidence.Select(word => CodeWords.Read<EvidenceKind>(word)!.Value))
        {
            var field = FieldOf(deliverable.Id, kind);
            var typed = Typed.Plain(given.Typed.GetValueOrDefault(kind));
            if (given.Files.GetValueOrDefault(kind) is { } sent && TakesFile(kind))
            {
                if (sent.Content.Length is 0 or > LargestFile)
                {
                    return ([], [], (Refusal.Invalid)new Refusal.Invalid("cooperation.evidence.file-size", field).With(("most", LargestFile / 1024 / 1024)));
                }

                if (sent.MediaType is not { } type || (kind == EvidenceKind.Photo && type == "application/pdf"))
                {
                    return ([], [], new("cooperation.evidence.file-kind", field));
                }

                files.Add(new()
                {
                    Id = Guid.CreateVersion7(now),
                    CooperationId = cooperation,
                    Name = sent.SafeName,
                    MediaType = type,
                    Content = sent.Content,
                    Sha256 = sent.Sha256,
                    At = now,
                });
                rows.Add(Row(kind, r => (typed.Length > 0 ? typed : null, null, null, files[^1].Id)));
                continue;
            }

            if (typed.Length == 0)
            {
                continue;
            }

            if (Wrong(kind, typed, field) is { } wrong)
            {
                return ([], [], wrong);
            }

            rows.Add(Row(kind, _ => kind switch
            {
                EvidenceKind.Number => (null, Amount.TryRead(typed, out var number) ? number : null, null, null),
                EvidenceKind.Date => (null, null, DateOnly.ParseExact(typed, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), null),
                _ => (typed, null, (DateOnly?)null, (Guid?)null),
            }));
        }

        return (rows, files, null);

        EvidenceRow Row(EvidenceKind kind, Func<EvidenceKind, (string? Text, decimal? Number, DateOnly? Day, Guid? File)> say)
        {
            var (text, number, day, file) = say(kind);
            return new()
            {
                Id = Guid.CreateVersion7(now),
                DeliverableId = deliverable.Id,
                Kind = kind,
                Text = text,
                Number = number,
                Day = day,
                AttachmentId = file,
                PartyId = party,
                ByName = by,
                At = now,
            };
        }
    }

    /// <summary>What a book of the cooperation says, as evidence.</summary>
    public static EvidenceRow FromBook(DeliverableRow deliverable, BookEntry entry, Guid party, string by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        DeliverableId = deliverable.Id,
        Kind = deliverable.Measures is null ? CodeWords.Read<EvidenceKind>(deliverable.Evidence[0])!.Value : EvidenceKind.Number,
        Text = entry.Line.Length <= 2000 ? entry.Line : entry.Line[..2000],
        Number = deliverable.Measures is null ? null : entry.Number,
        PartyId = party,
        ByName = by,
        At = now,
    };

    /// <summary>Any one of the named kinds is enough; what measures an indicator always brings its number.</summary>
    public static bool Enough(DeliverableRow deliverable, IEnumerable<EvidenceKind> standing)
    {
        var kinds = standing.ToHashSet();
        return deliverable.Measures is null ? kinds.Count > 0 : kinds.Contains(EvidenceKind.Number);
    }

    public static string FieldOf(Guid deliverable, EvidenceKind kind) => $"E-{deliverable}-{kind}";

    private static Refusal.Invalid? Wrong(EvidenceKind kind, string typed, string field) => kind switch
    {
        _ when typed.Length > 2000 => new("cooperation.evidence.text-long", field),
        EvidenceKind.Number when !Amount.TryRead(typed, out _) => new("cooperation.amount-wrong", field),
        EvidenceKind.Date when !DateOnly.TryParseExact(typed, "yyyy-MM-dd", out _) => new("cooperation.evidence.date-wrong", field),
        EvidenceKind.Link when !(Uri.TryCreate(typed, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") => new("cooperation.evidence.link-wrong", field),
        _ => null,
    };
}
