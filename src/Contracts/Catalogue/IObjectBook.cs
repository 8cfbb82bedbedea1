namespace Guanlian.Contracts.Catalogue;

/// <summary>The catalogue's records as other modules may know them: decided by the catalogue's own rule of who sees what.</summary>
public interface IObjectBook
{
    /// <summary>Of these records, those that the present actor sees.</summary>
    Task<IReadOnlyDictionary<ObjectKey, ObjectInBook>> SeenAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken ct);

    /// <summary>One record by its permanent address, if the present actor sees it.</summary>
    Task<ObjectInBook?> SeenAsync(string institutionCode, int serial, CancellationToken ct);

    /// <summary>
    /// Records of one institution by register number, compared as keepers compare numbers. For the keeper's own work: whoever asks has
    /// made sure that the actor keeps that collection.
    /// </summary>
    /// <returns>By the number as it was asked; numbers that nobody has are absent.</returns>
    Task<IReadOnlyDictionary<string, ObjectInBook>> ByNumberAsync(Guid institutionId, IReadOnlyCollection<string> numbers, CancellationToken ct);

    /// <summary>
    /// Records of one institution by serial. For the keeper's own work, as <see cref="ByNumberAsync"/>; work without a person asks too.
    /// </summary>
    /// <returns>By the serial as it was asked; those that nobody has, or that lie in the bin, are absent.</returns>
    Task<IReadOnlyDictionary<int, ObjectInBook>> BySerialAsync(Guid institutionId, IReadOnlyCollection<int> serials, CancellationToken ct);

    /// <summary>What a description of the record for readers in both languages says, without what the actor may not see.</summary>
    Task<IReadOnlyList<ObjectFact>> FactsAsync(ObjectKey key, CancellationToken ct);

    /// <summary>
    /// What kind of things records of one institution describe, and how large they are. For the keeper's own work, as
    /// <see cref="ByNumberAsync"/>; work without a person asks too.
    /// </summary>
    /// <returns>By the record's id; those that are not there, or that lie in the bin, are absent.</returns>
    Task<IReadOnlyDictionary<Guid, ObjectMeasure>> MeasuresAsync(Guid institutionId, IReadOnlyCollection<Guid> objects, CancellationToken ct);

    /// <summary>
    /// What lending records of one institution must know of them. For the keeper's own work, as <see cref="ByNumberAsync"/>; work without a
    /// person asks too.
    /// </summary>
    /// <returns>By the record's id; those that are not there, or that lie in the bin, are absent.</returns>
    Task<IReadOnlyDictionary<Guid, ObjectForLending>> LendingAsync(Guid institutionId, IReadOnlyCollection<Guid> objects, CancellationToken ct);

    /// <summary>What a rights statement is called in the request's language; null for an address that is on no list.</summary>
    string? RightsName(string uri);
}

/// <summary>A record: it belongs to an institution, and is found in its part of the tables.</summary>
/// <param name="InstitutionId">The owner.</param>
/// <param name="ObjectId">The record.</param>
public readonly record struct ObjectKey(Guid InstitutionId, Guid ObjectId);

/// <summary>A record in a line.</summary>
/// <param name="Key">Which.</param>
/// <param name="InstitutionCode">First part of its permanent address.</param>
/// <param name="Serial">Second part.</param>
/// <param name="Number">Register number; empty where it has none or it is hidden.</param>
/// <param name="Title">In Chinese, or whatever language there is.</param>
/// <param name="TitleEn">In English; null where there is none.</param>
/// <param name="Public">Everybody sees it.</param>
/// <param name="RightsUri">Address of its rights statement.</param>
public sealed record ObjectInBook(
    ObjectKey Key, string InstitutionCode, int Serial, string Number, string Title, string? TitleEn, bool Public, string? RightsUri);

/// <summary>One line of a description.</summary>
/// <param name="LabelZh">The field in Chinese.</param>
/// <param name="LabelEn">The field in English.</param>
/// <param name="Zh">What stands in it, for readers of Chinese.</param>
/// <param name="En">What stands in it, for readers of English.</param>
public sealed record ObjectFact(string LabelZh, string LabelEn, string Zh, string En);

/// <summary>How large a thing is.</summary>
/// <param name="Category">Its category in Chinese, as the list has it; empty where none is stated.</param>
/// <param name="Centimetres">The longest of its recorded measures; null where none is recorded.</param>
public sealed record ObjectMeasure(string Category, decimal? Centimetres);

/// <summary>What the rules of lending ask of an object.</summary>
/// <param name="Grade">文物级别; null where none is stated.</param>
/// <param name="Preservation">保存状态; null where none is stated.</param>
public sealed record ObjectForLending(ObjectGrade? Grade, ObjectPreservation? Preservation);

/// <summary>文物级别</summary>
public enum ObjectGrade
{
    /// <summary>一级</summary>
    First,

    /// <summary>二级</summary>
    Second,

    /// <summary>三级</summary>
    Third,

    /// <summary>一般</summary>
    Ordinary,

    /// <summary>未定级</summary>
    Ungraded,
}

/// <summary>保存状态</summary>
public enum ObjectPreservation
{
    /// <summary>状态稳定，不需修复</summary>
    Stable,

    /// <summary>部分损腐，需要修复</summary>
    NeedsTreatment,

    /// <summary>腐蚀损毁严重，急需修复</summary>
    Urgent,

    /// <summary>已修复</summary>
    Treated,
}
