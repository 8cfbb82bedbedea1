using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Formats;

namespace Guanlian.Exchange.Verification;

/// <summary>A round as it is downloaded: input and result in one file, each with its hash, and the mode that was shown or adopted.</summary>
internal sealed record PublishedRound(RoundInput Input, RoundResult Result, Mode Mode, string InputText, string ResultText)
{
    public const string CurrentFormat = "guanlian-pairing-round/1";

    /// <summary>Larger files are not rounds.</summary>
    private const int MostBytes = 400_000_000;

    private static readonly JsonSerializerOptions Strict = new(CanonicalJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>The file's text. Both parts are canonical, so the whole is.</summary>
    public static string Write(string input, string result, Mode mode) =>
        $$"""{"format":"{{CurrentFormat}}","input":{{input}},"inputHash":"{{CanonicalJson.Hash(input)}}","mode":"{{Computing.Kebab(mode)}}","result":{{result}},"resultHash":"{{CanonicalJson.Hash(result)}}"}""";

    /// <summary>Reads the file, or a zip that holds it as round.json; null where it cannot be read, with the reason among the findings.</summary>
    public static PublishedRound? Read(byte[] file, Findings findings)
    {
        try
        {
            return ReadText(TextOf(file), findings);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException or DecoderFallbackException or NotSupportedException)
        {
            findings.Add("exchange.verify.unreadable", ("detail", e.Message));
            return null;
        }
    }

    private static string TextOf(byte[] file)
    {
        if (file is [(byte)'P', (byte)'K', ..])
        {
            using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            var entry = zip.GetEntry("round.json") ?? throw new InvalidDataException("round.json");
            if (entry.Length > MostBytes) throw new InvalidDataException("round.json: too large");
            using var unpacked = new MemoryStream();
            using (var packed = entry.Open())
            {
                packed.CopyTo(unpacked);
            }

            file = unpacked.ToArray();
        }

        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file);
    }

    private static PublishedRound? ReadText(string text, Findings findings)
    {
        using var document = JsonDocument.Parse(text, new() { MaxDepth = 32, AllowDuplicateProperties = false });
        var root = document.RootElement;
        findings.Expect(CanonicalJson.Write(root) == text, "exchange.verify.not-canonical");
        if (HoldsNull(root)) throw new JsonException("null");
        var frame = root.Deserialize<Frame>(Strict) ?? throw new JsonException("null");
        if (frame.Format != CurrentFormat) throw new JsonException($"format {frame.Format}");
        var (input, result) = (CanonicalJson.Write(frame.Input), CanonicalJson.Write(frame.Result));
        findings.Expect(CanonicalJson.Hash(input) == frame.InputHash, "exchange.verify.input-hash");
        findings.Expect(CanonicalJson.Hash(result) == frame.ResultHash, "exchange.verify.result-hash");
        return new(frame.Input.Deserialize<RoundInput>(Strict)!, frame.Result.Deserialize<RoundResult>(Strict)!, frame.Mode, input, result);
    }

    private static bool HoldsNull(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsNull),
        JsonValueKind.Object => value.EnumerateObject().Any(p => HoldsNull(p.Value)),
        _ => false,
    };

    private sealed record Frame(string Format, JsonElement Input, string InputHash, Mode Mode, JsonElement Result, string ResultHash);
}
