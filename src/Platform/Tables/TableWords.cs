namespace Guanlian.Platform.Tables;

/// <summary>Word keys of what can be wrong with a table.</summary>
public static class TableWords
{
    public const string Empty = "platform.tables.file.empty";
    public const string TooLarge = "platform.tables.file.too-large";
    public const string Broken = "platform.tables.file.broken";
    public const string Encrypted = "platform.tables.file.encrypted";
    public const string Html = "platform.tables.file.html";
    public const string XmlSpreadsheet = "platform.tables.file.xml-spreadsheet";
    public const string OtherKind = "platform.tables.file.other-kind";
    public const string Bomb = "platform.tables.file.bomb";
    public const string Encoding = "platform.tables.file.encoding";
    public const string EncodingMixed = "platform.tables.file.encoding-mixed";
    public const string JsonBroken = "platform.tables.file.json-broken";
    public const string NoHeader = "platform.tables.header.none";
    public const string FullWidthComma = "platform.tables.header.full-width-comma";
    public const string ColumnsMissing = "platform.tables.header.columns-missing";
    public const string ColumnTwice = "platform.tables.header.column-twice";
    public const string NoRows = "platform.tables.rows.none";
    public const string TooManyRows = "platform.tables.rows.too-many";
    public const string TooManyCells = "platform.tables.rows.too-many-cells";
    public const string OpenQuote = "platform.tables.rows.open-quote";
    public const string HeaderRepeated = "platform.tables.rows.header-repeated";
    public const string SheetSkipped = "platform.tables.sheet.skipped";
    public const string SheetHidden = "platform.tables.sheet.hidden";
    public const string Merged = "platform.tables.cells.merged";
    public const string TooLong = "platform.tables.cell.too-long";
    public const string Formula = "platform.tables.cell.formula";
    public const string FormulaWithoutValue = "platform.tables.cell.formula-without-value";
    public const string Error = "platform.tables.cell.error";
    public const string Stripped = "platform.tables.cell.stripped";
    public const string Inexact = "platform.tables.cell.inexact";
    public const string StrayQuote = "platform.tables.cell.stray-quote";
}
