using Guanlian.Hosting;
using Guanlian.Platform.Data;
using Guanlian.Platform.Migrations;
using Guanlian.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Platform;

public sealed class MigrationTests
{
    [Fact]
    public async Task Two_copies_that_start_at_once_migrate_once_and_a_third_finds_nothing_to_do()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => new MigrationRunner(source).RunAsync(ModuleList.Migrated)));
        Assert.Single(both, applied => applied.Count > 0);
        Assert.Empty(await new MigrationRunner(source).RunAsync(ModuleList.Migrated));
    }

    [Theory]
    [InlineData("update platform.migration set sha256 = 'x' where module = 'members' and number = 1", "edited")]
    [InlineData("insert into platform.migration (module, number, name, sha256) values ('members', 9999, 'tomorrow', 'x')", "older than the database")]
    public async Task A_file_edited_later_and_a_database_from_the_future_are_refused(string tampering, string says)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var command = source.CreateCommand(tampering))
        {
            await command.ExecuteNonQueryAsync();
        }

        var refused = await Assert.ThrowsAsync<MigrationRefusedException>(() => new MigrationRunner(source).RunAsync(ModuleList.Migrated));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_in_code_and_the_tables_in_the_database_are_the_same()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var app = WebHost.Build(new() { ConnectionString = database.ConnectionString });
        await using var scope = app.Services.CreateAsyncScope();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var columns = await ColumnsAsync(source);
        var contexts = ModuleList.All.SelectMany(m => m.Assembly.GetTypes()).Where(t => t.IsSubclassOf(typeof(ModuleDb))).ToList();
        Assert.Equal(ModuleList.All.Count, contexts.Count);
        var drift = new List<string>();
        var mapped = new HashSet<(string, string)>();
        foreach (var context in contexts)
        {
            var db = (DbContext)scope.ServiceProvider.GetRequiredService(context);
            foreach (var table in db.Model.GetRelationalModel().Tables)
            {
                mapped.Add((table.Schema!, table.Name));
                var there = columns.Where(c => c.Key.Schema == table.Schema && c.Key.Table == table.Name).ToDictionary(c => c.Key.Column, c => c.Value);
                drift.AddRange(table.Columns.Where(c => !there.ContainsKey(c.Name)).Select(c => $"{table.Schema}.{table.Name}.{c.Name}: in the model, not in the database"));
                drift.AddRange(there.Keys.Except(table.Columns.Select(c => c.Name)).Select(c => $"{table.Schema}.{table.Name}.{c}: in the database, not in the model"));
                drift.AddRange(table.Columns.Where(c => there.TryGetValue(c.Name, out var t) && t.Nullable != c.IsNullable)
                    .Select(c => $"{table.Schema}.{table.Name}.{c.Name}: nullable in one, not in the other"));
                drift.AddRange(table.Columns.Where(c => there.TryGetValue(c.Name, out var t) && !SameType(c.StoreType, t.Type))
                    .Select(c => $"{table.Schema}.{table.Name}.{c.Name}: {c.StoreType} in the model, {there[c.Name].Type} in the database"));
            }
        }

        Assert.Empty(drift);
        Assert.NotEmpty(mapped);
    }

    private static bool SameType(string model, string database) => Short(model) == Short(database);

    private static string Short(string type) => type.Split('(')[0] switch
    {
        var many when many.EndsWith("[]", StringComparison.Ordinal) => Short(many[..^2]) + "[]",
        "timestamp with time zone" => "timestamptz",
        "time without time zone" => "time",
        "integer" => "int4",
        "bigint" => "int8",
        "smallint" => "int2",
        "boolean" => "bool",
        "double precision" => "float8",
        "character varying" => "varchar",
        var same => same,
    };

    private static async Task<Dictionary<(string Schema, string Table, string Column), (string Type, bool Nullable)>> ColumnsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("""
            select table_schema, table_name, column_name, case when data_type = 'ARRAY' then substr(udt_name, 2) || '[]' else udt_name end, is_nullable = 'YES'
              from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema') and is_generated = 'NEVER'
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var columns = new Dictionary<(string, string, string), (string, bool)>();
        while (await rows.ReadAsync())
        {
            columns[(rows.GetString(0), rows.GetString(1), rows.GetString(2))] = (rows.GetString(3), rows.GetBoolean(4));
        }

        return columns;
    }
}
