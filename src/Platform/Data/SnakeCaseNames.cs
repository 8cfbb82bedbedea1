using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Data;

/// <summary>Names tables and columns as SQL people do: singular snake_case.</summary>
public static partial class SnakeCaseNames
{
    /// <summary>PartyKind → party_kind, OCRText → ocr_text.</summary>
    public static string Of(string name) => Hump().Replace(name, "_").ToLowerInvariant();

    /// <summary>Renames whatever the model has not named itself. Called at the end of OnModelCreating.</summary>
    public static void Apply(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is not null && entity.FindAnnotation("Relational:TableName") is null)
            {
                entity.SetTableName(Of(entity.ClrType.Name));
            }

            foreach (var property in entity.GetProperties().Where(p => p.FindAnnotation("Relational:ColumnName") is null))
            {
                property.SetColumnName(Of(property.Name));
            }
        }
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex Hump();
}
