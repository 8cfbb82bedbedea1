namespace Guanlian.Platform.Tables;

/// <summary>Word keys of what can be wrong with a table.</summary>
public static class TableWords
{
    public const string Empty = "tables.file.empty";
    public const string TooLarge = "tables.file.too-large";
    public const string Broken = "tables.file.broken";
    public const string Encrypted = "tables.file.encrypted";
    public const string Html = "tables.file.html";
    public const string XmlSpreadsheet = "tables.file.xml-spreadsheet";
    public const string OtherKind = "tables.file.other-kind";
    public const string Bomb = "tables.file.bomb";
    public const string Encoding = "tables.file.encoding";
    public const string EncodingMixed = "tables.file.encoding-mixed";
    public const string NoHeader = "tables.header.none";
    public const string FullWidthComma = "tables.header.full-width-comma";
    public const string ColumnsMissing = "tables.header.columns-missing";
    public const string ColumnTwice = "tables.header.column-twice";
    public const string NoRows = "tables.rows.none";
    public const string TooManyRows = "tables.rows.too-many";
    public const string TooManyCells = "tables.rows.too-many-cells";
    public const string OpenQuote = "tables.rows.open-quote";
    public const string HeaderRepeated = "tables.rows.header-repeated";
    public const string SheetSkipped = "tables.sheet.skipped";
    public const string SheetHidden = "tables.sheet.hidden";
    public const string Merged = "tables.cells.merged";
    public const string TooLong = "tables.cell.too-long";
    public const string Formula = "tables.cell.formula";
    public const string FormulaWithoutValue = "tables.cell.formula-without-value";
    public const string Error = "tables.cell.error";
    public const string Stripped = "tables.cell.stripped";
    public const string Inexact = "tables.cell.inexact";
    public const string StrayQuote = "tables.cell.stray-quote";
}
