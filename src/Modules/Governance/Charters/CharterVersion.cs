using System.Text.Json;
using Guanlian.Contracts.Governance;
using Guanlian.Governance.Rules;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Guanlian.Governance.Charters;

/// <summary>One version of a cluster's charter.</summary>
internal sealed class CharterVersion
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    public CharterState State { get; set; }

    /// <summary>1, 2, 3 …, given when it is put in force.</summary>
    public int? Number { get; set; }

    /// <summary>The version in force when this draft was begun or last brought up to date.</summary>
    public Guid? BasedOnId { get; set; }

    /// <summary>目标</summary>
    public CharterText Goals { get; set; } = new("", "");

    /// <summary>组织架构</summary>
    public CharterText Organisation { get; set; } = new("", "");

    /// <summary>成员角色</summary>
    public CharterText MemberRoles { get; set; } = new("", "");

    /// <summary>规划愿景</summary>
    public CharterText Vision { get; set; } = new("", "");

    /// <summary>Canonical JSON.</summary>
    public required string Rules { get; set; }

    public required string RulesHash { get; set; }

    public List<RoleDuty> Duties { get; set; } = [];

    /// <summary>Who joins and how; null leaves it open.</summary>
    public AdmissionRule? Admission { get; set; }

    public DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset EditedAt { get; set; }

    /// <summary>Who edited last, so that a second editor learns whose words he meets.</summary>
    public required string EditedBy { get; set; }

    public DateTimeOffset? InForceAt { get; set; }

    public string? InForceReason { get; set; }

    public DateTimeOffset? SupersededAt { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>The rules as data. What is stored was checked before; unreadable means a damaged row.</summary>
    public PairingRules ReadRules() =>
        RulesText.TryRead(Rules, out var rules) ? rules : throw new InvalidOperationException($"charter version {Id}: unreadable rules");

    public void WriteRules(PairingRules rules) => (Rules, RulesHash) = (RulesText.Write(rules), CanonicalJson.Hash(RulesText.Write(rules)));

    public static void Map(ModelBuilder model) => model.Entity<CharterVersion>(e =>
    {
        e.ToTable("charter_version").HasKey(v => v.Id);
        e.Property(v => v.State).HasConversion<string>();
        foreach (var text in new[] { nameof(Goals), nameof(Organisation), nameof(MemberRoles), nameof(Vision) })
        {
            e.Property<CharterText>(text).HasColumnType("jsonb").HasConversion(AsJson<CharterText>());
        }

        e.Property(v => v.Duties).HasColumnType("jsonb").HasConversion(AsJson<List<RoleDuty>>(), new ValueComparer<List<RoleDuty>>(
            (a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList()));
        e.Property(v => v.Admission).HasColumnType("jsonb").HasConversion(AsJson<AdmissionRule?>());
        e.Property(v => v.Version).IsConcurrencyToken();
    });

    private static ValueConverter<T, string> AsJson<T>() => new(
        value => JsonSerializer.Serialize(value, HistoryJson.Options), json => JsonSerializer.Deserialize<T>(json, HistoryJson.Options)!);
}

/// <summary>A part of the charter in both languages; limited Markdown.</summary>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English; empty where nobody has translated it.</param>
internal sealed record CharterText(string Zh, string En)
{
    public string Zh { get; init; } = Zh ?? "";

    public string En { get; init; } = En ?? "";
}

/// <summary>Draft → in force → superseded; a draft may be withdrawn.</summary>
internal enum CharterState
{
    Draft,
    InForce,
    Superseded,
    Withdrawn,
}
