using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>
/// What a format writes goes out in pieces: the writer fills a buffer, and between two records the buffer is sent once it is large
/// enough. Memory is that of one record and one buffer, however long the answer.
/// </summary>
internal sealed class StreamedBody(Stream target) : IAsyncDisposable
{
    private const int Piece = 64 * 1024;

    private readonly MemoryStream buffer = new(2 * Piece);

    public XmlWriter Xml => field ??= XmlWriter.Create(buffer, XmlParts.Settings);

    public Utf8JsonWriter Json => field ??= new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    private bool XmlUsed { get; set; }

    private bool JsonUsed { get; set; }

    /// <summary>Uses the XML writer.</summary>
    public void Write(Action<XmlWriter> write)
    {
        XmlUsed = true;
        write(Xml);
    }

    /// <summary>Uses the JSON writer; each call may write one value.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        JsonUsed = true;
        write(Json);
        Json.Flush();
        Json.Reset();
    }

    public void Write(ReadOnlySpan<byte> text) => buffer.Write(text);

    /// <summary>Text between values.</summary>
    public void Write(string text) => buffer.Write(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Text between records, after all that the XML writer holds.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (XmlUsed)
        {
            Xml.Flush();
        }

        buffer.Write(text);
    }

    /// <summary>Sends what has gathered, if it is worth it.</summary>
    public async ValueTask SendAsync(CancellationToken ct, bool all = false)
    {
        if (XmlUsed)
        {
            Xml.Flush();
        }

        if (all || buffer.Length >= Piece)
        {
            await target.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
            buffer.SetLength(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (XmlUsed)
        {
            // Into memory: there is nothing to wait for.
            Xml.Dispose();
        }

        if (JsonUsed)
        {
            await Json.DisposeAsync();
        }

        await buffer.DisposeAsync();
    }
}
